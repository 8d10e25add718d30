import { describe, expect, it } from 'vitest';
import { paths } from './paths.ts';
import { readLifecycleSearch, readMembersSearch, readOverviewSearch, readSignInSearch } from './search.ts';
import { readSearch, writeSearch } from './search-text.ts';

it('builds every address of the console', () => {
  expect({
    home: paths.home(),
    signIn: paths.signIn({ next: '/members?q=1', token: 'abc' }),
    overview: paths.overview(),
    overviewAsOf: paths.overview({ asOf: '2011-12-09', lifecycle: 'six', days: 90 }),
    members: paths.members({ q: '+86 138', stage: ['silent', 'dormant'], where: { city: '上海' } }),
    member: paths.member('0193-a', { tab: 'timeline', asOf: '2011-12-09' }),
    memberOdd: paths.member('a/b?c'),
    lifecycle: paths.lifecycle({ lifecycle: 'six', tab: 'versions' }),
    metric: paths.lifecycle({ tab: 'metrics', item: 'purchases_90d', draft: 'd1' }),
    settingsOfProgram: paths.lifecycle({ tab: 'settings' }),
    identity: paths.lifecycle({ tab: 'identities', item: 'external_id:*' }),
    data: paths.data(),
    dataImport: paths.data('imports', { id: 'i1' }),
    settings: paths.settings('users'),
  }).toMatchInlineSnapshot(`
    {
      "data": "/data/sources",
      "dataImport": "/data/imports?id=i1",
      "home": "/",
      "identity": "/lifecycle?item=external_id%3A*&tab=identities",
      "lifecycle": "/lifecycle?lifecycle=six&tab=versions",
      "member": "/members/0193-a?asOf=2011-12-09&tab=timeline",
      "memberOdd": "/members/a%2Fb%3Fc",
      "members": "/members?q=%2B86+138&stage=silent&stage=dormant&where.city=%E4%B8%8A%E6%B5%B7",
      "metric": "/lifecycle?draft=d1&item=purchases_90d&tab=metrics",
      "overview": "/overview",
      "overviewAsOf": "/overview?asOf=2011-12-09&days=90&lifecycle=six",
      "settings": "/settings/users",
      "settingsOfProgram": "/lifecycle?tab=settings",
      "signIn": "/sign-in?next=%2Fmembers%3Fq%3D1&token=abc",
    }
  `);
});

describe('the search part', () => {
  it('reads back what it wrote', () => {
    const search = { asOf: '2026-01-01', stage: ['a', 'b'], where: { city: '上海', minSpend: '10' } };
    expect(readSearch(writeSearch(search))).toEqual(search);
  });

  it('drops what it does not know and never throws', () => {
    expect(readOverviewSearch({ asOf: 'yesterday', days: 'many', lifecycle: '', other: 1 })).toEqual({});
    expect(readOverviewSearch({ asOf: '2026-01-31', days: '90' })).toEqual({ asOf: '2026-01-31', days: 90 });
    expect(readOverviewSearch({ days: '1e9' })).toEqual({});
    expect(readMembersSearch({ stage: 'silent', where: ['x'], q: { a: 1 } })).toEqual({ stage: ['silent'] });
  });

  it('keeps what is open of a program', () => {
    expect(readLifecycleSearch({ tab: 'identities', item: 'external_id:*', q: 'x' })).toEqual({
      tab: 'identities',
      item: 'external_id:*',
    });
    expect(readLifecycleSearch({ item: ['a', 'b'], draft: '' })).toEqual({});
  });

  it('never leads to another site after signing in', () => {
    expect(readSignInSearch({ next: '//evil.example' })).toEqual({});
    expect(readSignInSearch({ next: 'https://evil.example' })).toEqual({});
    expect(readSignInSearch({ next: '/\\evil.example' })).toEqual({});
    expect(readSignInSearch({ next: '/members' })).toEqual({ next: '/members' });
  });
});
