import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meanInterval, shareInterval } from './intervals.ts';
import { fitIsotonic, stepValueAt } from './isotonic.ts';
import { civilDayOf, dayLabelOf, dayNumberOf, monthNumberOf, monthStartOf, weekdayOf } from './months.ts';
import { correlationOf, countBelow, meanOf, quantileOf, rankCorrelationOf, ranksOf, sorted, sumOf } from './order.ts';

describe('order statistics', () => {
  it('take quantiles that are values', () => {
    expect([0, 0.2, 0.21, 0.5, 1].map((share) => quantileOf([1, 2, 3, 4, 5], share))).toEqual([1, 1, 2, 3, 5]);
    expect(quantileOf([], 0.5)).toBeNaN();
  });

  it('count what is strictly below', () => {
    expect([0, 2, 2.5, 9].map((value) => countBelow([1, 2, 2, 3], value))).toEqual([0, 1, 3, 4]);
  });

  it('sum without losing cents', () => {
    expect(sumOf([1e16, 1, -1e16])).toBe(1);
    expect(meanOf(Array.from({ length: 1000 }, () => 0.1))).toBe(0.1);
  });

  it('share ranks among equals', () => {
    expect([...ranksOf(Float64Array.of(5, 1, 5, 2))]).toEqual([3.5, 1, 3.5, 2]);
  });

  it('correlate ranks whatever the scale, and refuse unequal columns', () => {
    expect(rankCorrelationOf(Float64Array.of(1, 2, 3), Float64Array.of(1, 10, 100))).toBeCloseTo(1, 12);
    expect(correlationOf(Float64Array.of(1, 1), Float64Array.of(1, 2))).toBe(0);
    expect(() => correlationOf(Float64Array.of(1), Float64Array.of(1, 2))).toThrow(RangeError);
  });
});

describe('isotonic regression', () => {
  it('pools what goes down and equal scores', () => {
    const steps = fitIsotonic(Float64Array.of(1, 2, 3, 3, 4), Float64Array.of(0, 1, 0, 0.5, 1));
    expect(stepValueAt(steps, 1)).toBe(0);
    expect(stepValueAt(steps, 2)).toBeCloseTo(0.5, 12);
    expect(stepValueAt(steps, 3)).toBeCloseTo(0.5, 12);
    expect(stepValueAt(steps, 99)).toBe(1);
    expect(stepValueAt(steps, -99)).toBe(0);
  });

  it('never decreases and keeps the mean', () => {
    const points = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.double({ min: 0, max: 1, noNaN: true })), {
      minLength: 1,
    });
    fc.assert(
      fc.property(points, (list) => {
        const x = Float64Array.from(list, ([score]) => score);
        const y = Float64Array.from(list, ([, outcome]) => outcome);
        const steps = fitIsotonic(x, y);
        const fitted = x.map((score) => stepValueAt(steps, score));
        expect(sumOf(fitted)).toBeCloseTo(sumOf(y), 8);
        expect([...steps.value]).toEqual([...sorted(steps.value)]);
      }),
    );
  });

  it('refuses nothing', () => {
    expect(() => fitIsotonic(new Float64Array(), new Float64Array())).toThrow(RangeError);
  });
});

describe('months', () => {
  it('agree with Temporal on every day of five hundred years', () => {
    for (let day = -100_000; day <= 84_000; day += 37) {
      const date = new Temporal.PlainDate(1970, 1, 1).add({ days: day });
      expect(civilDayOf(day)).toEqual({ year: date.year, month: date.month, day: date.day });
      expect(dayNumberOf(date.year, date.month, date.day)).toBe(day);
      expect(weekdayOf(day)).toBe(date.dayOfWeek - 1);
      expect(dayLabelOf(day)).toBe(date.toString());
      expect(monthStartOf(monthNumberOf(day))).toBe(day - date.day + 1);
    }
  });
});

describe('intervals', () => {
  it('of a share stay within 0 and 1 and agree with Wilson', () => {
    const { low, high } = shareInterval(10, 20);
    expect([low, high].map((value) => value.toFixed(4))).toEqual(['0.2993', '0.7007']);
    expect(shareInterval(0, 0)).toEqual({ low: 0, high: 1 });
    expect(shareInterval(0, 5).low).toBe(0);
  });

  it('of a mean of one case say nothing', () => {
    expect(meanInterval(1, 5, 25).high).toBe(Infinity);
  });
});
