import { describe, expect, it } from 'vitest';
import { fitSbg, sbgLogLikelihood } from '../contractual/sbg.ts';
import { bgBbLogLikelihood, fitBgBb } from '../discrete/bg-bb.ts';
import { convertHistories } from '../histories/history.ts';
import { bgNbdLogLikelihood, fitBgNbd, fitMbgNbd, mbgNbdLogLikelihood } from '../purchase/fit-beta-geometric.ts';
import { fitParetoNbd, paretoNbdLogLikelihood } from '../purchase/fit-pareto.ts';
import { simulateDiscrete, simulateHistories, simulateSpend } from '../simulation/simulate.ts';
import { fitGammaGamma, gammaGammaLogLikelihood } from '../spend/gamma-gamma.ts';

const histories = simulateHistories(
  { kind: 'bg-nbd', parameters: { r: 0.4, alpha: 5, a: 0.8, b: 2.5 } },
  { unit: 'week', customers: 400, ageMin: 30, ageMax: 40, seed: 11 },
);
const spend = simulateSpend({ p: 6, q: 4, gamma: 15 }, { customers: 300, purchasesMax: 6, seed: 2 });
const discrete = simulateDiscrete(
  { alpha: 1.2, beta: 0.75, gamma: 0.66, delta: 2.8 },
  { customers: 300, opportunities: 6, seed: 5 },
);
const cohorts = [[1000, 869, 743, 653, 593]];

/** Every parameter so many times as large. */
function times<P extends Readonly<Record<string, number>>>(parameters: P, by: number): P;
function times(parameters: Readonly<Record<string, number>>, by: number): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, value * by]));
}

describe('the likelihood at given parameters', () => {
  const bg = fitBgNbd(histories);
  const mbg = fitMbgNbd(histories);
  const pareto = fitParetoNbd(histories);
  const gamma = fitGammaGamma(spend);
  const discreteModel = fitBgBb(discrete);
  const renewals = fitSbg(cohorts);

  it.each([
    ['BG/NBD', bg, (by: number) => bgNbdLogLikelihood(histories, times(bg.parameters, by))],
    ['MBG/NBD', mbg, (by: number) => mbgNbdLogLikelihood(histories, times(mbg.parameters, by))],
    ['Pareto/NBD', pareto, (by: number) => paretoNbdLogLikelihood(histories, times(pareto.parameters, by))],
    ['Gamma-Gamma', gamma, (by: number) => gammaGammaLogLikelihood(spend, times(gamma.parameters, by))],
    ['BG/BB', discreteModel, (by: number) => bgBbLogLikelihood(discrete, times(discreteModel.parameters, by))],
    ['sBG', renewals, (by: number) => sbgLogLikelihood(cohorts, times(renewals.parameters, by))],
  ] as const)('of %s is that of the fit at its maximum, and less elsewhere', (_, { logLikelihood }, at) => {
    expect(at(1)).toBeCloseTo(logLikelihood, 6);
    expect(at(1.3)).toBeLessThan(logLikelihood);
  });

  it('is the published one of BG/NBD worked by hand for a customer without a repeat purchase', () => {
    const one = {
      unit: 'week',
      frequency: Float64Array.of(0),
      recency: Float64Array.of(0),
      age: Float64Array.of(10),
    } as const;
    const parameters = { r: 0.5, alpha: 4, a: 1, b: 2 };
    expect(bgNbdLogLikelihood(one, parameters)).toBeCloseTo(0.5 * Math.log(4 / 14), 12);
    expect(bgNbdLogLikelihood(convertHistories(one, 'day'), { ...parameters, alpha: 28 })).toBeCloseTo(
      0.5 * Math.log(4 / 14),
      12,
    );
  });

  it.each([{ r: 0 }, { alpha: -1 }, { a: Number.NaN }, { b: Infinity }])('refuses %o', (wrong) => {
    expect(() => bgNbdLogLikelihood(histories, { r: 1, alpha: 1, a: 1, b: 1, ...wrong })).toThrow(RangeError);
  });

  it('refuses a Gamma-Gamma without a mean', () => {
    expect(() => gammaGammaLogLikelihood(spend, { p: 1, q: 1, gamma: 1 })).toThrow(/q must be finite and above 1/);
  });
});

describe('own starting values', () => {
  const usual = fitBgNbd(histories);

  it('are tried beside ours, or alone', () => {
    const startsAt = [{ r: 0.3, alpha: 4, a: 1, b: 3 }];
    expect(fitBgNbd(histories, { startsAt }).convergence.starts).toBe(usual.convergence.starts + 1);
    const alone = fitBgNbd(histories, { startsAt, starts: 0 });
    expect(alone.convergence).toMatchObject({ starts: 1, converged: true });
    for (const name of ['r', 'alpha', 'a', 'b'] as const)
      expect(alone.parameters[name] / usual.parameters[name]).toBeCloseTo(1, 5);
  });

  it('come in the unit of the histories', () => {
    const inDays = fitBgNbd(convertHistories(histories, 'day'), {
      startsAt: [{ ...usual.parameters, alpha: usual.parameters.alpha * 7 }],
      starts: 0,
    });
    expect(inDays.convergence.iterations).toBeLessThan(20);
    expect(inDays.parameters.alpha / usual.parameters.alpha).toBeCloseTo(7, 4);
  });

  it('are refused outside the range of a parameter, and no start at all is refused', () => {
    expect(() => fitBgNbd(histories, { startsAt: [{ r: -1, alpha: 1, a: 1, b: 1 }] })).toThrow(RangeError);
    expect(() => fitBgNbd(histories, { starts: 0 })).toThrow(RangeError);
  });
});
