import { spendVariation } from '../spend/spend.ts';
import { gammaQuantile, gammaSurvival } from '../statistics/gamma-distribution.ts';
import type { ValueModel } from './value-model.ts';

/**
 * What each customer may bring, as columns: nothing with probability `silent`, else gamma with `shape` and `scale`. By moments instead of simulation, so that it is the same every time.
 */
export interface ValueDistributions {
  readonly silent: Float64Array;
  readonly shape: Float64Array;
  readonly scale: Float64Array;
}

/** What is expected of each customer; rows as those of the model. */
export interface ValueMoments {
  readonly probabilityAlive: Float64Array;
  readonly expectedPurchases: Float64Array;
  readonly value: Float64Array;
}

/**
 * Purchases of a living customer are negative binomial with shape r + x; a purchase varies around her mean, and her mean is uncertain, as the spend model says. Dropping out in mid-horizon is in the mean
 * but not in the variance. `silent` is the probability of no purchase, which may be a better one than the purchase model's own.
 */
export function valueDistributions(
  model: ValueModel,
  values: ValueMoments,
  noPurchase: Float64Array,
): ValueDistributions {
  const rows = values.value.length;
  const shape = new Float64Array(rows);
  const scale = new Float64Array(rows);
  const silent = new Float64Array(rows);
  values.value.forEach((mean, row) => {
    const none = mean > 0 ? Math.min(1, noPurchase[row] ?? 1) : 1;
    silent[row] = none;
    if (none >= 1) return;
    const { variation, least } = variationOf(model, values, row);
    const positiveMean = mean / (1 - none);
    const positiveVariation = Math.max(
      (variation + 1) * (1 - none) - 1,
      least / Math.max(1, (values.expectedPurchases[row] ?? 0) / (1 - none)),
      VARIATION_MIN,
    );
    shape[row] = 1 / positiveVariation;
    scale[row] = positiveMean * positiveVariation;
  });
  return { silent, shape, scale };
}

/** A customer who always does the same still differs by the last cent. */
const VARIATION_MIN = 1e-6;

/**
 * The coverage c of each single interval with which `share` of all customers lie in theirs. An interval that begins at zero holds at least the customers who buy nothing: one of 0.8 around everybody would hold
 * far more than 0.8 of them. So c is lowered until the mean of the larger of c and P(nothing) is `share`, but not below a half.
 */
export function nominalLevel(silent: Float64Array, share: number): number {
  const coverageAt = (level: number): number =>
    silent.reduce((sum, none) => sum + Math.max(level, none), 0) / Math.max(1, silent.length);
  return bisected(coverageAt, share);
}

/** The same from what happened: the c with which `share` of these customers' actual values lie in their intervals. */
export function seenLevel(distributions: ValueDistributions, actual: Float64Array, share: number): number {
  const places = placesOf(distributions, actual);
  return bisected((level) => coverage(distributions.silent, places, level), share);
}

const LEVEL_MIN = 0.5;

function bisected(coverageAt: (level: number) => number, share: number): number {
  let low = Math.min(LEVEL_MIN, share);
  let high = 0.999;
  for (let step = 0; step < 30; step++) {
    const middle = (low + high) / 2;
    if (coverageAt(middle) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Share of customers whose actual value lies in the interval of the given coverage. */
export function coverageOf(distributions: ValueDistributions, actual: Float64Array, level: number): number {
  return coverage(distributions.silent, placesOf(distributions, actual), level);
}

/** P(value ≤ actual) of each customer. */
function placesOf({ silent, shape, scale }: ValueDistributions, actual: Float64Array): Float64Array {
  return actual.map((value, row) => {
    const none = silent[row] ?? 1;
    if (value <= 0) return none;
    return none >= 1 ? 1 : none + (1 - none) * (1 - gammaSurvival(shape[row] ?? 1, value / (scale[row] ?? 1)));
  });
}

function coverage(silent: Float64Array, places: Float64Array, level: number): number {
  let within = 0;
  places.forEach((place, row) => {
    const none = silent[row] ?? 1;
    const { from, to } = sharesAt(none, level);
    if (place <= none && none > 0 ? from <= none : place >= from && place <= to) within++;
  });
  return within / Math.max(1, places.length);
}

/** From zero where nothing is likelier than a tail; else central. */
function sharesAt(silent: number, level: number): { readonly from: number; readonly to: number } {
  const tail = (1 - level) / 2;
  return silent > tail ? { from: 0, to: level } : { from: tail, to: 1 - tail };
}

/** Ends of each customer's interval. */
export interface ValueIntervals {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

export function valueIntervals({ silent, shape, scale }: ValueDistributions, level: number): ValueIntervals {
  const quantile = (row: number, share: number): number => {
    const none = silent[row] ?? 1;
    return share <= none ? 0 : gammaQuantile(shape[row] ?? 1, (share - none) / (1 - none)) * (scale[row] ?? 0);
  };
  const low = silent.map((none, row) => quantile(row, sharesAt(none, level).from));
  const high = silent.map((none, row) => quantile(row, sharesAt(none, level).to));
  return { low, high };
}

/** Squared coefficient of variation of a customer's value, zero included, and of one purchase of hers. */
function variationOf(
  model: ValueModel,
  values: ValueMoments,
  row: number,
): { readonly variation: number; readonly least: number } {
  const alive = values.probabilityAlive[row] ?? 1;
  const purchases = values.expectedPurchases[row] ?? 0;
  const shape = model.purchase.parameters.r + (model.histories.frequency[row] ?? 0);
  const whileAlive = purchases / Math.max(alive, 1e-12);
  const secondMoment = alive * (whileAlive + whileAlive * whileAlive * (1 + 1 / shape));
  const { purchase, mean } =
    model.spend === null
      ? { purchase: 1, mean: 1 }
      : spendVariation(model.spend, {
          purchases: model.spendHistories.purchases[row] ?? 0,
          averageSpend: model.spendHistories.averageSpend[row] ?? 0,
        });
  return {
    variation: ((purchases * purchase + secondMoment) * (1 + mean)) / (purchases * purchases) - 1,
    least: purchase,
  };
}
