import { describe, expect, it } from 'vitest';
import { days, historyAt, span, toHistories, weeks } from '../histories/history.ts';
import {
  discountedExpectedTransactions,
  expectedTransactions,
  expectedTransactionsNewCustomer,
  probabilityAlive,
  probabilityNoPurchase,
  probabilityOfCount,
  probabilityOfCountNewCustomer,
} from './predict.ts';
import type { BgNbdModel, ParetoNbdModel, PurchaseModel } from './purchase-model.ts';
import {
  scoreCustomers,
  scoreDiscountedExpectedTransactions,
  scoreExpectedTransactions,
  scoreProbabilityAlive,
  scoreProbabilityNoPurchase,
} from './score.ts';

// Reference values: 30-digit quadrature and hypergeometric functions (mpmath 1.3).

const report = {
  logLikelihood: 0,
  customers: 1,
  convergence: {
    converged: true,
    reason: 'gradient-small',
    iterations: 0,
    evaluations: 0,
    gradientNorm: 0,
    starts: 1,
    startsAgreeing: 1,
    parametersAtBoundary: [],
    message: '',
  },
} as const;

function bgNbd(r: number, alpha: number, [a, b]: readonly [number, number]): BgNbdModel<'week'> {
  return {
    kind: 'bg-nbd',
    unit: 'week',
    parameters: { r, alpha, a, b },
    standardErrors: { r: null, alpha: null, a: null, b: null },
    ...report,
  };
}

function paretoNbd(r: number, alpha: number, [s, beta]: readonly [number, number]): ParetoNbdModel<'week'> {
  return {
    kind: 'pareto-nbd',
    unit: 'week',
    parameters: { r, alpha, s, beta },
    standardErrors: { r: null, alpha: null, s: null, beta: null },
    ...report,
  };
}

const bg = bgNbd(0.243, 4.414, [0.793, 2.426]);
const mbg: PurchaseModel<'week'> = { ...bg, kind: 'mbg-nbd' };
const pareto = paretoNbd(0.553, 10.578, [0.606, 11.669]);
const models: readonly PurchaseModel<'week'>[] = [bg, mbg, pareto];

function history(frequency: number, recency: number, age: number) {
  return { unit: 'week', frequency, recency, age } as const;
}

describe('BG/NBD forecasts', () => {
  it.each([
    [bg, history(2, 30.43, 38.86), 39, 1.2260281747671444],
    [bg, history(200, 38, 40), 39, 3.2940273181296146],
    [bgNbd(0.243, 4.414, [1, 2.426]), history(2, 30.43, 38.86), 39, 1.1021367860399558],
    [bgNbd(0.243, 4.414, [0.2, 0.3]), history(0, 0, 38.86), 39, 0.18627678308504132],
    [bgNbd(0.3, 5, [0.5, 50000]), history(1, 10, 20), 52, 2.7038827986540943],
    [bg, history(2, 30.43, 38.86), 3900, 17.762021542383486],
  ])('agree with high precision (%#)', (...[model, past, horizon, truth]) => {
    const ours = expectedTransactions(model, past, weeks(horizon));
    expect(Math.abs(ours / truth - 1)).toBeLessThan(1e-11);
  });

  it('agree with high precision when discounted for ever', () => {
    const ours = discountedExpectedTransactions(bg, history(2, 30.43, 38.86), { ratePerUnit: 0.0027 });
    expect(ours).toBeCloseTo(5.1563798261540375, 9);
  });

  it('hold everybody without a repeat purchase to be alive', () => {
    expect(probabilityAlive(bg, history(0, 0, 500))).toBe(1);
    expect(probabilityAlive(mbg, history(0, 0, 500))).toBeLessThan(1);
  });
});

