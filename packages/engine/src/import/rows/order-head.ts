import { readOrderStatus, type OrderStanding } from '@perennial/domain/reading';
import type { FileRow } from './file-row.ts';
import type { RowReader } from './row-reader.ts';

/** What a row says of its whole order. Money in minor units, never below zero; undefined where the row is silent. */
export interface OrderHead {
  /** Undefined also for a status that is not known: such an order counts as sold. */
  readonly standing: OrderStanding | undefined;
  /** As it is written, for the reason. */
  readonly status: string;
  readonly totalMinor: number | undefined;
  readonly refundMinor: number | undefined;
  readonly discountMinor: number | undefined;
  readonly shippingMinor: number | undefined;
}

/** Reads the head of an order from one of its rows. */
export function readOrderHead(reader: RowReader, row: FileRow): OrderHead {
  const status = reader.text(row, 'status');
  // A time has a digit; zeros, dashes and words for nothing say that it was not.
  const isCancelled = /[1-9]/.test(reader.text(row, 'cancelledAt'));
  const currency = reader.currency(row);
  const minorOf = (field: string): number | undefined => {
    const units = reader.decimal(row, field);
    return units === undefined ? undefined : reader.minor(Math.abs(units), currency);
  };
  const standing = status === '' ? undefined : readOrderStatus(status);
  return {
    // A refund tells of money that came and went; the day of a cancellation only that the order ended.
    standing: isCancelled && standing !== 'refunded' ? 'cancelled' : standing,
    status,
    totalMinor: minorOf('orderTotal'),
    refundMinor: minorOf('refund'),
    discountMinor: minorOf('discount'),
    shippingMinor: minorOf('shipping'),
  };
}

/** The head of an order from those of its rows: the first that speaks. */
export function joinHeads(heads: readonly OrderHead[]): OrderHead {
  const first = <K extends keyof OrderHead>(key: K, isSilent: (value: OrderHead[K]) => boolean) =>
    heads.find((head) => !isSilent(head[key]))?.[key];
  const isUndefined = (value: unknown) => value === undefined;
  return {
    standing: first('standing', isUndefined),
    status: first('status', (value) => value === '') ?? '',
    totalMinor: first('totalMinor', isUndefined),
    refundMinor: refundOf(heads),
    discountMinor: first('discountMinor', isUndefined),
    shippingMinor: first('shippingMinor', isUndefined),
  };
}

/** Where the order's total is stated, its refund is the order's too, and stands once or on each line; else each line states its own. */
function refundOf(heads: readonly OrderHead[]): number | undefined {
  const stated = heads.flatMap(({ refundMinor }) => (refundMinor === undefined ? [] : [refundMinor]));
  if (stated.length === 0) return undefined;
  const isOfOrder = heads.some(({ totalMinor }) => totalMinor !== undefined);
  return isOfOrder ? stated[0] : stated.reduce((sum, one) => sum + one, 0);
}

/** What came of the order. `unsold` orders were never paid for: nothing is told of them, or that they were cancelled. */
export type OrderOutcome =
  | { readonly kind: 'sold'; readonly amountMinor: number; readonly refundMinor: number }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'unpaid' };

/** A total that is stated stands; else the lines are added up, less the discount of the order and with its shipping. */
export function outcomeOf(head: OrderHead, linesMinor: number): OrderOutcome {
  if (head.standing === 'cancelled' || head.standing === 'unpaid') return { kind: head.standing };
  const summed = Math.max(0, linesMinor - (head.discountMinor ?? 0)) + (head.shippingMinor ?? 0);
  const amountMinor = head.totalMinor ?? summed;
  const refunded = head.refundMinor ?? 0;
  const refundMinor = head.standing === 'refunded' && refunded === 0 ? amountMinor : refunded;
  return { kind: 'sold', amountMinor, refundMinor };
}
