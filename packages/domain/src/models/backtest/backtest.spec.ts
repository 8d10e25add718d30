import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { transactionsFromLines } from '../transactions/build.ts';
import type { TransactionLine } from '../transactions/build.ts';
import { occasionsOf } from '../transactions/occasions.ts';
import { backtest } from './backtest.ts';
import { choiceOf, forecastBy, isEligible } from './forecasters.ts';
import { measureForecast } from './measures.ts';

function brand(until: number): TransactionLine[] {
  const lines: TransactionLine[] = [];
  for (let who = 0; who < 150; who++) {
    const gap = 8 + ((who * 13) % 50);
    for (let day = who % 50; day < (who % 4 === 0 ? until / 2 : until); day += gap + ((who * day) % 3)) {
      lines.push({ customer: `c${String(who).padStart(3, '0')}`, orderedOn: day, amount: 10 + (who % 9) });
    }
  }
  return lines;
}

describe('measures', () => {
  it('agree with a case worked by hand', () => {
    const measures = measureForecast(Float64Array.of(1, 2, 3), Float64Array.of(2, 2, 4));
    expect(measures.bias).toBeCloseTo(6 / 8 - 1, 12);
    expect(measures.mae).toBeCloseTo(2 / 3, 12);
    expect(measures.rmse).toBeCloseTo(Math.sqrt(2 / 3), 12);
    expect(measures.topDecileShare).toBeCloseTo(0.5, 12);
    expect(measures.deviance).toBeCloseTo((2 / 3) * (2 * Math.log(2) - 1 + 4 * Math.log(4 / 3) - 1), 12);
  });

  it('are perfect for a perfect forecast and never reward saying zero', () => {
    const actual = Float64Array.of(0, 0, 0, 0, 0, 0, 3, 1, 0, 5);
    const perfect = measureForecast(actual, actual);
    expect([perfect.bias, perfect.mae, perfect.rankCorrelation]).toEqual([0, 0, 1]);
    const zero = measureForecast(new Float64Array(10), actual);
    const average = measureForecast(new Float64Array(10).fill(0.9), actual);
    expect(zero.mae).toBeLessThan(average.mae);
    expect(zero.deviance).toBeGreaterThan(average.deviance);
    expect(zero.bias).toBe(-1);
  });

  it('do not depend on the order of rows, and capture at most the best', () => {
    const rows = fc.array(fc.tuple(fc.nat({ max: 5 }), fc.nat({ max: 5 })), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(rows, (list) => {
        const columns = (order: readonly (readonly [number, number])[]) =>
          measureForecast(
            Float64Array.from(order, ([forecast]) => forecast),
            Float64Array.from(order, ([, actual]) => actual),
          );
        const measures = columns(list);
        const reversed = columns([...list].reverse());
        expect(reversed.topDecileShare).toEqual(measures.topDecileShare);
        expect(reversed.rankCorrelation).toBeCloseTo(measures.rankCorrelation, 12);
        if (measures.actualTotal > 0)
          expect(measures.topDecileShare).toBeLessThanOrEqual(measures.topDecileShareBest + 1e-12);
        expect(measures.calibration.reduce((sum, tenth) => sum + tenth.people, 0)).toBe(list.length);
      }),
    );
  });

  it('refuse unequal columns', () => {
    expect(() => measureForecast(new Float64Array(1), new Float64Array(2))).toThrow(RangeError);
  });
});

