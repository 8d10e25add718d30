import { daysPerUnit } from './history.ts';
import type { PurchaseHistories, PurchaseHistory, TimeUnit } from './history.ts';

/** Purchases are told by the day, so a last purchase less than half a day after the end is a time that was rounded somewhere, and not one from the future. */
const ROUNDING_DAYS = 0.5;

/**
 * Refuses columns that no customer can have, naming the first row that is wrong. A recency that rounding has put beyond the age, by less than half a day, is taken as the age: one such row
 * must not make a million customers unusable. Columns without one are given back as they are.
 * @throws RangeError when columns differ in length or are empty, or a row breaks the shapes that
 *   `PurchaseHistory` states, or weights are negative or all zero.
 */
export function settledHistories<U extends TimeUnit>(histories: PurchaseHistories<U>): PurchaseHistories<U> {
  const { frequency, recency, age, weight, unit } = histories;
  const count = frequency.length;
  let isRounded = false;
  if (count === 0) throw new RangeError('there are no customers: the columns are empty');
  if (recency.length !== count || age.length !== count || (weight?.length ?? count) !== count) {
    throw new RangeError('the columns frequency, recency, age and weight differ in length');
  }
  for (let i = 0; i < count; i += 1) {
    const x = frequency[i] ?? Number.NaN;
    const last = recency[i] ?? Number.NaN;
    const end = age[i] ?? Number.NaN;
    const settled = settledRecency(last, end, unit);
    if (!isPossible(x, settled, end)) throw impossible({ frequency: x, recency: last, age: end }, i);
    isRounded ||= settled !== last;
  }
  if (weight !== undefined) checkWeights(weight);
  return isRounded ? { ...histories, recency: recency.map((last, i) => Math.min(last, age[i] ?? last)) } : histories;
}

/** The same for one customer. @throws RangeError */
export function settledHistory<U extends TimeUnit>(history: PurchaseHistory<U>): PurchaseHistory<U> {
  const { frequency, recency, age, unit } = history;
  const settled = settledRecency(recency, age, unit);
  if (!isPossible(frequency, settled, age)) throw impossible(history, 0);
  return settled === recency ? history : { ...history, recency: settled };
}

function settledRecency(recency: number, age: number, unit: TimeUnit): number {
  return recency > age && recency - age < ROUNDING_DAYS / daysPerUnit[unit] ? age : recency;
}

/** @throws RangeError when a weight is negative or not finite, or none is positive. */
export function checkWeights(weight: Float64Array): void {
  let total = 0;
  for (let i = 0; i < weight.length; i += 1) {
    const one = weight[i] ?? Number.NaN;
    if (!(one >= 0 && one < Infinity)) {
      throw new RangeError(`row ${i}: a weight must be finite and not negative: got ${one}`);
    }
    total += one;
  }
  if (total === 0) throw new RangeError('there are no customers: all weights are zero');
}

function isPossible(frequency: number, recency: number, age: number): boolean {
  return (
    Number.isInteger(frequency) &&
    frequency >= 0 &&
    age < Infinity &&
    recency <= age &&
    (frequency === 0 ? recency === 0 : recency > 0)
  );
}

function impossible(
  { frequency, recency, age }: { frequency: number; recency: number; age: number },
  row: number,
): RangeError {
  const got = `frequency ${frequency}, recency ${recency}, age ${age}`;
  return new RangeError(`row ${row}: ${complaint(frequency, recency, age)}: got ${got}`);
}

function complaint(frequency: number, recency: number, age: number): string {
  if (!Number.isInteger(frequency) || frequency < 0) {
    return 'frequency must be a whole number of repeat purchases, zero or more';
  }
  if (!Number.isFinite(recency) || !Number.isFinite(age)) return 'times must be finite numbers';
  if (recency > age) return 'the last purchase lies after the end of observation';
  return frequency === 0
    ? 'recency must be 0 where there is no repeat purchase'
    : 'recency must be positive where there are repeat purchases (same-day orders are one)';
}
