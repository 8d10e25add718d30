import type { Transactions } from './transactions.ts';

/**
 * Purchase occasions: the sales of one customer on one day, merged. What the purchase models and the gap statistics count, because two
 * receipts on one day are one decision to buy (Fader, Hardie & Lee 2005 merge same-day orders of CDNOW likewise).
 *
 * An occasion wholly given back did not happen and is left out, from the day on which that became known.
 * A day on which a customer only returned something is no occasion; what was returned is in `returned` of the occasion it belongs to
 * where `returnOf` says so, else of the latest occasion on or before the return; a return before any purchase is in `unmatchedReturns`.
 */
export interface Occasions {
  readonly count: number;
  readonly customerCount: number;
  /** Rows of customer c: `start[c] … start[c + 1]`; length `customerCount + 1`. */
  readonly start: Uint32Array;
  readonly customer: Uint32Array;
  /** Days since 1970-01-01, strictly increasing within a customer. */
  readonly day: Int32Array;
  /** Sales of the day in units of currency, before returns; ≥ 0. */
  readonly amount: Float64Array;
  /** What was later given back of them, as a positive number; may exceed `amount` when data are incomplete. */
  readonly returned: Float64Array;
  readonly unmatchedReturns: number;
}

/** The part of the history to look at: occasions on days `from ≤ day ≤ to`; returns recorded after `to` are not yet known. */
export interface DaySpan {
  readonly from?: number;
  readonly to?: number;
}

/** Merges lines to occasions in one pass. As known at the end of day `span.to`: nothing later leaks in. */
export function occasionsOf(transactions: Transactions, span: DaySpan = {}): Occasions {
  const from = span.from ?? Number.NEGATIVE_INFINITY;
  const to = span.to ?? Number.POSITIVE_INFINITY;
  const { customerCount, rowCount, orderedOn, isReturn } = transactions;
  const builder = createBuilder(rowCount, customerCount);
  for (let who = 0; who < customerCount; who++) {
    const end = transactions.start[who + 1] ?? 0;
    for (let row = transactions.start[who] ?? 0; row < end; row++) {
      const day = orderedOn[row] ?? 0;
      if (day < from || day > to) continue;
      if (isReturn?.[row] !== 1) builder.sale(who, day, transactions.amount[row] ?? 0);
    }
    builder.closeCustomer(who);
    if (isReturn === undefined) continue;
    for (let row = transactions.start[who] ?? 0; row < end; row++) {
      const day = orderedOn[row] ?? 0;
      if (isReturn[row] !== 1 || day < from || day > to) continue;
      builder.giveBack(
        who,
        Math.min(day, knownDay(transactions.returnOf?.[row], day)),
        -(transactions.amount[row] ?? 0),
      );
    }
    builder.dropGivenBack(who);
  }
  return builder.finish();
}

/** Sums of cents as floating numbers differ in the last digits; a billionth is no money. */
const RETURN_TOLERANCE = 1e-9;

function knownDay(returnOf: number | undefined, day: number): number {
  return returnOf === undefined || returnOf < -1_000_000 ? day : returnOf;
}

function createBuilder(capacity: number, customerCount: number) {
  const start = new Uint32Array(customerCount + 1);
  const customer = new Uint32Array(capacity);
  const days = new Int32Array(capacity);
  const amounts = new Float64Array(capacity);
  const returned = new Float64Array(capacity);
  let count = 0;
  let unmatchedReturns = 0;
  return {
    sale(who: number, day: number, amount: number): void {
      if (count > (start[who] ?? 0) && days[count - 1] === day) {
        amounts[count - 1] = (amounts[count - 1] ?? 0) + amount;
        return;
      }
      customer[count] = who;
      days[count] = day;
      amounts[count] = amount;
      count++;
    },
    closeCustomer(who: number): void {
      start[who + 1] = count;
    },
    dropGivenBack(who: number): void {
      const { kept, excess } = dropGivenBack({ customer, days, amounts, returned }, start[who] ?? 0, count);
      unmatchedReturns += excess;
      count = kept;
      start[who + 1] = kept;
    },
    giveBack(who: number, day: number, amount: number): void {
      let at = count - 1;
      while (at >= (start[who] ?? 0) && (days[at] ?? 0) > day) at--;
      if (at < (start[who] ?? 0)) unmatchedReturns += amount;
      else returned[at] = (returned[at] ?? 0) + amount;
    },
    finish(): Occasions {
      return {
        count,
        customerCount,
        start,
        unmatchedReturns,
        customer: customer.slice(0, count),
        day: days.slice(0, count),
        amount: amounts.slice(0, count),
        returned: returned.slice(0, count),
      };
    },
  };
}

interface BuilderColumns {
  readonly customer: Uint32Array;
  readonly days: Int32Array;
  readonly amounts: Float64Array;
  readonly returned: Float64Array;
}

/** Closes the gaps that purchases wholly given back leave in rows `from … to`; `excess` is what was given back beyond them. */
function dropGivenBack(columns: BuilderColumns, from: number, to: number): { kept: number; excess: number } {
  const { customer, days, amounts, returned } = columns;
  let kept = from;
  let excess = 0;
  for (let at = from; at < to; at++) {
    const amount = amounts[at] ?? 0;
    const back = returned[at] ?? 0;
    if (amount > 0 && back >= amount * (1 - RETURN_TOLERANCE)) {
      excess += Math.max(0, back - amount);
      continue;
    }
    customer[kept] = customer[at] ?? 0;
    days[kept] = days[at] ?? 0;
    amounts[kept] = amount;
    returned[kept] = back;
    kept++;
  }
  returned.fill(0, kept, to);
  return { kept, excess };
}

/** The occasions of some customers only; customers keep their numbers, the others have none. */
export function occasionsOfCustomers(occasions: Occasions, isKept: (who: number) => boolean): Occasions {
  const keep = Uint8Array.from({ length: occasions.customerCount }, (_, who) => (isKept(who) ? 1 : 0));
  const start = new Uint32Array(occasions.customerCount + 1);
  for (let who = 0; who < occasions.customerCount; who++) {
    const own = (occasions.start[who + 1] ?? 0) - (occasions.start[who] ?? 0);
    start[who + 1] = (start[who] ?? 0) + (keep[who] === 1 ? own : 0);
  }
  const isKeptRow = (_: number, at: number): boolean => keep[occasions.customer[at] ?? 0] === 1;
  return {
    count: start[occasions.customerCount] ?? 0,
    customerCount: occasions.customerCount,
    start,
    customer: occasions.customer.filter(isKeptRow),
    day: occasions.day.filter(isKeptRow),
    amount: occasions.amount.filter(isKeptRow),
    returned: occasions.returned.filter(isKeptRow),
    unmatchedReturns: occasions.unmatchedReturns,
  };
}
