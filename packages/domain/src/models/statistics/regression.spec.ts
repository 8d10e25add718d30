import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gammaQuantile, gammaSurvival } from './gamma-distribution.ts';
import { fitRegression, regressionMean } from './regression.ts';

const wide = Float64Array.of(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);

describe('the gamma distribution', () => {
  it('has the quantiles of chi-square tables', () => {
    // Chi-square with k degrees of freedom is gamma with shape k / 2 and scale 2.
    for (const [freedom, share, quantile] of [
      [1, 0.95, 3.841458820694124],
      [10, 0.95, 18.307038053275146],
      [100, 0.01, 70.06489492539978],
    ] as const) {
      expect(2 * gammaQuantile(freedom / 2, share)).toBeCloseTo(quantile, 9);
    }
  });

  it('survives as high-precision values say', () => {
    // exp(−x) for shape 1; erfc(1) for shape 1/2 at 1.
    expect(gammaSurvival(1, 2)).toBeCloseTo(Math.exp(-2), 14);
    expect(gammaSurvival(0.5, 1)).toBeCloseTo(0.15729920705028513, 13);
    expect(gammaSurvival(20, 0)).toBe(1);
    expect(gammaSurvival(3, 800)).toBeLessThan(1e-300);
  });

  it('quantile and survival undo each other', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.05, max: 500, noNaN: true }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (shape, share) => {
          expect(1 - gammaSurvival(shape, gammaQuantile(shape, share))).toBeCloseTo(share, 8);
        },
      ),
    );
  });

  it('refuses impossible questions', () => {
    expect(() => gammaSurvival(0, 1)).toThrow(RangeError);
    expect(() => gammaQuantile(2, 1)).toThrow(RangeError);
  });
});

describe('penalised regression', () => {
  const design = Float64Array.of(1, 0, 1, 0, 1, 1, 1, 1);

  it('of counts gives the logs of the group means', () => {
    const fit = fitRegression({
      family: 'poisson',
      design,
      columns: 2,
      outcome: Float64Array.of(2, 4, 9, 15),
      priorMean: new Float64Array(2),
      priorSd: wide,
    });
    expect(fit.converged).toBe(true);
    expect(fit.coefficients[0]).toBeCloseTo(Math.log(3), 7);
    expect(fit.coefficients[1]).toBeCloseTo(Math.log(4), 7);
    expect(fit.standardErrors[1]).toBeCloseTo(Math.sqrt(1 / 6 + 1 / 24), 6);
  });

  it('of events gives the group shares', () => {
    const fit = fitRegression({
      family: 'event',
      design,
      columns: 2,
      outcome: Float64Array.of(0, 1, 1, 1),
      priorMean: new Float64Array(2),
      priorSd: Float64Array.of(1e9, 1),
    });
    expect(regressionMean('event', fit.coefficients[0] ?? 0)).toBeGreaterThan(0.4);
    expect(fit.coefficients[1]).toBeGreaterThan(0.3);
    expect(fit.converged).toBe(true);
  });

  it('stays with the prior where the data say nothing', () => {
    const fit = fitRegression({
      family: 'poisson',
      design: Float64Array.of(1, 0, 1, 0),
      columns: 2,
      outcome: Float64Array.of(5, 6),
      priorMean: Float64Array.of(0, 0.7),
      priorSd: Float64Array.of(Number.POSITIVE_INFINITY, 0.2),
    });
    expect(fit.coefficients[1]).toBeCloseTo(0.7, 9);
    expect(fit.standardErrors[1]).toBeCloseTo(0.2, 6);
  });

  it('refuses shapes that disagree', () => {
    const data = {
      family: 'poisson',
      design,
      columns: 2,
      outcome: Float64Array.of(1),
      priorMean: new Float64Array(2),
      priorSd: wide,
    } as const;
    expect(() => fitRegression(data)).toThrow(RangeError);
    expect(() => fitRegression({ ...data, outcome: new Float64Array(), design: new Float64Array() })).toThrow(
      RangeError,
    );
  });
});
