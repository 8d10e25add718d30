import { fitLikelihood, logLikelihoodAt } from '../optimization/fit-likelihood.ts';
import type { LikelihoodProblem } from '../optimization/fit-likelihood.ts';
import type { FitOptions } from '../optimization/fit-report.ts';
import type { Objective } from '../optimization/maximize.ts';
import { checkWeights } from '../histories/check-histories.ts';
import { indexRows } from '../histories/row-index.ts';
import { digamma } from '../special-functions/digamma.ts';
import { logGamma, logGammaIncrement } from '../special-functions/log-gamma.ts';
import type { SpendHistories, SpendHistory } from './spend-history.ts';
import type { GammaGammaModel, GammaGammaParameter } from './spend-model.ts';

const names: readonly GammaGammaParameter[] = ['p', 'q', 'gamma'];

/**
 * Gamma-Gamma by maximum likelihood (Fader and Hardie 2013, equation 1a). Customers without a
 * purchase or with a free average say nothing of spend and are left out. q is searched above 1
 * only, because at 1 and below the mean spend of the population is infinite; data that want it
 * are reported as at the boundary. γ comes in the currency of the amounts.
 * @throws RangeError when columns differ in length, an amount is negative or not finite, or
 *   nobody has a purchase with a positive average.
 */
export function fitGammaGamma(spend: SpendHistories, options: FitOptions<GammaGammaParameter> = {}): GammaGammaModel {
  const fitted = fitLikelihood(problemOf(spend), options);
  return { kind: 'gamma-gamma', ...fitted };
}

/** The log-likelihood of the averages at given parameters, γ in their currency. @throws RangeError when either is unusable. */
export function gammaGammaLogLikelihood(
  spend: SpendHistories,
  parameters: Readonly<Record<GammaGammaParameter, number>>,
): number {
  return logLikelihoodAt(problemOf(spend), parameters);
}

function problemOf(spend: SpendHistories): LikelihoodProblem<GammaGammaParameter> {
  const groups = groupSpend(spend);
  return {
    names,
    objective: gammaGammaObjective(groups),
    starts: [
      [3, 2, 3],
      [10, 5, 5],
      [1, 1, 1],
      [30, 3, 0.5],
      [0.5, 10, 20],
      [5, 0.5, 0.3],
      [100, 20, 5],
      [2, 0.2, 0.1],
    ].map((start) => start.map(Math.log)),
    lower: [1e-3, 1e-2, 1e-6].map(Math.log),
    upper: [1e6, 1e5, 1e7].map(Math.log),
    scale: [1, 1, groups.amountScale],
    offset: [0, 1, 0],
    customers: groups.customers,
    logLikelihoodConstant: -groups.customers * Math.log(groups.amountScale),
  };
}

/**
 * Expected amount of a purchase to come (Fader and Hardie 2013, equation 5): between the mean of
 * the population, which it is without a purchase, and her own average.
 * @throws RangeError when the history is impossible.
 */
export function expectedSpend(model: GammaGammaModel, history: SpendHistory): number {
  checkSpend(history.purchases, history.averageSpend, 0);
  return expectedUnchecked(model, history.purchases, history.averageSpend);
}

/** Expected amount of a purchase of a customer nothing is known of: γp/(q − 1). */
export function expectedSpendNewCustomer(model: GammaGammaModel): number {
  return expectedUnchecked(model, 0, 0);
}

/** `expectedSpend` of each customer, in order. @throws RangeError when a row is impossible. */
export function scoreExpectedSpend(model: GammaGammaModel, spend: SpendHistories): Float64Array {
  const { purchases, averageSpend } = spend;
  checkLengths(spend);
  return purchases.map((count, i) => {
    const average = averageSpend[i] ?? Number.NaN;
    checkSpend(count, average, i);
    return expectedUnchecked(model, count, average);
  });
}

/** Distinct (purchases, average) with their customers; averages divided by their mean. */
interface SpendGroups {
  readonly purchases: Float64Array;
  readonly logAverage: Float64Array;
  readonly average: Float64Array;
  readonly weight: Float64Array;
  /** Distinct numbers of purchases, and which of them each group has. */
  readonly counts: Float64Array;
  readonly countAt: Int32Array;
  readonly customersByCount: Float64Array;
  readonly customers: number;
  readonly amountScale: number;
}

function expectedUnchecked(model: GammaGammaModel, purchases: number, average: number): number {
  const { p, q, gamma } = model.parameters;
  const total = purchases === 0 ? 0 : purchases * average;
  return (p * (gamma + total)) / (p * purchases + q - 1);
}

/**
 * Mean of ln Γ(px+q) − ln Γ(px) − ln Γ(q) + q ln γ + (px−1) ln m + px ln x − (px+q) ln(γ+mx).
 * All that depends on x alone is taken once for each distinct x.
 */
