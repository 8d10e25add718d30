import { describe, expect, it } from 'vitest';
import { dayNumberOf } from '../statistics/months.ts';
import { transactionsFromLines } from '../transactions/build.ts';
import { occasionsOf } from '../transactions/occasions.ts';
import { revenueByMonth } from './revenue.ts';

const on = dayNumberOf;

describe('new against returning revenue', () => {
  const occasions = occasionsOf(
    transactionsFromLines([
      { customer: 'a', orderedOn: on(2024, 1, 5), amount: 10 },
      { customer: 'a', orderedOn: on(2024, 1, 9), amount: 3 },
      { customer: 'a', orderedOn: on(2024, 3, 9), amount: 4 },
      { customer: 'a', orderedOn: on(2024, 3, 12), amount: -1 },
      { customer: 'b', orderedOn: on(2024, 3, 2), amount: 7 },
    ]),
  );

  it('puts every purchase on one side, every month in a row', () => {
    const rows = revenueByMonth(occasions, on(2024, 3, 31));
    expect(
      rows.map((row) => [row.label, row.newPeople, row.returningPeople, row.newSales, row.returningSales]),
    ).toEqual([
      ['2024-01', 1, 0, 10, 3],
      ['2024-02', 0, 0, 0, 0],
      ['2024-03', 1, 1, 7, 3],
    ]);
    expect(rows.some(({ incomplete }) => incomplete)).toBe(false);
  });

  it('stops at the day asked and marks the month as running', () => {
    const rows = revenueByMonth(occasions, on(2024, 1, 8));
    expect(rows).toMatchObject([{ newSales: 10, returningSales: 0, incomplete: true }]);
  });
});
