import type { RouteAnswer, Routes } from '@perennial/contracts';
import { readMemberOrders, readOrderLines } from '@perennial/postgres/reading';
import type { MemberOrderRow, OrderedLineRow } from '@perennial/postgres/reading';
import type { Sql } from '@perennial/postgres';
import { lastInstant, lastText } from '../kernel/list-ends.ts';
import type { MemberPlace } from '../kernel/member-place.ts';
import { decodeCursor, toPage } from '../kernel/paging.ts';
import type { PageRequest } from '../kernel/paging.ts';
import type { ProductNames } from '../reference/product-names.ts';
import type { StoreNames } from '../reference/store-names.ts';

export interface ListOrdersDependencies {
  readonly sql: Sql;
  readonly storeNames: StoreNames;
  readonly productNames: ProductNames;
}

type Answer = RouteAnswer<Routes['members']['orders']>;

const linesMax = 20;

/** The orders of a member with what was bought, newest first. */
export async function listOrders(
  dependencies: ListOrdersDependencies,
  place: MemberPlace,
  request: PageRequest,
): Promise<Answer> {
  const { sql } = dependencies;
  const [at, orderId] = decodeCursor(request.cursor, [lastInstant, lastText]);
  const rows = await readMemberOrders(sql, { ...place, before: { at, orderId }, limit: request.limit + 1 });
  const { linesOf, storeName } = await readWhatAndWhere(dependencies, place, rows);
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
      storeName: storeName(row.store_id),
      lines: linesOf(row),
    }),
    cursor: (row) => [row.ordered_at, row.order_id],
  });
}

async function readWhatAndWhere(
  { sql, storeNames, productNames }: ListOrdersDependencies,
  place: MemberPlace,
  rows: readonly MemberOrderRow[],
) {
  const orders = rows.map((row) => ({ space: row.space, orderId: row.order_id }));
  const [lines, storeName] = await Promise.all([
    readOrderLines(sql, { ...place, orders, linesMax }),
    storeNames(rows.map((row) => row.store_id)),
  ]);
  const nameOf = await productNames(
    place,
    lines.map((line) => line.product_id),
  );
  const byOrder = Map.groupBy(lines, keyOf);
  const linesOf = (row: MemberOrderRow): Answer['items'][number]['lines'] =>
    (byOrder.get(keyOf(row)) ?? []).map((line) => ({
      productId: line.product_id,
      name: nameOf(line.product_id),
      quantity: line.quantity_milli / 1_000,
      amountMinor: line.amount_minor,
    }));
  return { linesOf, storeName };
}

function keyOf({ space, order_id: orderId }: Pick<OrderedLineRow, 'space' | 'order_id'>): string {
  return `${space}\0${orderId}`;
}
