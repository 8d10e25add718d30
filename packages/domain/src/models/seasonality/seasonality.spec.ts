import { describe, expect, it } from 'vitest';
import { dayNumberOf } from '../statistics/months.ts';
import { transactionsFromLines } from '../transactions/build.ts';
import { occasionsOf } from '../transactions/occasions.ts';
import { seasonalityOf } from './seasonality.ts';

const from = dayNumberOf(2024, 1, 1);

describe('seasonality', () => {
  it('shows the weekday that sells twice as much', () => {
    const lines = Array.from({ length: 70 }, (_, day) => ({
      customer: 'a',
      orderedOn: from + day,
      amount: day % 7 === 5 ? 2 : 1,
    }));
    const { weekdays, monthsTrusted } = seasonalityOf(occasionsOf(transactionsFromLines(lines)), from + 69);
    expect(weekdays.map(({ index }) => Number(index.toFixed(3)))).toEqual([
      0.875, 0.875, 0.875, 0.875, 0.875, 1.75, 0.875,
    ]);
    expect(monthsTrusted).toBe(false);
  });

  it('trusts months after two years only, and counts days without sales', () => {
    const lines = [
      { customer: 'a', orderedOn: from, amount: 1 },
      { customer: 'a', orderedOn: from + 800, amount: 1 },
    ];
    const { months, yearsWatched, monthsTrusted } = seasonalityOf(
      occasionsOf(transactionsFromLines(lines)),
      from + 800,
    );
    expect([yearsWatched, monthsTrusted, months[0]?.days, months[5]?.index]).toEqual([2, true, 93, 0]);
  });
});
