import { occasionsOf } from '../transactions/occasions.ts';
import type { Transactions } from '../transactions/transactions.ts';

/** Recency, frequency and money of customers as columns of equal length, one row a customer who bought by `asOf`. */
export interface RfmFacts {
  /** The day the facts are told as of, included; days since 1970-01-01. */
  readonly asOf: number;
  /** Index of the customer in the transactions, ascending. */
  readonly customer: Uint32Array;
  /** Days from the last purchase to `asOf`, ≥ 0: small is good. */
  readonly recencyDays: Float64Array;
  /** Days on which she bought, ≥ 1. */
  readonly frequency: Float64Array;
  /** Sales less returns in units of currency; may be negative where returns exceed purchases. */
  readonly monetary: Float64Array;
}

export interface RfmOptions {
  /** Any day, past ones too: nothing after it is looked at. The last day of the data where absent. */
  readonly asOf?: number;
  /** Look back only so many days (365 is usual in retail); all history where absent. A positive integer. */
  readonly windowDays?: number;
}

/** Sums of the same cents in another order differ in the last bits; a millionth of a unit makes equal sums equal again, so that ties stay ties. */
const MONEY_GRID = 1e6;

/**
 * The facts that RFM scores are made of. A customer with no purchase in the window has no row.
 * @throws RangeError when `windowDays` is not a positive integer.
 */
export function rfmFactsOf(transactions: Transactions, options: RfmOptions = {}): RfmFacts {
  const asOf = options.asOf ?? transactions.lastOn;
  const windowDays = options.windowDays ?? Number.POSITIVE_INFINITY;
  if (!(windowDays >= 1) || (Number.isFinite(windowDays) && !Number.isInteger(windowDays))) {
    throw new RangeError(`an RFM window is a whole number of days, one or more: got ${windowDays}`);
  }
  const occasions = occasionsOf(transactions, { from: asOf - windowDays + 1, to: asOf });
  const customer: number[] = [];
  const recencyDays: number[] = [];
  const frequency: number[] = [];
  const monetary: number[] = [];
  for (let who = 0; who < occasions.customerCount; who++) {
    const from = occasions.start[who] ?? 0;
    const to = occasions.start[who + 1] ?? 0;
    if (from === to) continue;
    let money = 0;
    for (let at = from; at < to; at++) money += (occasions.amount[at] ?? 0) - (occasions.returned[at] ?? 0);
    customer.push(who);
    recencyDays.push(asOf - (occasions.day[to - 1] ?? 0));
    frequency.push(to - from);
    monetary.push(Math.round(money * MONEY_GRID) / MONEY_GRID);
  }
  return {
    asOf,
    customer: Uint32Array.from(customer),
    recencyDays: Float64Array.from(recencyDays),
    frequency: Float64Array.from(frequency),
    monetary: Float64Array.from(monetary),
  };
}
