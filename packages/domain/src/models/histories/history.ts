/**
 * What the purchase models need to know of a customer: how many repeat purchases, when the last
 * one was, and how long she has been watched. Both times count from her first purchase.
 *
 * Units are part of the types: a history, a model and a span in days cannot be mixed with ones
 * in weeks. Same-day orders are one purchase (see `summarizePurchases`).
 */

/** The unit in which a history and everything fitted to it measure time. */
export type TimeUnit = 'day' | 'week';

/** How many days a unit has. */
export const daysPerUnit = { day: 1, week: 7 } as const satisfies Record<TimeUnit, number>;

declare const spanUnit: unique symbol;

/** A length of time in unit `U`, finite and not negative; made by `span`, `days` or `weeks`. */
export type Span<U extends TimeUnit = TimeUnit> = number & { readonly [spanUnit]: U };

/** One customer. Shapes: `frequency` ≥ 0 is x, 0 ≤ `recency` ≤ `age`; recency is 0 when x is 0. */
export interface PurchaseHistory<U extends TimeUnit = TimeUnit> {
  readonly unit: U;
  /** Repeat purchases x: purchases after the first. */
  readonly frequency: number;
  /** t_x: from the first to the last purchase. */
  readonly recency: number;
  /** T: from the first purchase to the end of observation. */
  readonly age: number;
}

/** Many customers as columns of equal length; row i of every column is customer i. */
export interface PurchaseHistories<U extends TimeUnit = TimeUnit> {
  readonly unit: U;
  readonly frequency: Float64Array;
  readonly recency: Float64Array;
  readonly age: Float64Array;
  /** How many customers a row stands for; one each where absent. */
  readonly weight?: Float64Array;
}

/**
 * A span of `length` units, to be given as a horizon.
 * @throws RangeError when the length is negative, infinite or not a number.
 */
export function span<U extends TimeUnit>(length: number, unit: U): Span<U> {
  if (!isSpan(length, unit)) {
    throw new RangeError(`a span must be a finite number of ${unit}s, zero or more: got ${length}`);
  }
  return length;
}

/** A span in days. @throws RangeError as `span` does. */
export function days(length: number): Span<'day'> {
  return span(length, 'day');
}

/** A span in weeks. @throws RangeError as `span` does. */
export function weeks(length: number): Span<'week'> {
  return span(length, 'week');
}

/** Row `index` of the columns as one history. @throws RangeError when there is no such row. */
export function historyAt<U extends TimeUnit>(histories: PurchaseHistories<U>, index: number): PurchaseHistory<U> {
  const frequency = histories.frequency[index];
  const recency = histories.recency[index];
  const age = histories.age[index];
  if (frequency === undefined || recency === undefined || age === undefined) {
    throw new RangeError(`there is no customer ${index} among ${histories.frequency.length}`);
  }
  return { unit: histories.unit, frequency, recency, age };
}

/** Columns from single histories; `unit` is given so that an empty list has one too. */
export function toHistories<U extends TimeUnit>(list: readonly PurchaseHistory<U>[], unit: U): PurchaseHistories<U> {
  return {
    unit,
    frequency: Float64Array.from(list, (one) => one.frequency),
    recency: Float64Array.from(list, (one) => one.recency),
    age: Float64Array.from(list, (one) => one.age),
  };
}

/** The same histories told in another unit: only the two times change. */
export function convertHistories<U extends TimeUnit>(histories: PurchaseHistories, unit: U): PurchaseHistories<U> {
  const factor = daysPerUnit[histories.unit] / daysPerUnit[unit];
  return {
    ...histories,
    unit,
    recency: histories.recency.map((time) => time * factor),
    age: histories.age.map((time) => time * factor),
  };
}

function isSpan<U extends TimeUnit>(length: number, _unit: U): length is Span<U> {
  return Number.isFinite(length) && length >= 0;
}
