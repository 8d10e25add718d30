import { describe, expect, it } from 'vitest';
import { createRandom, nextUniform } from '../simulation/random.ts';
import { fitCredibility } from './credibility.ts';
import { fitSpend, scoreSpend, spendVariation } from './spend.ts';
import type { SpendEvidence } from './spend-history.ts';

function evidence(customers: readonly (readonly number[])[]): SpendEvidence {
  const sum = (amounts: readonly number[]): number => amounts.reduce((total, one) => total + one, 0);
  return {
    purchases: Float64Array.from(customers, (amounts) => amounts.length),
    averageSpend: Float64Array.from(customers, (amounts) => (amounts.length > 0 ? sum(amounts) / amounts.length : 0)),
    squares: Float64Array.from(customers, (amounts) => sum(amounts.map((one) => one * one))),
  };
}

/** People who always spend about 30 or about 70, the latter four times as many. */
function twoPoints(seed: number): readonly (readonly number[])[] {
  const random = createRandom(seed);
  return Array.from({ length: 300 }, (_, who) =>
    Array.from({ length: 8 }, () => (who % 5 === 0 ? 30 : 70) + 2 * nextUniform(random) - 1),
  );
}

describe('credibility', () => {
  it('agrees with a case worked by hand', () => {
    // Means 20 and 40, within (2·100 + 2·100)/2 = 200, between (2·(4·100) − 200)/(4 − 2) = 300.
    const model = fitCredibility(
      evidence([
        [10, 30],
        [30, 50],
      ]),
    );
    expect(model).toMatchObject({ mean: 30, within: 200, between: 100, customers: 2 });
    expect(scoreSpend(model, evidence([[10, 30], [], [100]]))).toEqual(Float64Array.of(25, 30, 30 + 70 / 3));
  });

  it('expects of people who always spend alike what they always spend', () => {
    const people = evidence(twoPoints(4));
    const expected = scoreSpend(fitCredibility(people), people);
    expected.forEach((one, row) => expect(Math.abs(one - (row % 5 === 0 ? 30 : 70))).toBeLessThan(2));
  });

  it('gives everybody the mean where nobody bought twice, or all differ by chance alone', () => {
    const once = evidence([[10], [20], [60]]);
    expect([...scoreSpend(fitCredibility(once), once)]).toEqual([30, 30, 30]);
    const chance = evidence([
      [10, 50],
      [50, 10],
      [30, 30],
    ]);
    expect([...scoreSpend(fitCredibility(chance), chance)]).toEqual([30, 30, 30]);
  });

  it('says nothing of nobody', () => {
    expect(() => fitCredibility(evidence([]))).toThrow(RangeError);
    expect(fitSpend('credibility', evidence([[], [0]]))).toBeNull();
  });
});

describe('the spend of individuals', () => {
  it('is not by a Gamma-Gamma that the customers do not determine', () => {
    const alike = evidence(Array.from({ length: 50 }, (_, who) => Array.from({ length: 1 + (who % 4) }, () => 25)));
    expect(fitSpend('gamma-gamma', alike)?.kind).toBe('credibility');
    expect(fitSpend('gamma-gamma-repeat', alike)?.kind).toBe('gamma-gamma');
  });

  it('varies within a customer and, until she is known, around her', () => {
    const model = fitCredibility(
      evidence([
        [10, 30],
        [30, 50],
        [25, 45],
      ]),
    );
    const known = spendVariation(model, { purchases: 50, averageSpend: 30 });
    const unknown = spendVariation(model, { purchases: 0, averageSpend: 0 });
    expect(known.mean).toBeLessThan(unknown.mean);
    expect(known.purchase).toBeGreaterThan(0);
    const one = fitSpend(
      'one-mean',
      evidence([
        [10, 30],
        [30, 50],
      ]),
    );
    expect(one && spendVariation(one, { purchases: 5, averageSpend: 9 })).toEqual({ purchase: 200 / 900, mean: 0 });
  });
});
