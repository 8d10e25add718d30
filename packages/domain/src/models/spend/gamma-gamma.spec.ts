import { describe, expect, it } from 'vitest';
import { simulateSpend } from '../simulation/simulate.ts';
import { gradientError } from '../testing/gradient.ts';
import {
  expectedSpend,
  expectedSpendNewCustomer,
  fitGammaGamma,
  gammaGammaObjective,
  groupSpend,
  scoreExpectedSpend,
} from './gamma-gamma.ts';
import type { SpendHistories } from './spend-history.ts';

const truth = { p: 6.25, q: 3.74, gamma: 15.44 };
const population = simulateSpend(truth, { customers: 4000, purchasesMax: 8, seed: 5 });

function spend(...rows: readonly (readonly [number, number])[]): SpendHistories {
  return {
    purchases: Float64Array.from(rows, ([count]) => count),
    averageSpend: Float64Array.from(rows, ([, average]) => average),
  };
}

describe('Gamma-Gamma', () => {
  const model = fitGammaGamma(population);

  it('has a gradient that agrees with differences', () => {
    const objective = gammaGammaObjective(groupSpend(population));
    for (const point of [
      [0, 0, 0],
      [2, 1, -1],
      [-1, 3, 3],
    ]) {
      expect(gradientError(objective, point)).toBeLessThan(1e-7);
    }
  });

  it('recovers the parameters of a simulated population', () => {
    expect(model.convergence.converged).toBe(true);
    for (const name of ['p', 'q', 'gamma'] as const) {
      const error = model.standardErrors[name] ?? Number.NaN;
      expect(Math.abs(model.parameters[name] - truth[name]) / error).toBeLessThan(3.5);
    }
  });

  it('expects something between the population and her own average, nearer to it with evidence', () => {
    const mean = expectedSpendNewCustomer(model);
    expect(mean).toBeCloseTo((model.parameters.p * model.parameters.gamma) / (model.parameters.q - 1), 10);
    const once = expectedSpend(model, { purchases: 1, averageSpend: 100 });
    const often = expectedSpend(model, { purchases: 20, averageSpend: 100 });
    expect(once).toBeGreaterThan(mean);
    expect(often).toBeGreaterThan(once);
    expect(often).toBeLessThan(100);
    expect(expectedSpend(model, { purchases: 0, averageSpend: Number.NaN })).toBe(mean);
  });

  it('in cents has γ a hundred times as large and is otherwise the same', () => {
    const inCents = fitGammaGamma({
      ...population,
      averageSpend: population.averageSpend.map((amount) => amount * 100),
    });
    expect(inCents.parameters.p).toBeCloseTo(model.parameters.p, 5);
    expect(inCents.parameters.gamma / model.parameters.gamma).toBeCloseTo(100, 4);
    expect(inCents.logLikelihood).toBeCloseTo(model.logLikelihood - 4000 * Math.log(100), 5);
  });

  it('agrees on weighted rows and the customers they stand for', () => {
    const { purchases, averageSpend } = population;
    const twice = (column: Float64Array): Float64Array => Float64Array.of(...column, ...column);
    const weight = new Float64Array(purchases.length).fill(2);
    const weighted = fitGammaGamma({ purchases, averageSpend, weight });
    const exploded = fitGammaGamma({ purchases: twice(purchases), averageSpend: twice(averageSpend) });
    expect(exploded.customers).toBe(weighted.customers);
    expect(exploded.logLikelihood).toBeCloseTo(weighted.logLikelihood, 7);
    expect(exploded.parameters.p).toBeCloseTo(weighted.parameters.p, 9);
    expect(exploded.standardErrors.q).toBeCloseTo(weighted.standardErrors.q ?? 0, 7);
  });

  it('leaves out who bought nothing or for nothing, as if they were not there', () => {
    const rows = [
      [1, 10],
      [2, 30],
      [5, 20],
      [3, 12],
    ] as const;
    expect(fitGammaGamma(spend([0, 0], ...rows, [4, 0]))).toEqual(fitGammaGamma(spend(...rows)));
  });

  it.each([
    ['identical amounts', spend([2, 10], [3, 10], [5, 10])],
    ['a single customer', spend([2, 10])],
    ['wildly different amounts', spend([1, 1e-3], [1, 1e6], [2, 1], [3, 50])],
  ])('is finite and honest for %s', (_name, rows) => {
    const fitted = fitGammaGamma(rows);
    for (const value of Object.values(fitted.parameters)) expect(Number.isFinite(value)).toBe(true);
    for (const score of scoreExpectedSpend(fitted, rows)) expect(Number.isFinite(score)).toBe(true);
    expect(fitted.convergence.converged).toBe(false);
  });

  it.each([
    ['nothing', spend()],
    ['only free purchases', spend([2, 0])],
    ['a negative amount', spend([2, -1])],
    ['NaN', spend([2, Number.NaN])],
    ['negative counts', spend([-2, 10])],
    ['columns of different length', { ...spend([2, 10]), averageSpend: new Float64Array(0) }],
    ['a negative weight', { ...spend([2, 10]), weight: Float64Array.of(-1) }],
  ])('refuses %s', (_name, rows) => {
    expect(() => fitGammaGamma(rows)).toThrow(RangeError);
  });
});
