import type { PurchaseHistories, PurchaseHistory, TimeUnit } from './history.ts';

/**
 * Refuses columns that no customer can have, naming the first row that is wrong.
 * @throws RangeError when columns differ in length or are empty, or a row breaks the shapes that
 *   `PurchaseHistory` states, or weights are negative or all zero.
 */
export function checkHistories(histories: PurchaseHistories): void {
  const { frequency, recency, age, weight } = histories;
  const count = frequency.length;
  if (count === 0) throw new RangeError('there are no customers: the columns are empty');
  if (recency.length !== count || age.length !== count || (weight?.length ?? count) !== count) {
    throw new RangeError('the columns frequency, recency, age and weight differ in length');
  }
  for (let i = 0; i < count; i += 1) {
    const x = frequency[i] ?? Number.NaN;
    const last = recency[i] ?? Number.NaN;
    const end = age[i] ?? Number.NaN;
    if (!isPossible(x, last, end)) throw impossible({ frequency: x, recency: last, age: end }, i);
  }
  if (weight !== undefined) checkWeights(weight);
}

/** The same for one customer. @throws RangeError */
export function checkHistory<U extends TimeUnit>(history: PurchaseHistory<U>): void {
  const { frequency, recency, age } = history;
  if (!isPossible(frequency, recency, age)) throw impossible(history, 0);
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
