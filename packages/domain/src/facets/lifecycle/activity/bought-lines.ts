import { purchasedAt } from './evidence-rows.ts';
import type { CountsWhen } from './evidence-rows.ts';
import { keptLines, soldOrder } from './remaining-lines.ts';
import type { SoldLine } from './remaining-lines.ts';
import { orderKey } from './rows.ts';
import type { OrderLineRow, OrderRow, RefundRow } from './rows.ts';

/** A line of an order that counts as a purchase. */
export interface BoughtLine {
  /** From when the order counts, epoch milliseconds. */
  readonly at: number;
  readonly space: string;
  readonly orderId: string;
  /** Unique within the order. */
  readonly line: string;
  readonly productId: string;
  readonly category: string;
  /** Thousandths of a unit. */
  readonly quantityMilli: number;
  /** Minor units of the program's currency. */
  readonly amountMinor: number;
  readonly channel: string;
  readonly storeId: string;
}

export interface OrderEvidence {
  readonly orders: readonly OrderRow[];
  readonly lines: readonly OrderLineRow[];
  readonly refunds: readonly RefundRow[];
}

const oneUnit = 1000;

/** An order of which only the amount was told is one line of nobody knows what. */
function wholeOrder({ category, amountMinor }: OrderRow): SoldLine {
  return { line: '', productId: '', category, quantityMilli: oneUnit, amountMinor };
}

/**
 * What somebody has bought, by all that is known of her orders: without orders that were cancelled or given back whole, without units that
 * came back, and without lines that cost nothing, which are gifts and samples. An order without lines is one line of its amount. In any order.
 */
export function boughtLinesOf(
  { orders, lines, refunds }: OrderEvidence,
  countsWhen: CountsWhen,
): readonly BoughtLine[] {
  const refundsOf = Map.groupBy(refunds, ({ space, orderId }) => orderKey(space, orderId));
  const linesOf = Map.groupBy(lines, ({ space, orderId }) => orderKey(space, orderId));
  return orders.flatMap((order) => {
    const key = orderKey(order.space, order.orderId);
    const at = purchasedAt(order, countsWhen);
    const given = refundsOf.get(key) ?? [];
    if (!Number.isFinite(at) || order.cancelledAt !== null || isGivenBack(order, given)) return [];
    const { space, orderId, channel, storeId } = order;
    return keptOf(order, linesOf.get(key) ?? [], given).map((line): BoughtLine => ({
      at,
      space,
      orderId,
      channel,
      storeId,
      line: line.line,
      productId: line.productId,
      category: line.category,
      quantityMilli: line.quantityMilli,
      amountMinor: line.amountMinor,
    }));
  });
}

function isGivenBack({ amountMinor }: OrderRow, refunds: readonly RefundRow[]): boolean {
  const refunded = refunds.reduce((sum, refund) => sum + refund.amountMinor, 0);
  return refunded > 0 && refunded >= amountMinor;
}

function keptOf(order: OrderRow, lines: readonly OrderLineRow[], refunds: readonly RefundRow[]): readonly SoldLine[] {
  if (lines.length > 0) return keptLines(soldOrder(order, lines, refunds));
  return order.amountMinor > 0 ? [wholeOrder(order)] : [];
}
