import { describe, expect, it } from 'vitest';
import { createRandom, nextBeta, nextExponential, nextGamma, nextNormal, nextUniform } from './random.ts';
import type { RandomState } from './random.ts';

function moments(draw: (state: RandomState) => number): { mean: number; variance: number } {
  const state = createRandom(42);
  const draws = Array.from({ length: 40_000 }, () => draw(state));
  const mean = draws.reduce((a, b) => a + b) / draws.length;
  return { mean, variance: draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / draws.length };
}

describe('chance', () => {
  it('is the same for the same seed and different for another', () => {
    const draw = (seed: number): number[] => {
      const state = createRandom(seed);
      return Array.from({ length: 5 }, () => nextUniform(state));
    };
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
    expect(draw(0.5)).not.toEqual(draw(0));
    expect(() => createRandom(Number.NaN)).toThrow(RangeError);
  });

  it.each([
    ['uniform', nextUniform, 0.5, 1 / 12],
    ['exponential', nextExponential, 1, 1],
    ['normal', nextNormal, 0, 1],
    ['gamma of shape 0.243', (state: RandomState) => nextGamma(state, 0.243), 0.243, 0.243],
    ['gamma of shape 6', (state: RandomState) => nextGamma(state, 6), 6, 6],
    ['beta(0.793, 2.426)', (state: RandomState) => nextBeta(state, 0.793, 2.426), 0.24635, 0.04401],
  ] as const)('%s has its mean and variance', (...[, draw, mean, variance]) => {
    const seen = moments(draw);
    expect(Math.abs(seen.mean - mean)).toBeLessThan(5 * Math.sqrt(variance / 40_000));
    expect(Math.abs(seen.variance / variance - 1)).toBeLessThan(0.12);
  });

  it('stays strictly between 0 and 1', () => {
    const state = createRandom(3);
    for (let i = 0; i < 10_000; i += 1) {
      const x = nextUniform(state);
      expect(x > 0 && x < 1).toBe(true);
    }
  });
});
