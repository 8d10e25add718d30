import { describe, expect, it } from 'vitest';
import { gradientError } from '../testing/gradient.ts';
import { simulateHistories } from '../simulation/simulate.ts';
import type { PurchaseProcess } from '../simulation/simulate.ts';
import { betaGeometricObjective } from './beta-geometric-likelihood.ts';
import { fitBgNbd, fitMbgNbd } from './fit-beta-geometric.ts';
import { fitParetoNbd } from './fit-pareto.ts';
import { groupHistories } from '../histories/group-histories.ts';
import { convertHistories, toHistories, weeks } from '../histories/history.ts';
import type { PurchaseHistories } from '../histories/history.ts';
import { paretoObjective } from './pareto-likelihood.ts';
import { scoreCustomers } from './score.ts';

const fits = [
  ['bg-nbd', fitBgNbd],
  ['mbg-nbd', fitMbgNbd],
  ['pareto-nbd', fitParetoNbd],
] as const;

const bgProcess: PurchaseProcess = {
  kind: 'bg-nbd',
  parameters: { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 },
};
const ages = { unit: 'week', ageMin: 27, ageMax: 39 } as const;
const bgSample = simulateHistories(bgProcess, { ...ages, customers: 600, seed: 7 });
const paretoProcess: PurchaseProcess = {
  kind: 'pareto-nbd',
  parameters: { r: 0.8, alpha: 5, s: 0.6, beta: 6 },
};
const paretoSample = simulateHistories(paretoProcess, { ...ages, customers: 1500, seed: 3 });

function list(...rows: readonly (readonly [number, number, number])[]): PurchaseHistories<'week'> {
  return toHistories(
    rows.map(([frequency, recency, age]) => ({ unit: 'week' as const, frequency, recency, age })),
    'week',
  );
}

describe('gradients', () => {
  const groups = groupHistories(bgSample);
  const extremes = groupHistories(list([200, 38, 40], [0, 0, 40], [132, 39, 40], [3, 40, 40], [1, 0.1, 40]));
  const objectives = [
    ['BG/NBD', betaGeometricObjective(groups, 0)],
    ['MBG/NBD', betaGeometricObjective(groups, 1)],
    ['Pareto/NBD', paretoObjective(groupHistories(paretoSample))],
    ['BG/NBD of extremes', betaGeometricObjective(extremes, 0)],
    ['Pareto/NBD of extremes', paretoObjective(extremes)],
  ] as const;
  const points = [
    [-1.4, -2, -0.2, 0.9],
    [0, 0, 0, 0],
    [1.5, 2, -3, 3],
    [-3, -4, 2, -2],
  ];

  it.each(objectives)('of %s agree with differences', (_name, objective) => {
    for (const point of points) {
      expect(gradientError(objective, point)).toBeLessThan(1e-7);
    }
  });
});

describe('recovery', () => {
  const processes: readonly (readonly [PurchaseProcess, (typeof fits)[number][1]])[] = [
    [bgProcess, fitBgNbd],
    [{ kind: 'mbg-nbd', parameters: { r: 0.525, alpha: 6.183, a: 0.891, b: 1.614 } }, fitMbgNbd],
    [{ kind: 'pareto-nbd', parameters: { r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 } }, fitParetoNbd],
  ];

  it.each(processes)('of $kind: the true parameters lie within 3.5 standard errors', (process, fit) => {
    const population = simulateHistories(process, { ...ages, ageMax: 100, customers: 6000, seed: 11 });
    const model = fit(population);
    expect(model.convergence.converged).toBe(true);
    const errors: Record<string, number | null> = model.standardErrors;
    const estimates: Record<string, number> = model.parameters;
    for (const [name, truth] of Object.entries(process.parameters)) {
      const error = errors[name] ?? Number.NaN;
      expect(Math.abs((estimates[name] ?? Number.NaN) - truth) / error).toBeLessThan(3.5);
    }
  });
});