describe('forecasters', () => {
  const known = occasionsOf(
    transactionsFromLines([
      { customer: 'a', orderedOn: 0, amount: 10 },
      { customer: 'a', orderedOn: 50, amount: 20 },
      { customer: 'b', orderedOn: 90, amount: 7 },
    ]),
  );
  const question = { known, asOf: 100, horizonDays: 20, shoppingYear: 'none' } as const;

  it('without a model are what they say', () => {
    expect(forecastBy('rate-so-far', question)).toMatchObject({
      purchases: Float64Array.of(0.2, 0),
      sales: Float64Array.of(3, 0),
    });
    expect(forecastBy('last-stretch', question)).toMatchObject({
      purchases: Float64Array.of(0, 1),
      sales: Float64Array.of(0, 7),
    });
    // One repeat purchase in 100 + 10 days; three purchases of 37 together.
    expect(forecastBy('mean-rate', question)?.purchases).toEqual(Float64Array.of(20 / 110, 20 / 110));
    expect(forecastBy('mean-rate', question)?.sales[0]).toBeCloseTo(((20 / 110) * 37) / 3, 12);
    expect(forecastBy('last-year', question)).toBeNull();
    expect(forecastBy('last-year', { ...question, asOf: 410 })).toMatchObject({ purchases: Float64Array.of(1, 0) });
  });

  it('have names that say what they are', () => {
    const levels = { purchases: 0, spend: 0 };
    expect(choiceOf('mbg-nbd/calendar')).toEqual({
      purchase: 'mbg-nbd',
      clock: 'calendar',
      spend: 'gamma-gamma',
      levels,
    });
    expect(choiceOf('bg-nbd/published')).toEqual({
      purchase: 'bg-nbd',
      clock: 'plain',
      spend: 'gamma-gamma-repeat',
      levels,
    });
    expect([isEligible('bg-nbd/plain'), isEligible('bg-nbd/published'), isEligible('last-year')]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('the back-test', () => {
  const options = {
    calibrationEnd: 400,
    horizonDays: 80,
    shoppingYear: 'none',
    forecasters: ['bg-nbd/calendar', 'bg-nbd/plain', 'bg-nbd/published', 'rate-so-far', 'last-year'],
  } as const;
  const result = backtest(transactionsFromLines(brand(480)), options);

  it('measures every forecaster on customers known before, beside naive rivals', () => {
    expect(result.results.map(({ name }) => name)).toEqual(options.forecasters);
    expect(result).toMatchObject({ people: 150, calibrationEnd: 400, holdoutEnd: 479 });
    for (const { name, purchases } of result.results) {
      if (name.startsWith('bg')) expect(Math.abs(purchases?.bias ?? 1)).toBeLessThan(0.15);
    }
    const deviance = (wanted: string): number =>
      result.results.find(({ name }) => name === wanted)?.purchases?.deviance ?? Number.NaN;
    expect(deviance('bg-nbd/plain')).toBeLessThan(deviance('rate-so-far'));
  });

  it('chooses on stretches before, not on the one it reports', () => {
    expect(result.chosenBy).toBe('inner-folds');
    expect(result.choosing.folds).toEqual([
      { asOf: 320, until: 400, isSameSeason: false },
      { asOf: 240, until: 320, isSameSeason: false },
      { asOf: 160, until: 240, isSameSeason: false },
    ]);
    const changed = brand(480).map((line) => (line.orderedOn > 400 ? { ...line, orderedOn: 401 } : line));
    expect(backtest(transactionsFromLines(changed), options).choosing).toEqual(result.choosing);
  });

  it('always has plain BG/NBD as published beside it', () => {
    const { results } = backtest(transactionsFromLines(brand(480)), { ...options, forecasters: ['bg-nbd/plain'] });
    expect(results.map(({ name }) => name)).toEqual(['bg-nbd/plain', 'bg-nbd/published']);
  });

  it('cannot see the hold-out: another future changes no forecast', () => {
    const cut = [
      ...brand(480).filter((line) => line.orderedOn <= 400),
      { customer: 'c001', orderedOn: 480, amount: 1 },
      { customer: 'c001', orderedOn: 480, amount: -10, returnOf: 390 },
    ];
    const other = backtest(transactionsFromLines(cut), { ...options, horizonDays: 79 });
    const again = backtest(transactionsFromLines(brand(480)), { ...options, horizonDays: 79 });
    expect(other.results.map(({ sales }) => sales?.forecastTotal)).toEqual(
      again.results.map(({ sales }) => sales?.forecastTotal),
    );
  });

  it('says when the history is too short to choose within', () => {
    const lines = transactionsFromLines(brand(200));
    expect(backtest(lines, { ...options, calibrationEnd: 60, horizonDays: 70 })).toMatchObject({
      chosenBy: 'evidence',
      choosing: { folds: [] },
    });
    const single = transactionsFromLines([
      { customer: 'a', orderedOn: 0, amount: 1 },
      { customer: 'b', orderedOn: 9, amount: 1 },
    ]);
    expect(backtest(single, { ...options, calibrationEnd: 5, horizonDays: 5 })).toMatchObject({
      chosenBy: 'evidence',
      silence: null,
      betterRivals: [],
    });
  });

  it('refuses a hold-out of nothing', () => {
    const lines = transactionsFromLines(brand(100));
    expect(() => backtest(lines, { ...options, calibrationEnd: 99 })).toThrow(RangeError);
    expect(() => backtest(lines, { ...options, calibrationEnd: 50, horizonDays: 0 })).toThrow(RangeError);
    expect(() => backtest(lines, { ...options, calibrationEnd: -3 })).toThrow(RangeError);
  });
});
