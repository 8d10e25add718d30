import { expect, it } from 'vitest';
import { pageSizeOf, sortOf, toListQuery } from './members-query.ts';

it('asks for what the address says', () => {
  const condition = '{"field":"purchase.count","operator":">=","value":3}';
  expect(
    toListQuery({
      asOf: '2011-12-09',
      lifecycle: 'six',
      condition,
      sort: 'spend',
      direction: 'asc',
      moved: { from: 'active', after: '2011-11-01', isReactivation: 'false' },
    }),
  ).toEqual({
    asOf: '2011-12-09',
    lifecycle: 'six',
    condition,
    sort: 'spend',
    direction: 'asc',
    movedFrom: 'active',
    movedAfter: '2011-11-01',
    isReactivation: 'false',
  });
});

it('leaves out what no move is, so that a wrong address is no refused request', () => {
  expect(toListQuery({ moved: { after: 'then', unknown: '1', isReactivation: 'maybe' } })).toEqual({
    sort: 'lastOrderAt',
    direction: 'desc',
  });
  expect(sortOf({ sort: 'password', direction: 'sideways' })).toEqual({ sort: 'lastOrderAt', direction: 'desc' });
  expect([pageSizeOf({ limit: '1000000' }), pageSizeOf({ limit: '100' }), pageSizeOf({})]).toEqual([50, 100, 50]);
});

it('sorts a past day by what is known without going through all orders, unless asked', () => {
  expect(sortOf({ asOf: '2011-12-09' })).toEqual({ sort: 'stageSince', direction: 'desc' });
  expect(sortOf({ asOf: '2011-12-09', sort: 'spend' })).toEqual({ sort: 'spend', direction: 'desc' });
});