describe('Pareto/NBD forecasts', () => {
  it.each([
    [pareto, history(2, 30.43, 38.86), 0.86916755915301119],
    [pareto, history(132, 200, 200), 1],
    [pareto, history(200, 38, 40), 0.092111844878079591],
    [pareto, history(0, 0, 38.86), 0.29528660461689415],
    [paretoNbd(0.5, 0.01, [0.3, 50]), history(3, 10, 300), 0.00022306514247697684],
    [paretoNbd(5, 1000, [0.05, 0.02]), history(1, 1, 300), 0.43789056213712561],
    [paretoNbd(0.553, 10.578, [6000, 1e7]), history(4, 20, 38), 0.96662083177919805],
  ])('know who is alive to high precision (%#)', (model, past, truth) => {
    expect(Math.abs(probabilityAlive(model, past) / truth - 1)).toBeLessThan(1e-10);
  });

  it('discount for ever to high precision', () => {
    const model = paretoNbd(0.5629966, 12.559037, [0.4081095, 10.5148048]);
    const ours = discountedExpectedTransactions(model, history(7, 35, 77.86), { ratePerUnit: 0.0027 });
    expect(ours).toBeCloseTo(1.8641833280713296, 9);
  });

  it('pass through s = 1 without a step', () => {
    const at = (s: number): number => expectedTransactions(paretoNbd(0.5, 10, [s, 12]), history(2, 20, 30), weeks(30));
    expect(at(1)).toBeCloseTo((at(1 - 1e-6) + at(1 + 1e-6)) / 2, 9);
  });
});

const pasts = [
  history(0, 0, 0),
  history(0, 0, 38.86),
  history(1, 5, 30),
  history(7, 29.43, 38.86),
  history(40, 51, 52),
];

describe.each(models)('$kind', (model) => {
  it.each(pasts)('counts have chances that sum to 1 and to the expectation (%o)', (past) => {
    let sum = 0;
    let mean = 0;
    for (let count = 0; count < 400; count += 1) {
      const chance = probabilityOfCount(model, past, { count, horizon: weeks(26) });
      expect(chance).toBeGreaterThanOrEqual(0);
      expect(chance).toBeLessThanOrEqual(1);
      sum += chance;
      mean += count * chance;
    }
    expect(sum).toBeCloseTo(1, 10);
    expect(mean).toBeCloseTo(expectedTransactions(model, past, weeks(26)), 8);
  });

  it('counts of a new customer sum to 1 and to the expectation', () => {
    let sum = 0;
    let mean = 0;
    for (let count = 0; count < 400; count += 1) {
      const chance = probabilityOfCountNewCustomer(model, { count, horizon: weeks(39) });
      sum += chance;
      mean += count * chance;
    }
    expect(sum).toBeCloseTo(1, 10);
    expect(mean).toBeCloseTo(expectedTransactionsNewCustomer(model, weeks(39)), 8);
  });

  it('no purchase becomes less likely, and more are expected, the longer one waits', () => {
    const past = history(3, 20, 30);
    const horizons = [0, 1, 4, 13, 52, 520];
    const silences = horizons.map((h) => probabilityNoPurchase(model, past, weeks(h)));
    const expected = horizons.map((h) => expectedTransactions(model, past, weeks(h)));
    for (let i = 1; i < horizons.length; i += 1) {
      expect(silences[i]).toBeLessThan(silences[i - 1] ?? 0);
      expect(expected[i]).toBeGreaterThan(expected[i - 1] ?? 0);
    }
    expect(silences[0]).toBe(1);
    expect(expected[0]).toBe(0);
  });

  it('a later last purchase makes being alive more likely', () => {
    const chances = [5, 10, 20, 30].map((recency) => probabilityAlive(model, history(3, recency, 30)));
    expect([...chances].sort((a, b) => a - b)).toEqual(chances);
  });

  it('a discount of 0 within a horizon is the plain expectation', () => {
    const past = history(3, 20, 30);
    const plain = expectedTransactions(model, past, weeks(52));
    const options = { ratePerUnit: 0, horizon: weeks(52) };
    expect(discountedExpectedTransactions(model, past, options)).toBeCloseTo(plain, 10);
    expect(discountedExpectedTransactions(model, past, { ratePerUnit: 0.01, horizon: weeks(52) })).toBeLessThan(plain);
  });

  it('scores columns exactly as it answers for one', () => {
    const columns = toHistories([...pasts, ...pasts], 'week');
    const horizon = weeks(13);
    const discount = { ratePerUnit: 0.002 };
    const scores = scoreCustomers(model, columns, { horizon, discount });
    for (let i = 0; i < columns.age.length; i += 1) {
      const past = historyAt(columns, i);
      expect(scores.probabilityAlive[i]).toBe(probabilityAlive(model, past));
      expect(scores.expectedTransactions[i]).toBe(expectedTransactions(model, past, horizon));
      expect(scores.probabilityNoPurchase[i]).toBe(probabilityNoPurchase(model, past, horizon));
      expect(scores.discountedTransactions?.[i]).toBe(discountedExpectedTransactions(model, past, discount));
    }
    expect(scoreProbabilityAlive(model, columns)).toEqual(scores.probabilityAlive);
    expect(scoreExpectedTransactions(model, columns, horizon)).toEqual(scores.expectedTransactions);
    expect(scoreProbabilityNoPurchase(model, columns, horizon)).toEqual(scores.probabilityNoPurchase);
    expect(scoreDiscountedExpectedTransactions(model, columns, discount)).toEqual(scores.discountedTransactions);
  });

  it('stays finite at the ends of what can happen', () => {
    for (const past of [history(200, 38, 40), history(132, 200, 200), history(5000, 10, 1000)]) {
      const numbers = [
        probabilityAlive(model, past),
        probabilityNoPurchase(model, past, weeks(52)),
        expectedTransactions(model, past, weeks(52)),
        probabilityOfCount(model, past, { count: 200, horizon: weeks(52) }),
        discountedExpectedTransactions(model, past, { ratePerUnit: 1e-4 }),
      ];
      for (const number of numbers) expect(Number.isFinite(number)).toBe(true);
    }
  });
});

