import type { RouteAnswer, Routes } from '@perennial/contracts';
import { readMemberOrders } from '@perennial/postgres/reading';
import type { Sql } from '@perennial/postgres';
import { lastInstant, lastText } from '../kernel/list-ends.ts';
import type { MemberPlace } from '../kernel/member-place.ts';
import { decodeCursor, toPage } from '../kernel/paging.ts';
import type { PageRequest } from '../kernel/paging.ts';

/** The orders of a member, newest first. */
export async function listOrders(
  sql: Sql,
  place: MemberPlace,
  request: PageRequest,
): Promise<RouteAnswer<Routes['members']['orders']>> {
  const [at, orderId] = decodeCursor(request.cursor, [lastInstant, lastText]);
  const rows = await readMemberOrders(sql, { ...place, before: { at, orderId }, limit: request.limit + 1 });
  return toPage(rows, request.limit, {
    item: (row) => ({
      orderId: row.order_id,
      placedAt: row.placed_at,
      paidAt: row.paid_at,
      fulfilledAt: row.fulfilled_at,
      cancelledAt: row.cancelled_at,
      amountMinor: row.amount_minor,
      refundedMinor: row.refunded_minor,
      itemCount: row.item_count,
      category: row.category,
      channel: row.channel,
      storeId: row.store_id,
    }),
    cursor: (row) => [row.ordered_at, row.order_id],
  });
}
