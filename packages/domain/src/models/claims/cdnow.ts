import type { PurchaseRows, PurchaseSummaries } from '../histories/purchase-rows.ts';
import { summarizePurchases } from '../histories/summarize.ts';
import type { SpendHistories } from '../spend/spend-history.ts';
import type { TruthData } from './claim.ts';

/** 1997-09-30, the last day of the 39 weeks on which the papers estimate, since 1970-01-01. */
const calibrationEndDay = 10_134;

/** The calibration period as the papers use it; null where the sample is absent. */
export function cdnowCalibration(data: TruthData): PurchaseSummaries<'week'> | null {
  if (data.cdnowSample === null) return null;
  return remember(summaries, data.cdnowSample, (rows) =>
    summarizePurchases(rows, { unit: 'week', endDay: calibrationEndDay }),
  );
}

/** Repeat purchases and their average, of the same customers. */
export function cdnowSpend(data: TruthData): SpendHistories | null {
  const calibration = cdnowCalibration(data);
  return calibration === null
    ? null
    : { purchases: calibration.histories.frequency, averageSpend: calibration.averageRepeatSpend };
}

/**
 * A value computed from data once for all claims that ask: `compute` is named by `store`, which
 * holds nothing that the garbage collector would otherwise take.
 */
export function remember<Key extends object, Value>(
  store: WeakMap<Key, Value>,
  key: Key,
  compute: (key: Key) => Value,
): Value {
  const known = store.get(key);
  if (known !== undefined) return known;
  const value = compute(key);
  store.set(key, value);
  return value;
}

const summaries = new WeakMap<PurchaseRows, PurchaseSummaries<'week'>>();
