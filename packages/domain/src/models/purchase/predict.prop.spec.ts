import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { weeks } from '../histories/history.ts';
import {
  discountedExpectedTransactions,
  expectedTransactions,
  probabilityAlive,
  probabilityNoPurchase,
  probabilityOfCount,
} from './predict.ts';
import type { PurchaseModel } from './purchase-model.ts';

const convergence = {
  converged: true,
  reason: 'gradient-small',
  iterations: 0,
  evaluations: 0,
  gradientNorm: 0,
  starts: 1,
  startsAgreeing: 1,
  parametersAtBoundary: [],
  message: '',
} as const;

const rest = { unit: 'week', logLikelihood: 0, customers: 1, convergence } as const;
const untold = { r: null, alpha: null, a: null, b: null, s: null, beta: null };

/** From what a brand has to what a fit that ran away reports. */
function logUniform(low: number, high: number): fc.Arbitrary<number> {
  return fc.double({ min: Math.log(low), max: Math.log(high), noNaN: true }).map((x) => Math.exp(x));
}

const shape = logUniform(1e-3, 1e4);
const time = logUniform(1e-3, 1e6);

const model: fc.Arbitrary<PurchaseModel<'week'>> = fc.oneof(
  fc
    .record({ r: shape, alpha: time, a: shape, b: shape, kind: fc.constantFrom('bg-nbd', 'mbg-nbd') })
    .map(({ kind, ...parameters }) => ({ kind, parameters, standardErrors: untold, ...rest })),
  fc
    .record({ r: shape, alpha: time, s: shape, beta: time })
    .map((parameters) => ({ kind: 'pareto-nbd' as const, parameters, standardErrors: untold, ...rest })),
);

const history = fc
  .record({
    frequency: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 2000 })),
    age: logUniform(0.1, 1000),
    share: fc.oneof(fc.constant(1), fc.double({ min: 1e-3, max: 1, noNaN: true })),
  })
  .map(({ frequency, age, share }) => ({
    unit: 'week' as const,
    frequency,
    age,
    recency: frequency === 0 ? 0 : Math.min(age, age * share),
  }));

const horizon = fc.oneof(fc.constant(0), logUniform(0.01, 2000)).map((length) => weeks(length));

describe('whatever the parameters and the past', () => {
  it('chances are chances', () => {
    fc.assert(
      fc.property(fc.tuple(model, history, horizon, fc.integer({ min: 0, max: 50 })), ([one, past, ahead, count]) => {
        const chances = [
          probabilityAlive(one, past),
          probabilityNoPurchase(one, past, ahead),
          probabilityOfCount(one, past, { count, horizon: ahead }),
        ];
        for (const chance of chances) expect(chance >= 0 && chance <= 1 + 1e-9).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('expectations are finite, grow with the horizon, and shrink with a discount', () => {
    fc.assert(
      fc.property(model, history, horizon, (one, past, ahead) => {
        const near = expectedTransactions(one, past, ahead);
        const far = expectedTransactions(one, past, weeks(2 * ahead));
        const discounted = discountedExpectedTransactions(one, past, { ratePerUnit: 0.01, horizon: ahead });
        const slack = 1e-7 * far + 1e-300;
        expect(near >= 0 && Number.isFinite(far)).toBe(true);
        expect(near).toBeLessThanOrEqual(far + slack);
        expect(discounted).toBeLessThanOrEqual(near + slack);
        expect(discounted).toBeGreaterThanOrEqual(Math.exp(-0.01 * ahead) * near - slack);
      }),
      { numRuns: 1000 },
    );
  });

  it('expecting at least the chance of any purchase', () => {
    fc.assert(
      fc.property(model, history, horizon, (one, past, ahead) => {
        const some = 1 - probabilityNoPurchase(one, past, ahead);
        expect(expectedTransactions(one, past, ahead)).toBeGreaterThanOrEqual(some * (1 - 1e-7) - 1e-12);
      }),
      { numRuns: 1000 },
    );
  });
});
