import type { BgBbParameter, DiscreteHistories } from '../discrete/discrete-history.ts';
import type { PurchaseHistories, TimeUnit } from '../histories/history.ts';
import type { BetaGeometricParameter, ParetoParameter } from '../purchase/purchase-model.ts';
import type { PurchaseRows } from '../histories/purchase-rows.ts';
import type { GammaGammaParameter } from '../spend/spend-model.ts';
import type { SpendHistories } from '../spend/spend-history.ts';
import { createRandom, nextBeta, nextExponential, nextGamma, nextUniform } from './random.ts';
import type { RandomState } from './random.ts';

/** Populations that obey a model exactly, to see whether a fit finds what they were made of. */

export type PurchaseProcess =
  | {
      readonly kind: 'bg-nbd' | 'mbg-nbd';
      readonly parameters: Readonly<Record<BetaGeometricParameter, number>>;
    }
  | { readonly kind: 'pareto-nbd'; readonly parameters: Readonly<Record<ParetoParameter, number>> };

export interface PopulationOptions<U extends TimeUnit> {
  readonly unit: U;
  readonly customers: number;
  /** Ages are uniform between the two, in the unit. */
  readonly ageMin: number;
  readonly ageMax: number;
  readonly seed: number;
}

/** Histories in continuous time, one row a customer. */
export function simulateHistories<U extends TimeUnit>(
  habit: PurchaseProcess,
  options: PopulationOptions<U>,
): PurchaseHistories<U> {
  const { customers, ageMin, ageMax, unit } = options;
  const random = createRandom(options.seed);
  const frequency = new Float64Array(customers);
  const recency = new Float64Array(customers);
  const age = new Float64Array(customers);
  for (let i = 0; i < customers; i += 1) {
    const end = ageMin + (ageMax - ageMin) * nextUniform(random);
    age[i] = end;
    walk(habit, random, (time) => {
      if (time > end) return false;
      frequency[i] = (frequency[i] ?? 0) + 1;
      recency[i] = time;
      return true;
    });
  }
  return { unit, frequency, recency, age };
}

export interface RowOptions {
  readonly customers: number;
  /** First purchases fall evenly on days 0 to `joinDays` − 1; the last day is `endDay`. */
  readonly joinDays: number;
  readonly endDay: number;
  readonly spend: Readonly<Record<GammaGammaParameter, number>>;
  readonly seed: number;
}

/** Single orders with amounts, customer by customer; the habit is in days. */
export function simulateRows(habit: PurchaseProcess, options: RowOptions): PurchaseRows {
  const random = createRandom(options.seed);
  let rows = createRows(2 * options.customers + 16);
  let count = 0;
  for (let i = 0; i < options.customers; i += 1) {
    const first = options.joinDays * nextUniform(random);
    const draw = createSpend(options.spend, random);
    const add = (time: number): boolean => {
      const on = Math.floor(first + time);
      if (on > options.endDay) return false;
      if (count === rows.customer.length) rows = copyRows(rows, createRows(2 * count));
      rows.customer[count] = i;
      rows.day[count] = on;
      rows.amount[count] = draw();
      count += 1;
      return true;
    };
    if (add(0)) walk(habit, random, add);
  }
  return {
    customer: rows.customer.slice(0, count),
    day: rows.day.slice(0, count),
    amount: rows.amount.slice(0, count),
  };
}

function createRows(size: number): PurchaseRows {
  return {
    customer: new Uint32Array(size),
    day: new Int32Array(size),
    amount: new Float64Array(size),
  };
}

function copyRows(from: PurchaseRows, to: PurchaseRows): PurchaseRows {
  to.customer.set(from.customer);
  to.day.set(from.day);
  to.amount.set(from.amount);
  return to;
}

/** Spend histories under Gamma-Gamma, purchases spread evenly from 1 to `purchasesMax`. */
export function simulateSpend(
  parameters: Readonly<Record<GammaGammaParameter, number>>,
  { customers, purchasesMax, seed }: { customers: number; purchasesMax: number; seed: number },
): SpendHistories {
  const random = createRandom(seed);
  const purchases = new Float64Array(customers);
  const averageSpend = new Float64Array(customers);
  for (let i = 0; i < customers; i += 1) {
    const count = 1 + Math.floor(purchasesMax * nextUniform(random));
    const draw = createSpend(parameters, random);
    let total = 0;
    for (let k = 0; k < count; k += 1) total += draw();
    purchases[i] = count;
    averageSpend[i] = total / count;
  }
  return { purchases, averageSpend };
}

/** Discrete histories under BG/BB. */
export function simulateDiscrete(
  parameters: Readonly<Record<BgBbParameter, number>>,
  { customers, opportunities, seed }: { customers: number; opportunities: number; seed: number },
): DiscreteHistories {
  const random = createRandom(seed);
  const frequency = new Float64Array(customers);
  const recency = new Float64Array(customers);
  for (let i = 0; i < customers; i += 1) {
    const takes = nextBeta(random, parameters.alpha, parameters.beta);
    const leaves = nextBeta(random, parameters.gamma, parameters.delta);
    for (let at = 1; at <= opportunities && nextUniform(random) >= leaves; at += 1) {
      if (nextUniform(random) >= takes) continue;
      frequency[i] = (frequency[i] ?? 0) + 1;
      recency[i] = at;
    }
  }
  return { frequency, recency, opportunities: new Float64Array(customers).fill(opportunities) };
}

/** Members of one cohort left after 0, 1 … `renewals` renewals under sBG. */
export function simulateRetention(
  { alpha, beta }: { readonly alpha: number; readonly beta: number },
  { members, renewals, seed }: { members: number; renewals: number; seed: number },
): number[] {
  const random = createRandom(seed);
  const left = Array.from({ length: renewals + 1 }, () => 0);
  for (let i = 0; i < members; i += 1) {
    const leaves = nextBeta(random, alpha, beta);
    for (let t = 0; t <= renewals; t += 1) {
      left[t] = (left[t] ?? 0) + 1;
      if (nextUniform(random) < leaves) break;
    }
  }
  return left;
}

/** Calls `visit` with each purchase time after the first until it says no or she is gone. */
function walk(habit: PurchaseProcess, random: RandomState, visit: (time: number) => boolean): void {
  const rate = nextGamma(random, habit.parameters.r) / habit.parameters.alpha;
  if (habit.kind === 'pareto-nbd') {
    const { s, beta } = habit.parameters;
    const end = nextExponential(random) / (nextGamma(random, s) / beta);
    let time = nextExponential(random) / rate;
    while (time <= end && visit(time)) time += nextExponential(random) / rate;
    return;
  }
  const { a, b } = habit.parameters;
  const leaves = nextBeta(random, a, b);
  if (habit.kind === 'mbg-nbd' && nextUniform(random) < leaves) return;
  let time = nextExponential(random) / rate;
  while (visit(time) && nextUniform(random) >= leaves) time += nextExponential(random) / rate;
}

function createSpend(
  { p, q, gamma }: Readonly<Record<GammaGammaParameter, number>>,
  random: RandomState,
): () => number {
  const scale = nextGamma(random, q) / gamma;
  return () => nextGamma(random, p) / scale;
}