describe('what cannot be', () => {
  const past = history(2, 10, 20);

  it.each([
    ['a broken frequency', history(1.5, 10, 20)],
    ['a negative frequency', history(-1, 0, 20)],
    ['a last purchase after the end', history(2, 21, 20)],
    ['recency without a repeat purchase', history(0, 1, 20)],
    ['repeat purchases at the first moment', history(2, 0, 20)],
    ['a time that is no number', history(2, Number.NaN, 20)],
    ['an endless age', history(2, 10, Infinity)],
  ])('refuses %s', (_name, wrong) => {
    for (const model of models) {
      expect(() => probabilityAlive(model, wrong)).toThrow(RangeError);
      expect(() => expectedTransactions(model, wrong, weeks(1))).toThrow(RangeError);
    }
  });

  it('refuses a history in another unit', () => {
    const inDays = { ...past, unit: 'day' as 'week' };
    expect(() => probabilityAlive(bg, inDays)).toThrow(/weeks and the history days/);
    const columns = { ...toHistories([past], 'week'), unit: 'day' as 'week' };
    expect(() => scoreProbabilityAlive(bg, columns)).toThrow(/weeks and the histories days/);
  });

  it('refuses negative spans, broken counts and impossible discounts', () => {
    expect(() => days(-1)).toThrow(RangeError);
    expect(() => span(Number.NaN, 'week')).toThrow(RangeError);
    expect(() => probabilityOfCount(bg, past, { count: 0.5, horizon: weeks(1) })).toThrow(RangeError);
    expect(() => probabilityOfCountNewCustomer(bg, { count: -1, horizon: weeks(1) })).toThrow(RangeError);
    expect(() => discountedExpectedTransactions(bg, past, { ratePerUnit: 0 })).toThrow(RangeError);
    expect(() => discountedExpectedTransactions(bg, past, { ratePerUnit: -1 })).toThrow(RangeError);
    expect(() => historyAt(toHistories([past], 'week'), 1)).toThrow(RangeError);
  });
});
