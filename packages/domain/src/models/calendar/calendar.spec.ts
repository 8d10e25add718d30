import { describe, expect, it } from 'vitest';
import { dayLabelOf, dayNumberOf, weekdayOf } from '../statistics/months.ts';
import { transactionsFromLines } from '../transactions/build.ts';
import { occasionsOf } from '../transactions/occasions.ts';
import { blackFridayOn, easterOn, midAutumnOn, shoppingYearEffects, springFestivalOn } from './holidays.ts';
import { learnCalendar } from './learn.ts';
import { operationalSpan, operationalTimeOf, plainTime, timedHistoriesOf } from './operational-time.ts';

const labels = (years: readonly number[], on: (year: number) => number): readonly string[] =>
  years.map((year) => dayLabelOf(on(year)));

/** `perDay(day)` customers, each buying once. */
function sold(from: number, days: number, perDay: (day: number) => number) {
  const lines = Array.from({ length: days }, (_, index) =>
    Array.from({ length: perDay(from + index) }, (_unused, who) => ({
      customer: `d${index}-${who}`,
      orderedOn: from + index,
      amount: 1,
    })),
  );
  return occasionsOf(transactionsFromLines(lines.flat()));
}

describe('holidays', () => {
  it('fall on the days the calendars print', () => {
    expect(labels([2011, 2020, 2024, 2025, 2026], springFestivalOn)).toEqual([
      '2011-02-03',
      '2020-01-25',
      '2024-02-10',
      '2025-01-29',
      '2026-02-17',
    ]);
    expect(labels([2023, 2024, 2025], midAutumnOn)).toEqual(['2023-09-29', '2024-09-17', '2025-10-06']);
    expect(labels([2011, 2023, 2024, 2025], blackFridayOn)).toEqual([
      '2011-11-25',
      '2023-11-24',
      '2024-11-29',
      '2025-11-28',
    ]);
    expect(labels([2000, 2011, 2024, 2025, 2038], easterOn)).toEqual([
      '2000-04-23',
      '2011-04-24',
      '2024-03-31',
      '2025-04-20',
      '2038-04-25',
    ]);
  });

  it('have shapes between 0 and 1 that are there every year', () => {
    for (const effect of [...shoppingYearEffects('china'), ...shoppingYearEffects('united-states')]) {
      for (const year of [1999, 2012, 2026]) {
        const shape = Array.from({ length: 365 }, (_, index) => effect.shape(dayNumberOf(year, 1, 1) + index));
        expect(Math.max(...shape)).toBe(1);
        expect(Math.min(...shape)).toBe(0);
      }
    }
  });

  it('are none where none are wanted', () => {
    expect(shoppingYearEffects('none')).toEqual([]);
  });
});

