import type { PurchaseHistories, TimeUnit } from './history.ts';

/**
 * Purchases as columns, one row an order, in any order. Returns and cancellations are not
 * purchases and are left out by the caller.
 */
export interface PurchaseRows {
  /** The customer as an index, 0 up to the number of customers less one. */
  readonly customer: Uint32Array;
  /** The day of the order as a day number (days since 1970-01-01 in the brand's zone). */
  readonly day: Int32Array;
  /** What was paid, in one currency. */
  readonly amount: Float64Array;
}

export interface SummaryOptions<U extends TimeUnit> {
  readonly unit: U;
  /** The last day observed, included; rows after it are ignored. */
  readonly endDay: number;
}

/** One row a customer that bought by the end, in ascending order of customer index. */
export interface PurchaseSummaries<U extends TimeUnit = TimeUnit> {
  /** Which customer each row is. */
  readonly customer: Uint32Array;
  readonly firstDay: Int32Array;
  readonly lastDay: Int32Array;
  readonly histories: PurchaseHistories<U>;
  /** What all purchase days brought in, the first included. */
  readonly totalSpend: Float64Array;
  /** Mean spend of a repeat purchase day; 0 where there was none. */
  readonly averageRepeatSpend: Float64Array;
}
