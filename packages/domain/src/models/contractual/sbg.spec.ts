import { describe, expect, it } from 'vitest';
import { simulateRetention } from '../simulation/simulate.ts';
import { gradientError } from '../testing/gradient.ts';
import { discountedExpectedRenewals, fitSbg, retainedShare, retentionRate, sbgObjective, tally } from './sbg.ts';

const highEnd = [1000, 869, 743, 653, 593, 551, 517, 491];

describe('sBG', () => {
  const model = fitSbg([highEnd]);

  it('has a gradient that agrees with differences', () => {
    const objective = sbgObjective(tally([highEnd, [500, 200]]));
    for (const point of [
      [0, 0],
      [2, -3],
      [-4, 5],
    ]) {
      expect(gradientError(objective, point)).toBeLessThan(1e-7);
    }
  });

  it('recovers the parameters of a simulated cohort', () => {
    const truth = { alpha: 0.668, beta: 3.806 };
    const cohort = simulateRetention(truth, { members: 20_000, renewals: 12, seed: 4 });
    const fitted = fitSbg([cohort]);
    expect(fitted.convergence.converged).toBe(true);
    for (const name of ['alpha', 'beta'] as const) {
      const error = fitted.standardErrors[name] ?? Number.NaN;
      expect(Math.abs(fitted.parameters[name] - truth[name]) / error).toBeLessThan(3.5);
    }
  });

  it('retention rises with tenure although nobody changes', () => {
    const rates = [1, 2, 5, 10, 50].map((renewal) => retentionRate(model, renewal));
    expect([...rates].sort((a, b) => a - b)).toEqual(rates);
  });

  it('shares are the product of the rates, from 1 down', () => {
    expect(retainedShare(model, 0)).toBe(1);
    let product = 1;
    for (let renewal = 1; renewal <= 12; renewal += 1) {
      product *= retentionRate(model, renewal);
      expect(retainedShare(model, renewal)).toBeCloseTo(product, 13);
    }
  });

  it('predicts the five years that the estimate has not seen within two points', () => {
    // Years 8 to 12 of the same paper's high-end customers.
    [0.468, 0.445, 0.427, 0.409, 0.394].forEach((share, i) => {
      expect(Math.abs(retainedShare(model, 8 + i) - share)).toBeLessThan(0.02);
    });
  });

  it('discounts the renewals to come', () => {
    const at = (ratePerPeriod: number): number => discountedExpectedRenewals(model, { renewals: 2, ratePerPeriod });
    const direct = Array.from(
      { length: 500 },
      (_, i) => retainedShare(model, 3 + i) / retainedShare(model, 2) / 1.1 ** (i + 1),
    );
    expect(at(0.1)).toBeCloseTo(
      direct.reduce((a, b) => a + b),
      10,
    );
    expect(at(0.1)).toBeGreaterThan(at(0.2));
  });

  it('takes cohorts of different age together, and the same cohort twice as one of double size', () => {
    const double = fitSbg([highEnd.map((members) => 2 * members)]);
    const twice = fitSbg([highEnd, highEnd]);
    expect(twice.parameters.alpha).toBeCloseTo(double.parameters.alpha, 9);
    expect(twice.customers).toBe(2000);
    expect(fitSbg([highEnd, [1000, 860]]).convergence.converged).toBe(true);
  });

  it.each([
    ['nobody leaves', [[100, 100, 100]]],
    ['everybody leaves at once', [[100, 0, 0]]],
    ['a single renewal was seen', [[100, 60]]],
  ])('is finite and honest when %s', (_name, cohorts) => {
    const fitted = fitSbg(cohorts);
    for (const value of Object.values(fitted.parameters)) expect(Number.isFinite(value)).toBe(true);
    expect(fitted.convergence.converged).toBe(false);
  });

  it.each([
    ['no cohorts', []],
    ['no renewal', [[100]]],
    ['an empty cohort', [[0, 0]]],
    ['a growing cohort', [[100, 110]]],
    ['NaN', [[100, Number.NaN]]],
    ['negative members', [[100, -5]]],
  ])('refuses %s', (_name, cohorts) => {
    expect(() => fitSbg(cohorts)).toThrow(RangeError);
  });

  it('refuses impossible questions', () => {
    expect(() => retainedShare(model, -1)).toThrow(RangeError);
    expect(() => retentionRate(model, 0)).toThrow(RangeError);
    expect(() => discountedExpectedRenewals(model, { renewals: 0, ratePerPeriod: 0 })).toThrow(RangeError);
  });
});
