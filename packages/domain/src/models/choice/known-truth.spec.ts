import { describe, expect, it } from 'vitest';
import { backtest } from '../backtest/backtest.ts';
import type { Backtest } from '../backtest/backtest.ts';
import { dayNumberOf } from '../statistics/months.ts';
import { simulateBrand } from '../testing/simulated-brand.ts';
import type { SimulatedBrand } from '../testing/simulated-brand.ts';

/** Brands of known truth, each forecast for half a year and a quarter from several days: whatever is chosen must not be worse than plain BG/NBD by more than noise. */

const FIRST_ON = dayNumberOf(2021, 1, 4);
const usual: Omit<SimulatedBrand, 'seed'> = {
  customers: 1500,
  firstOn: FIRST_ON,
  days: 730,
  paceOn: () => 1,
  paceMax: 1,
  amountOf: ({ own, chance }) => 20 + 60 * own * (0.5 + chance),
};
const yearShare = (day: number): number => (((day - dayNumberOf(2021, 1, 1)) % 365) + 365) % 365;
/** From mid-October to Christmas twice the usual. */
const december = (day: number): number => (yearShare(day) >= 285 && yearShare(day) < 358 ? 2.2 : 1);

const brands: Readonly<Record<string, Omit<SimulatedBrand, 'seed'>>> = {
  stationary: usual,
  'drifting out of season: half the rate in the first half of each year': {
    ...usual,
    paceOn: (day) => (yearShare(day) < 182 ? 0.6 : 1.2),
    paceMax: 1.2,
  },
  'growing: rates double in two years, orders too': {
    ...usual,
    paceOn: (day) => 2 ** ((day - FIRST_ON) / 730),
    paceMax: 2,
    amountOf: (purchase) => usual.amountOf(purchase) * 2 ** ((purchase.day - FIRST_ON) / 730),
  },
  'with a strong December': { ...usual, paceOn: december, paceMax: 2.2 },
  'of two-point spenders': {
    ...usual,
    amountOf: ({ customer, chance }) => (customer % 5 === 0 ? 30 : 70) + 2 * chance - 1,
  },
};

const ends = [
  { calibrationEnd: FIRST_ON + 520, horizonDays: 182 },
  { calibrationEnd: FIRST_ON + 639, horizonDays: 90 },
] as const;

function measuresOf(test: Backtest, name: string) {
  const result = test.results.find((one) => one.name === name);
  if (!result?.purchases || !result.sales) throw new Error(`${name} was not measured`);
  return { purchases: result.purchases, sales: result.sales };
}

describe.each(Object.entries(brands))('a brand %s', (title, brand) => {
  const transactions = simulateBrand({ ...brand, seed: 1 });

  it.each(ends)('is forecast no worse than by plain BG/NBD from $calibrationEnd', (end) => {
    const test = backtest(transactions, { ...end, shoppingYear: 'united-states' });
    const chosen = measuresOf(test, test.chosen);
    const plain = measuresOf(test, 'bg-nbd/published');
    expect(chosen.purchases.rmse).toBeLessThanOrEqual(plain.purchases.rmse * 1.01);
    expect(chosen.purchases.deviance).toBeLessThanOrEqual(plain.purchases.deviance * 1.0201);
    expect(chosen.sales.rmse).toBeLessThanOrEqual(plain.sales.rmse * 1.01);
    expect(Math.abs(chosen.sales.bias)).toBeLessThanOrEqual(Math.abs(plain.sales.bias) + 0.05);
    // Where a season comes that was never seen, what people bring is beyond what anything seen could tell.
    if (title === 'stationary' || title === 'of two-point spenders') {
      expect(test.interval?.coverage).toBeGreaterThan(0.75);
      expect(test.interval?.coverage).toBeLessThan(0.85);
      expect(test.silence?.tenthsOff).toBeLessThan(2);
    }
    expect(test.silence?.reliability.areaUnderCurve).toBeGreaterThanOrEqual(
      (test.silence?.areaUnderCurveOfForecast ?? 1) - 1e-9,
    );
  });
});

describe('what inner folds choose, without a look at what comes after', () => {
  const chosenOf = (title: string, seed: number) =>
    backtest(simulateBrand({ ...usual, ...brands[title], seed }), {
      calibrationEnd: FIRST_ON + 520,
      horizonDays: 182,
      shoppingYear: 'united-states',
    }).choosing;

  it('is no level where nothing drifts, nor one carried from one season into another', () => {
    for (const seed of [1, 2]) {
      expect(chosenOf('stationary', seed).choice.levels.purchases).toBe(0);
      expect(
        chosenOf('drifting out of season: half the rate in the first half of each year', seed).choice.levels.purchases,
      ).toBe(0);
    }
  });

  it('is a calendar where a December was seen, and plain days where every day is like another', () => {
    expect(chosenOf('with a strong December', 4).choice.clock).toBe('calendar');
    expect(chosenOf('stationary', 4).choice.clock).toBe('plain');
  });

  it('is not Gamma-Gamma where people always spend alike', () => {
    expect(chosenOf('of two-point spenders', 5).choice.spend).toBe('credibility');
  });
});
