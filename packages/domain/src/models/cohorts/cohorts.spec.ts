import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayNumberOf } from '../statistics/months.ts';
import { transactionsFromLines } from '../transactions/build.ts';
import { occasionsOf } from '../transactions/occasions.ts';
import { cohortsOf } from './cohorts.ts';

const on = dayNumberOf;

describe('month cohorts', () => {
  const occasions = occasionsOf(
    transactionsFromLines([
      { customer: 'a', orderedOn: on(2024, 1, 31), amount: 10 },
      { customer: 'a', orderedOn: on(2024, 2, 1), amount: 20 },
      { customer: 'a', orderedOn: on(2024, 2, 9), amount: 5 },
      { customer: 'b', orderedOn: on(2024, 1, 3), amount: 30 },
      { customer: 'c', orderedOn: on(2024, 3, 3), amount: 8 },
      { customer: 'c', orderedOn: on(2024, 3, 4), amount: 8 },
      { customer: 'd', orderedOn: on(2024, 5, 4), amount: 8 },
    ]),
  );

  it('count people once a month and add up sales', () => {
    const { cohorts, lastMonthIncomplete } = cohortsOf(occasions, on(2024, 3, 31));
    expect(
      cohorts.map(({ label, people, buyers, cumulativeSales }) => [label, people, buyers, cumulativeSales]),
    ).toEqual([
      ['2024-01', 2, [2, 1, 0], [40, 65, 65]],
      ['2024-03', 1, [1], [16]],
    ]);
    expect(lastMonthIncomplete).toBe(false);
  });

  it('say that the running month is not over', () => {
    expect(cohortsOf(occasions, on(2024, 3, 30)).lastMonthIncomplete).toBe(true);
  });

  it('are none of nothing', () => {
    expect(cohortsOf(occasionsOf(transactionsFromLines([])), 100).cohorts).toEqual([]);
  });

  it('keep all in the first month and never more than all later', () => {
    const people = fc.array(fc.array(fc.nat({ max: 400 }), { minLength: 1, maxLength: 5 }), {
      minLength: 1,
      maxLength: 20,
    });
    fc.assert(
      fc.property(people, (lists) => {
        const lines = lists.flatMap((days, who) =>
          days.map((orderedOn) => ({ customer: `c${who}`, orderedOn, amount: 1 })),
        );
        const { cohorts } = cohortsOf(occasionsOf(transactionsFromLines(lines)), 500);
        expect(cohorts.reduce((sum, cohort) => sum + cohort.people, 0)).toBe(lists.length);
        for (const { retention } of cohorts) {
          expect(retention[0]).toBe(1);
          for (const share of retention) expect(share >= 0 && share <= 1).toBe(true);
        }
      }),
    );
  });
});
