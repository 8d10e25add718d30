import { expect, it } from 'vitest';
import { sortOf, toListQuery } from './members-query.ts';

it('asks for what the address says', () => {
  expect(
    toListQuery({
      asOf: '2011-12-09',
      lifecycle: 'six',
      stage: ['silent'],
      sort: 'spend',
      direction: 'asc',
      where: { spendMin: '10000', movedAfter: '2011-11-01' },
    }),
  ).toEqual({
    asOf: '2011-12-09',
    lifecycle: 'six',
    stage: ['silent'],
    sort: 'spend',
    direction: 'asc',
    spendMin: '10000',
    movedAfter: '2011-11-01',
  });
});

it('leaves out what no filter takes, so that a wrong address is no refused request', () => {
  expect(
    toListQuery({ where: { spendMin: 'lots', movedAfter: 'then', unknown: '1', isReactivation: 'maybe' } }),
  ).toEqual({
    sort: 'lastOrderAt',
    direction: 'desc',
  });
  expect(sortOf({ sort: 'password', direction: 'sideways' })).toEqual({ sort: 'lastOrderAt', direction: 'desc' });
});

it('sorts a past day by what is known without going through all orders, unless asked', () => {
  expect(sortOf({ asOf: '2011-12-09' })).toEqual({ sort: 'stageSince', direction: 'desc' });
  expect(sortOf({ asOf: '2011-12-09', sort: 'spend' })).toEqual({ sort: 'spend', direction: 'desc' });
});