describe('the learned calendar', () => {
  const from = dayNumberOf(2020, 1, 1);

  it('finds weekdays, and says that a season cannot be told in ten months', () => {
    const calendar = learnCalendar(
      sold(from, 300, (day) => (weekdayOf(day) === 5 ? 20 : 10)),
      { shoppingYear: 'none', from, to: from + 299 },
    );
    const factors = calendar.weekdays.map(({ factor }) => factor);
    expect((factors[5] ?? 0) / (factors[0] ?? 1)).toBeCloseTo(2, 1);
    expect([calendar.caution, calendar.season]).toEqual(['under-two-years', null]);
  });

  it('learns a Christmas that it has seen three times, and keeps growth apart', () => {
    const season = shoppingYearEffects('europe')[0];
    const rate = (day: number): number =>
      Math.round(30 * Math.exp(0.2 * ((day - from) / 365) + 0.8 * (season?.shape(day) ?? 0)));
    const calendar = learnCalendar(sold(from, 1096, rate), { shoppingYear: 'europe', from, to: from + 1095 });
    const christmas = calendar.effects[0];
    expect(christmas).toMatchObject({ code: 'christmas-season', timesSeen: 3, basis: 'learned' });
    expect(Math.abs(Math.log(christmas?.factor ?? 1) - 0.8)).toBeLessThan(0.1);
    expect(calendar.growthPerYear).toBeCloseTo(Math.exp(0.2), 1);
    expect(calendar.caution).toBe('none');
  });

  it('falls back on the prior for what it has not seen, and says so', () => {
    const calendar = learnCalendar(
      sold(from, 180, () => 9),
      { shoppingYear: 'china', from, to: from + 179 },
    );
    expect(calendar.effects.find(({ code }) => code === 'double-eleven')).toMatchObject({
      timesSeen: 0,
      basis: 'prior',
    });
    expect(calendar.effects.find(({ code }) => code === 'double-eleven')?.factor).toBeCloseTo(Math.exp(0.7), 6);
    expect(calendar.effects.find(({ code }) => code === 'spring-festival')?.factor).toBeGreaterThan(0.75);
  });

  it('tempers what it has not seen for a brand that people buy from every week', () => {
    const weekly = Array.from({ length: 30 }, (_, who) =>
      Array.from({ length: 20 }, (_unused, week) => ({ customer: `c${who}`, orderedOn: from + week * 7, amount: 1 })),
    );
    const occasions = occasionsOf(transactionsFromLines(weekly.flat()));
    const calendar = learnCalendar(occasions, { shoppingYear: 'china', from, to: from + 139 });
    expect(calendar.pace).toBe('everyday');
    expect(calendar.effects.find(({ code }) => code === 'double-eleven')?.factor).toBeCloseTo(Math.exp(0.175), 6);
  });

  it('looks at nothing after its last day', () => {
    const days = { shoppingYear: 'united-kingdom', from, to: from + 99 } as const;
    const short = learnCalendar(
      sold(from, 100, () => 5),
      days,
    );
    expect(
      learnCalendar(
        sold(from, 200, (day) => (day < from + 100 ? 5 : 50)),
        days,
      ),
    ).toEqual(short);
  });

  it('survives no purchase at all and refuses no day', () => {
    const empty = occasionsOf(transactionsFromLines([]));
    expect(learnCalendar(empty, { shoppingYear: 'europe', from, to: from }).caution).toBe('under-eight-weeks');
    expect(() => learnCalendar(empty, { shoppingYear: 'europe', from, to: from - 1 })).toThrow(RangeError);
  });
});

describe('operational time', () => {
  const from = dayNumberOf(2021, 1, 4);
  const occasions = sold(from, 140, (day) => (weekdayOf(day) === 6 ? 0 : 6));
  const calendar = learnCalendar(occasions, { shoppingYear: 'none', from, to: from + 139 });

  it('keeps the length of the learned window and stands nearly still on closed days', () => {
    const time = operationalTimeOf(calendar, from + 200);
    expect(operationalSpan(time, from - 1, from + 139)).toBeCloseTo(140, 0);
    expect(time.weight[6]).toBeLessThan(0.1);
    expect(time.weight.every((weight) => weight > 0)).toBe(true);
  });

  it('adds up over adjoining spans', () => {
    const time = operationalTimeOf(calendar, from + 200);
    expect(operationalSpan(time, from, from + 9) + operationalSpan(time, from + 9, from + 77)).toBeCloseTo(
      operationalSpan(time, from, from + 77),
      9,
    );
  });

  it('refuses days outside it', () => {
    const time = plainTime(from, from + 9);
    expect(() => operationalSpan(time, from, from + 10)).toThrow(RangeError);
    expect(() => operationalSpan(time, from + 5, from + 4)).toThrow(RangeError);
    expect(() => operationalTimeOf(calendar, from - 1)).toThrow(RangeError);
  });

  it('gives the ordinary histories on the plain clock', () => {
    const some = occasionsOf(
      transactionsFromLines([3, 9, 14].map((day) => ({ customer: 'a', orderedOn: from + day, amount: 1 }))),
    );
    const { frequency, recency, age } = timedHistoriesOf(some, plainTime(from, from + 60), from + 50);
    expect([frequency[0], recency[0], age[0]]).toEqual([2, 11, 47]);
    expect(timedHistoriesOf(some, plainTime(from, from + 60), from + 2).frequency).toHaveLength(0);
    expect(() => timedHistoriesOf(some, plainTime(from + 4, from + 60), from + 50)).toThrow(RangeError);
  });
});
