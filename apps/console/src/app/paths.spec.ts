import { expect, it } from 'vitest';
import { paths } from './paths.ts';

it('builds every address of the console', () => {
  expect({
    home: paths.home(),
    signIn: paths.signIn({ next: '/members?q=1', token: 'abc' }),
    overview: paths.overview(),
    overviewAsOf: paths.overview({ asOf: '2011-12-09', lifecycle: 'six', days: 90 }),
    members: paths.members({ condition: '{"field":"tag.上海"}', moved: { to: 'silent' }, limit: '100' }),
    membersFound: paths.members({ q: '+86 138' }),
    member: paths.member('0193-a', { tab: 'timeline', asOf: '2011-12-09' }),
    memberOdd: paths.member('a/b?c'),
    lifecycle: paths.program({ lifecycle: 'six', tab: 'versions' }),
    metric: paths.program({ tab: 'metrics', item: 'purchases_90d', draft: 'd1' }),
    settingsOfProgram: paths.program({ tab: 'settings' }),
    identity: paths.program({ tab: 'identities', item: 'external_id:*' }),
    data: paths.sources(),
    dataImport: paths.imports({ id: 'i1' }),
    settings: paths.users(),
  }).toMatchInlineSnapshot(`
    {
      "data": "/data/sources",
      "dataImport": "/data/imports?id=i1",
      "home": "/",
      "identity": "/lifecycle?item=external_id%3A*&tab=identities",
      "lifecycle": "/lifecycle?lifecycle=six&tab=versions",
      "member": "/members/0193-a?asOf=2011-12-09&tab=timeline",
      "memberOdd": "/members/a%2Fb%3Fc",
      "members": "/members?condition=%7B%22field%22%3A%22tag.%E4%B8%8A%E6%B5%B7%22%7D&limit=100&moved.to=silent",
      "membersFound": "/members?q=%2B86+138",
      "metric": "/lifecycle?draft=d1&item=purchases_90d&tab=metrics",
      "overview": "/overview",
      "overviewAsOf": "/overview?asOf=2011-12-09&days=90&lifecycle=six",
      "settings": "/settings/users",
      "settingsOfProgram": "/lifecycle?tab=settings",
      "signIn": "/sign-in?next=%2Fmembers%3Fq%3D1&token=abc",
    }
  `);
});