export function gammaGammaObjective(groups: SpendGroups): Objective {
  return (point, gradient) => {
    const p = Math.exp(point[0] ?? 0);
    const tail = Math.exp(point[1] ?? 0);
    const gamma = Math.exp(point[2] ?? 0);
    const sums = sumCounts(groups, p, 1 + tail);
    addAverages(sums, groups, { p, q: 1 + tail, gamma });
    const scale = 1 / groups.customers;
    gradient[0] = sums.byP * p * scale;
    gradient[1] = sums.byQ * tail * scale;
    gradient[2] = sums.byGamma * gamma * scale;
    return sums.value * scale;
  };
}

interface SpendSums {
  value: number;
  byP: number;
  byQ: number;
  byGamma: number;
}

function sumCounts(groups: SpendGroups, p: number, q: number): SpendSums {
  const sums = { value: 0, byP: 0, byQ: 0, byGamma: 0 };
  const logGammaQ = logGamma(q);
  const digammaQ = digamma(q);
  for (let k = 0; k < groups.counts.length; k += 1) {
    const x = groups.counts[k] ?? 0;
    const customers = groups.customersByCount[k] ?? 0;
    const upper = digamma(p * x + q);
    sums.value += customers * (logGammaIncrement(p * x, q) - logGammaQ);
    sums.byP += customers * x * (upper - digamma(p * x));
    sums.byQ += customers * (upper - digammaQ);
  }
  return sums;
}

function addAverages(
  sums: SpendSums,
  groups: SpendGroups,
  { p, q, gamma }: { p: number; q: number; gamma: number },
): void {
  const { purchases, average, logAverage, weight } = groups;
  for (let i = 0; i < weight.length; i += 1) {
    const w = weight[i] ?? 0;
    const x = purchases[i] ?? 0;
    const total = x * (average[i] ?? 0);
    // (γ/(γ+mx))^q and (mx/(γ+mx))^(px), as logarithms of numbers below 1.
    const fromGamma = -Math.log1p(total / gamma);
    const fromTotal = -Math.log1p(gamma / total);
    sums.value += w * (q * fromGamma + p * x * fromTotal - (logAverage[i] ?? 0));
    sums.byP += w * x * fromTotal;
    sums.byQ += w * fromGamma;
    sums.byGamma += (w * (q * total - p * x * gamma)) / (gamma * (gamma + total));
  }
}

export function groupSpend(spend: SpendHistories): SpendGroups {
  checkLengths(spend);
  const { purchases, averageSpend, weight } = spend;
  if (weight !== undefined) checkWeights(weight);
  const weightOf = (row: number): number => weight?.[row] ?? 1;
  const kept = [...purchases.keys()].filter((i) => {
    checkSpend(purchases[i] ?? Number.NaN, averageSpend[i] ?? Number.NaN, i);
    return (purchases[i] ?? 0) > 0 && (averageSpend[i] ?? 0) > 0 && weightOf(i) > 0;
  });
  if (kept.length === 0) throw new RangeError('nobody has a purchase with a positive average');
  const amounts = Float64Array.from(kept, (i) => averageSpend[i] ?? 0);
  const customers = kept.reduce((sum, row) => sum + weightOf(row), 0);
  const amountScale = kept.reduce((sum, row, i) => sum + weightOf(row) * (amounts[i] ?? 0), 0) / customers;
  const counts = Float64Array.from(kept, (i) => purchases[i] ?? 0);
  const index = indexRows([counts, amounts]);
  const groupWeight = new Float64Array(index.first.length);
  kept.forEach((row, i) => {
    const group = index.of[i] ?? 0;
    groupWeight[group] = (groupWeight[group] ?? 0) + weightOf(row);
  });
  const average = Float64Array.from(index.first, (i) => (amounts[i] ?? 0) / amountScale);
  const groupCounts = Float64Array.from(index.first, (i) => counts[i] ?? 0);
  const countIndex = indexRows([groupCounts]);
  const customersByCount = new Float64Array(countIndex.first.length);
  groupWeight.forEach((w, i) => {
    const at = countIndex.of[i] ?? 0;
    customersByCount[at] = (customersByCount[at] ?? 0) + w;
  });
  return {
    purchases: groupCounts,
    average,
    logAverage: average.map(Math.log),
    weight: groupWeight,
    counts: Float64Array.from(countIndex.first, (i) => groupCounts[i] ?? 0),
    countAt: countIndex.of,
    customersByCount,
    customers,
    amountScale,
  };
}

function checkLengths({ purchases, averageSpend, weight }: SpendHistories): void {
  const count = purchases.length;
  if (count === 0) throw new RangeError('there are no customers: the columns are empty');
  if (averageSpend.length !== count || (weight?.length ?? count) !== count) {
    throw new RangeError('the columns purchases, averageSpend and weight differ in length');
  }
}

function checkSpend(purchases: number, average: number, row: number): void {
  if (!(purchases >= 0 && purchases < Infinity)) {
    throw new RangeError(`row ${row}: purchases must be finite, zero or more: got ${purchases}`);
  }
  if (purchases > 0 && !(average >= 0 && average < Infinity)) {
    throw new RangeError(`row ${row}: an average must be finite, zero or more: got ${average}`);
  }
}
