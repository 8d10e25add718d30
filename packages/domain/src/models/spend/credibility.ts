import type { SpendEvidence } from './spend-history.ts';
import type { CredibilityModel, OneMeanModel } from './spend-model.ts';

/**
 * Credibility by the unbiased moments of Bühlmann and Straub (1970): no shape is assumed, so that people who always spend 30 and people who always spend 70 are told apart, where Gamma-Gamma, whose
 * means are inverse gamma, would draw them to one another. Where nobody bought twice the two variances cannot be told, and everybody gets the mean.
 * @throws RangeError when nobody has a purchase.
 */
export function fitCredibility(spend: SpendEvidence): CredibilityModel {
  const { customers, purchases, mean, within, sumOfSquaredCounts, betweenSquares } = momentsOf(spend);
  const spread = purchases - sumOfSquaredCounts / purchases;
  const between =
    within === null || spread <= 0 ? 0 : Math.max(0, (betweenSquares - (customers - 1) * within) / spread);
  const model = { kind: 'credibility', mean, within: within ?? 0, between, customers } as const;
  let weight = 0;
  let sum = 0;
  spend.purchases.forEach((count, row) => {
    const share = credibilityOf(model, count);
    weight += share;
    sum += share * (spend.averageSpend[row] ?? 0);
  });
  return weight > 0 ? { ...model, mean: sum / weight } : model;
}

/** @throws RangeError when nobody has a purchase. */
export function fitOneMean(spend: SpendEvidence): OneMeanModel {
  const { customers, purchases, mean } = momentsOf(spend);
  const squares = spend.squares.reduce((sum, square) => sum + square, 0);
  return { kind: 'one-mean', mean, within: Math.max(0, squares / purchases - mean * mean), customers };
}

/** Weight of her own mean after so many purchases, 0 to 1. */
export function credibilityOf({ within, between }: CredibilityModel, purchases: number): number {
  const own = purchases * between;
  return own > 0 ? own / (own + within) : 0;
}

interface SpendMoments {
  readonly customers: number;
  readonly purchases: number;
  readonly mean: number;
  /** Pooled variance within customers; `null` when nobody has two purchases. */
  readonly within: number | null;
  readonly sumOfSquaredCounts: number;
  /** Σ n (own mean − mean)². */
  readonly betweenSquares: number;
}

function momentsOf({ purchases, averageSpend, squares }: SpendEvidence): SpendMoments {
  let customers = 0;
  let count = 0;
  let sum = 0;
  let sumOfSquaredCounts = 0;
  let withinSquares = 0;
  purchases.forEach((own, row) => {
    if (own === 0) return;
    const average = averageSpend[row] ?? 0;
    customers++;
    count += own;
    sum += own * average;
    sumOfSquaredCounts += own * own;
    withinSquares += Math.max(0, (squares[row] ?? 0) - own * average * average);
  });
  if (count === 0) throw new RangeError('nobody has a purchase');
  const mean = sum / count;
  const betweenSquares = purchases.reduce(
    (total, own, row) => total + own * ((averageSpend[row] ?? 0) - mean) ** 2 * (own > 0 ? 1 : 0),
    0,
  );
  const free = count - customers;
  return {
    customers,
    purchases: count,
    mean,
    within: free > 0 ? withinSquares / free : null,
    sumOfSquaredCounts,
    betweenSquares,
  };
}
