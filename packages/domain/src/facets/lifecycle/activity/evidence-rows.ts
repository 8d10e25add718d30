import type { OrderLineRow, OrderRow, RefundRow } from './rows.ts';
import { never } from '../../../kernel/base/instants.ts';

/** Joins of evidence rows: commutative, associative and idempotent, so that the order of arrival leaves no trace (E3). */

/** An order of which nothing is known: the neutral element of `joinOrders`, and "loaded, not there". */
export function emptyOrder(space: string, orderId: string): OrderRow {
  return {
    space,
    orderId,
    placedAt: null,
    paidAt: null,
    fulfilledAt: null,
    cancelledAt: null,
    amountMinor: 0,
    amountRank: 0,
    amountAt: 0,
    amountMessage: '',
    itemCount: 0,
    category: '',
    channel: '',
    storeId: '',
  };
}

export function joinOrders(a: OrderRow, b: OrderRow): OrderRow {
  const amount = compareAmounts(a, b) >= 0 ? a : b;
  return {
    space: a.space,
    orderId: a.orderId,
    placedAt: earliest(a.placedAt, b.placedAt),
    paidAt: earliest(a.paidAt, b.paidAt),
    fulfilledAt: earliest(a.fulfilledAt, b.fulfilledAt),
    cancelledAt: earliest(a.cancelledAt, b.cancelledAt),
    amountMinor: amount.amountMinor,
    amountRank: amount.amountRank,
    amountAt: amount.amountAt,
    amountMessage: amount.amountMessage,
    itemCount: amount.itemCount,
    category: amount.category,
    channel: amount.channel,
    storeId: amount.storeId,
  };
}

export function isSameOrder(a: OrderRow, b: OrderRow): boolean {
  return (
    a.placedAt === b.placedAt &&
    a.paidAt === b.paidAt &&
    a.fulfilledAt === b.fulfilledAt &&
    a.cancelledAt === b.cancelledAt &&
    compareAmounts(a, b) === 0
  );
}

/** Paid or updated over placed, then the later, then the greater message. */
function compareAmounts(a: OrderRow, b: OrderRow): number {
  if (a.amountRank !== b.amountRank) return a.amountRank - b.amountRank;
  if (a.amountAt !== b.amountAt) return a.amountAt - b.amountAt;
  if (a.amountMessage === b.amountMessage) return 0;
  return a.amountMessage < b.amountMessage ? -1 : 1;
}

/** Whether lines of one fact stand before those of another: as with amounts. */
export function compareLines(a: OrderLineRow, b: OrderLineRow): number {
  if (a.factRank !== b.factRank) return a.factRank - b.factRank;
  if (a.factAt !== b.factAt) return a.factAt - b.factAt;
  if (a.factMessage === b.factMessage) return 0;
  return a.factMessage < b.factMessage ? -1 : 1;
}

/** A refund told twice is one: the earlier telling wins, then the smaller amount, then the smaller text of its lines. */
export function joinRefunds(a: RefundRow, b: RefundRow): RefundRow {
  if (a.refundedAt !== b.refundedAt) return a.refundedAt < b.refundedAt ? a : b;
  if (a.amountMinor !== b.amountMinor) return a.amountMinor < b.amountMinor ? a : b;
  return a.lines <= b.lines ? a : b;
}

export function isSameRefund(a: RefundRow, b: RefundRow): boolean {
  return a.refundedAt === b.refundedAt && a.amountMinor === b.amountMinor && a.lines === b.lines;
}

export function placeOf(channel: string, storeId: string): string {
  return storeId === '' ? channel : `${channel}/${storeId}`;
}

/** Smaller of two nullable instants, `never` when there is none. */
export function earliest(a: number | null, b: number | null): number | null {
  if (a === null) return b;
  if (b === null) return a;
  return Math.min(a, b);
}

/** What makes a purchase of an order, as the program's settings have it. */
export type CountsWhen = 'placed' | 'paid';

/**
 * When an order counts as a purchase: at the earliest of what is known of it, or, for programs that count paid orders
 * only, when it was paid (or handed over, which says that it was settled). `never` when it does not count yet.
 */
export function purchasedAt(order: OrderRow, countsWhen: CountsWhen): number {
  const settled = earliest(order.paidAt, order.fulfilledAt);
  return (countsWhen === 'placed' ? earliest(order.placedAt, settled) : settled) ?? never;
}
