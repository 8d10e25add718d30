import { describe, expect, it } from 'vitest';
import { simulateDiscrete } from '../simulation/simulate.ts';
import { gradientError } from '../testing/gradient.ts';
import { donations } from '../truth/donations.ts';
import { bgBbObjective } from './bg-bb-likelihood.ts';
import {
  discreteDiscountedExpectedTransactions,
  discreteExpectedTransactions,
  discreteExpectedTransactionsNewCustomer,
  discreteProbabilityAlive,
  discreteProbabilityOfCount,
  fitBgBb,
  groupDiscrete,
} from './bg-bb.ts';
import type { DiscreteHistories } from './discrete-history.ts';

function histories(...rows: readonly (readonly [number, number, number])[]): DiscreteHistories {
  return {
    frequency: Float64Array.from(rows, ([x]) => x),
    recency: Float64Array.from(rows, ([, last]) => last),
    opportunities: Float64Array.from(rows, ([, , n]) => n),
  };
}

function past(frequency: number, recency: number, opportunities = 6) {
  return { frequency, recency, opportunities };
}

describe('BG/BB', () => {
  const model = fitBgBb(donations);

  it('has a gradient that agrees with differences', () => {
    const mixed = histories([0, 0, 6], [3, 4, 6], [1, 1, 12], [12, 12, 12], [2, 9, 10]);
    const objective = bgBbObjective(groupDiscrete(mixed));
    for (const point of [
      [0, 0, 0, 0],
      [1, -1, -2, 2],
      [-3, 3, 1, -1],
    ]) {
      expect(gradientError(objective, point)).toBeLessThan(1e-7);
    }
  });

  it('recovers the parameters of a simulated population', () => {
    const truth = { alpha: 1.2, beta: 0.75, gamma: 0.66, delta: 2.78 };
    const fitted = fitBgBb(simulateDiscrete(truth, { customers: 8000, opportunities: 10, seed: 9 }));
    expect(fitted.convergence.converged).toBe(true);
    for (const name of ['alpha', 'beta', 'gamma', 'delta'] as const) {
      const error = fitted.standardErrors[name] ?? Number.NaN;
      expect(Math.abs(fitted.parameters[name] - truth[name]) / error).toBeLessThan(3.5);
    }
  });

  it.each([past(0, 0), past(1, 1), past(4, 5), past(6, 6)])(
    'counts have chances that sum to 1 and to the expectation (%o)',
    (history) => {
      let sum = 0;
      let mean = 0;
      for (let count = 0; count <= 10; count += 1) {
        const chance = discreteProbabilityOfCount(model, history, { count, horizon: 10 });
        expect(chance).toBeGreaterThanOrEqual(0);
        expect(chance).toBeLessThanOrEqual(1);
        sum += chance;
        mean += count * chance;
      }
      expect(sum).toBeCloseTo(1, 12);
      expect(mean).toBeCloseTo(discreteExpectedTransactions(model, history, 10), 12);
      expect(discreteProbabilityOfCount(model, history, { count: 11, horizon: 10 })).toBe(0);
    },
  );

  it('holds whoever gave last at the end to be likelier alive', () => {
    const chances = [2, 3, 4, 5, 6].map((recency) => discreteProbabilityAlive(model, past(2, recency)));
    expect([...chances].sort((a, b) => a - b)).toEqual(chances);
  });

  it('discounts nothing away when the rate is tiny, and more when it is larger', () => {
    const history = past(4, 6);
    const at = (ratePerOpportunity: number): number =>
      discreteDiscountedExpectedTransactions(model, history, { ratePerOpportunity });
    expect(at(0.1)).toBeGreaterThan(at(0.2));
    const direct = Array.from({ length: 400 }, (_, i) => {
      const gain =
        discreteExpectedTransactions(model, history, i + 1) - discreteExpectedTransactions(model, history, i);
      return gain / 1.1 ** (i + 1);
    });
    expect(at(0.1)).toBeCloseTo(
      direct.reduce((a, b) => a + b),
      9,
    );
  });

  it('expects of a new customer what it expects of one who has met nothing', () => {
    expect(discreteExpectedTransactionsNewCustomer(model, 10)).toBeCloseTo(
      discreteExpectedTransactions(model, past(0, 0, 0), 10),
      13,
    );
  });

  it.each([
    ['nobody ever came back', histories([0, 0, 6], [0, 0, 5])],
    ['everybody always came', histories([6, 6, 6], [5, 5, 5])],
    ['a single customer', histories([3, 5, 6])],
    ['nobody met an opportunity', histories([0, 0, 0])],
  ])('is finite and honest when %s', (_name, rows) => {
    const fitted = fitBgBb(rows);
    for (const value of Object.values(fitted.parameters)) expect(Number.isFinite(value)).toBe(true);
    expect(Number.isFinite(fitted.logLikelihood)).toBe(true);
    expect(fitted.convergence.converged).toBe(false);
  });

  it('stays finite over a thousand opportunities', () => {
    const fitted = fitBgBb(histories([900, 999, 1000], [0, 0, 1000], [3, 40, 1000]));
    expect(Number.isFinite(fitted.logLikelihood)).toBe(true);
    const expected = discreteExpectedTransactions(fitted, past(900, 999, 1000), 50);
    expect(expected > 0 && expected < 50).toBe(true);
  });

  it.each([
    ['nothing', histories()],
    ['more purchases than recency allows', histories([4, 3, 6])],
    ['recency after the end', histories([1, 7, 6])],
    ['recency without a purchase', histories([0, 2, 6])],
    ['half a purchase', histories([0.5, 2, 6])],
    ['NaN', histories([1, Number.NaN, 6])],
  ])('refuses %s', (_name, rows) => {
    expect(() => fitBgBb(rows)).toThrow(RangeError);
  });

  it('refuses impossible questions', () => {
    expect(() => discreteExpectedTransactions(model, past(4, 3), 1)).toThrow(RangeError);
    expect(() => discreteExpectedTransactions(model, past(1, 1), -1)).toThrow(RangeError);
    expect(() => discreteProbabilityOfCount(model, past(1, 1), { count: 0.5, horizon: 2 })).toThrow(RangeError);
    expect(() => discreteDiscountedExpectedTransactions(model, past(1, 1), { ratePerOpportunity: 0 })).toThrow(
      RangeError,
    );
  });
});
