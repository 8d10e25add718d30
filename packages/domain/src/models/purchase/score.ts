import { aliveCustomer } from './alive-customer.ts';
import { settledHistories } from '../histories/check-histories.ts';
import { discountedFutureTransactions, futureSilence, futureTransactions } from './future.ts';
import type { PurchaseHistories, Span, TimeUnit } from '../histories/history.ts';
import { aliveUnchecked, checkDiscount } from './predict.ts';
import type { DiscountOptions } from './predict.ts';
import type { PurchaseModel } from './purchase-model.ts';
import { indexRows } from '../histories/row-index.ts';

/** What a model says of each customer, as columns in the order of the histories. */
export interface PurchaseScores {
  readonly probabilityAlive: Float64Array;
  readonly expectedTransactions: Float64Array;
  readonly probabilityNoPurchase: Float64Array;
  /** Present where a discount was asked for. */
  readonly discountedTransactions?: Float64Array;
}

export interface ScoreOptions<U extends TimeUnit = TimeUnit> {
  readonly horizon: Span<U>;
  readonly discount?: DiscountOptions<U>;
}

/**
 * Scores many customers at once. What may come, given that a customer is alive, depends on her
 * frequency and age alone, so it is computed once for each distinct pair of them.
 * @throws RangeError when the histories are unusable, or their unit is not the model's.
 */
export function scoreCustomers<U extends TimeUnit>(
  model: PurchaseModel<U>,
  histories: PurchaseHistories<U>,
  options: ScoreOptions<U>,
): PurchaseScores {
  const pairs = indexPairs(model, histories);
  const { horizon, discount } = options;
  const transactions = pairs.map((pair) => futureTransactions(pair, horizon));
  const silence = pairs.map((pair) => futureSilence(pair, horizon));
  const probabilityAlive = scoreAlive(model, histories);
  const scores = {
    probabilityAlive,
    expectedTransactions: multiply(probabilityAlive, transactions, pairs.of),
    probabilityNoPurchase: probabilityAlive.map((alive, i) => 1 - alive * (1 - (silence[pairs.of[i] ?? 0] ?? 0))),
  };
  if (discount === undefined) return scores;
  const checked = checkDiscount(discount);
  const discounted = pairs.map((pair) => discountedFutureTransactions(pair, checked));
  return {
    ...scores,
    discountedTransactions: multiply(probabilityAlive, discounted, pairs.of),
  };
}

/** P(alive) of each customer. @throws RangeError as `scoreCustomers` does. */
export function scoreProbabilityAlive<U extends TimeUnit>(
  model: PurchaseModel<U>,
  histories: PurchaseHistories<U>,
): Float64Array {
  return scoreAlive(model, histories);
}

/** Expected purchases of each within the horizon. @throws RangeError as `scoreCustomers` does. */
export function scoreExpectedTransactions<U extends TimeUnit>(
  model: PurchaseModel<U>,
  histories: PurchaseHistories<U>,
  horizon: Span<U>,
): Float64Array {
  const pairs = indexPairs(model, histories);
  const transactions = pairs.map((pair) => futureTransactions(pair, horizon));
  return multiply(scoreAlive(model, histories), transactions, pairs.of);
}

/** The chance of no purchase of each. @throws RangeError as `scoreCustomers` does. */
export function scoreProbabilityNoPurchase<U extends TimeUnit>(
  model: PurchaseModel<U>,
  histories: PurchaseHistories<U>,
  horizon: Span<U>,
): Float64Array {
  const pairs = indexPairs(model, histories);
  const silence = pairs.map((pair) => futureSilence(pair, horizon));
  return scoreAlive(model, histories).map((alive, i) => 1 - alive * (1 - (silence[pairs.of[i] ?? 0] ?? 0)));
}

/** Discounted purchases to come of each. @throws RangeError as `scoreCustomers` does. */
export function scoreDiscountedExpectedTransactions<U extends TimeUnit>(
  model: PurchaseModel<U>,
  histories: PurchaseHistories<U>,
  options: DiscountOptions<U>,
): Float64Array {
  const checked = checkDiscount(options);
  const pairs = indexPairs(model, histories);
  const discounted = pairs.map((pair) => discountedFutureTransactions(pair, checked));
  return multiply(scoreAlive(model, histories), discounted, pairs.of);
}

type AliveCustomer = ReturnType<typeof aliveCustomer>;

/** The distinct pairs of frequency and age, and which of them each customer has. */
interface Pairs {
  readonly of: Int32Array;
  map(forecast: (customer: AliveCustomer) => number): Float64Array;
}

function indexPairs(model: PurchaseModel, histories: PurchaseHistories): Pairs {
  const { frequency, age } = settled(model, histories);
  const { of, first } = indexRows([frequency, age]);
  return {
    of,
    map: (forecast) =>
      Float64Array.from(first, (row) => forecast(aliveCustomer(model, frequency[row] ?? 0, age[row] ?? 0))),
  };
}

function scoreAlive(model: PurchaseModel, histories: PurchaseHistories): Float64Array {
  const { frequency, recency, age } = settled(model, histories);
  const history = { frequency: 0, recency: 0, age: 0 };
  const alive = new Float64Array(frequency.length);
  for (let i = 0; i < alive.length; i += 1) {
    history.frequency = frequency[i] ?? 0;
    history.recency = recency[i] ?? 0;
    history.age = age[i] ?? 0;
    alive[i] = aliveUnchecked(model, history);
  }
  return alive;
}

function multiply(alive: Float64Array, forecast: Float64Array, of: Int32Array): Float64Array {
  return alive.map((chance, i) => chance * (forecast[of[i] ?? 0] ?? 0));
}

function settled(model: PurchaseModel, histories: PurchaseHistories): PurchaseHistories {
  if (model.unit !== histories.unit) {
    throw new RangeError(`the model counts ${model.unit}s and the histories ${histories.unit}s`);
  }
  return settledHistories(histories);
}