describe.each(fits)('%s', (kind, fit) => {
  const sample = kind === 'pareto-nbd' ? paretoSample : bgSample;
  const whole = fit(sample);

  it('is the same whatever the order of the rows', () => {
    const order = [...sample.age.keys()].reverse();
    const pick = (column: Float64Array): Float64Array => Float64Array.from(order, (i) => column[i] ?? 0);
    const turned = fit({
      unit: 'week',
      frequency: pick(sample.frequency),
      recency: pick(sample.recency),
      age: pick(sample.age),
    });
    expect(turned.logLikelihood).toBeCloseTo(whole.logLikelihood, 7);
    expect(turned.parameters.r).toBeCloseTo(whole.parameters.r, 7);
  });

  it('is the same for weighted rows and the customers they stand for', () => {
    const rows = list([2, 10, 20], [0, 0, 20], [5, 18, 20], [1, 2, 18], [0, 0, 15], [3, 3, 19]);
    const weight = Float64Array.of(3, 20, 2, 6, 10, 4);
    const counted = fit({ ...rows, weight });
    const pick = (column: Float64Array): Float64Array =>
      Float64Array.from([...column].flatMap((x, i) => Array.from({ length: weight[i] ?? 0 }, () => x)));
    const exploded = fit({
      unit: 'week',
      frequency: pick(rows.frequency),
      recency: pick(rows.recency),
      age: pick(rows.age),
    });
    expect(exploded).toEqual(counted);
    expect(counted.customers).toBe(45);
  });

  it('in days has α and β seven times as large and is otherwise the same', () => {
    const inDays = fit(convertHistories(sample, 'day'));
    const repeats = sample.frequency.reduce((sum, x) => sum + x, 0);
    expect(inDays.unit).toBe('day');
    expect(inDays.logLikelihood).toBeCloseTo(whole.logLikelihood - repeats * Math.log(7), 6);
    for (const [name, value] of Object.entries(whole.parameters)) {
      const scale = name === 'alpha' || name === 'beta' ? 7 : 1;
      const other: Record<string, number> = inDays.parameters;
      expect((other[name] ?? 0) / (value * scale)).toBeCloseTo(1, 6);
    }
  });

  it('gives the same answer twice', () => {
    expect(fit(sample)).toEqual(whole);
  });

  it.each([
    ['a buyer of 200 in 38 of 40 weeks', list([200, 38, 40], [0, 0, 40], [3, 20, 40])],
    ['x = 132 with the last purchase at the end', list([132, 200, 200], [0, 0, 200], [2, 50, 150])],
    ['one-time buyers only', list([0, 0, 10], [0, 0, 20], [0, 0, 30])],
    ['identical customers', list([2, 10, 20], [2, 10, 20], [2, 10, 20])],
    ['a single customer', list([3, 12, 20])],
    ['a single one-time buyer', list([0, 0, 20])],
    ['customers of the last day', list([0, 0, 0], [0, 0, 0])],
    ['very regular customers', list([20, 20, 20.5], [21, 20, 20.5], [20, 20.1, 20.5])],
    ['a shared card', list([9000, 99, 100], [0, 0, 100], [1, 20, 90])],
  ])('is finite and honest for %s', (_name, rows) => {
    const model = fit(rows);
    for (const value of Object.values(model.parameters)) expect(Number.isFinite(value)).toBe(true);
    for (const error of Object.values(model.standardErrors)) {
      if (error !== null) expect(error).toBeGreaterThan(0);
    }
    expect(Number.isFinite(model.logLikelihood)).toBe(true);
    if (!model.convergence.converged) expect(model.convergence.reason).not.toBe('gradient-small');
    const scores = scoreCustomers(model, rows, { horizon: weeks(26), discount: { ratePerUnit: 0.002 } });
    for (const column of Object.values(scores)) {
      for (const score of column) expect(Number.isFinite(score)).toBe(true);
    }
  });

  it('does not claim to know what the data cannot tell', () => {
    const rows = list([0, 0, 10], [0, 0, 20], [0, 0, 30]);
    expect(fit(rows).convergence.converged).toBe(false);
  });

  it.each([
    ['nothing', list()],
    ['a negative frequency', list([-1, 0, 10])],
    ['NaN', list([1, Number.NaN, 10])],
    ['a last purchase after the end', list([1, 12, 10])],
    ['weights that are all 0', { ...list([1, 2, 10]), weight: Float64Array.of(0) }],
    ['a negative weight', { ...list([1, 2, 10]), weight: Float64Array.of(-1) }],
    ['columns of different length', { ...list([1, 2, 10]), age: Float64Array.of(10, 20) }],
  ])('refuses %s', (_name, rows) => {
    expect(() => fit(rows)).toThrow(RangeError);
  });
});
