import type { ActivityDayRow, AttributeRow, OrderRow, RefundRow } from '@perennial/domain';
import type { Sql } from '../database/database.ts';
import { int4Array, int8Array, textArray, uuidArray } from '../wire/binary-arrays.ts';

/** A row with the member it belongs to. */
export interface Owned<Row> {
  readonly shard: number;
  readonly memberId: string;
  readonly row: Row;
}

function ownerColumns(rows: readonly Owned<unknown>[]): [Buffer, Buffer] {
  return [int4Array(rows.map((r) => r.shard)), uuidArray(rows.map((r) => r.memberId))];
}

/** Writes whole order rows; the fold has joined them in memory (index: primary key). */
export async function writeOrders(sql: Sql, rows: readonly Owned<OrderRow>[]): Promise<void> {
  await sql.execute(
    {
      name: 'write_orders',
      text: `insert into member_order (shard, member_id, order_id, placed_at, paid_at, fulfilled_at, cancelled_at,
                     amount_minor, amount_rank, amount_at, amount_message, item_count, category, channel, store_id)
             select * from unnest($1::integer[], $2::uuid[], $3::text[], $4::bigint[], $5::bigint[], $6::bigint[],
                     $7::bigint[], $8::bigint[], $9::integer[], $10::bigint[], $11::text[], $12::integer[], $13::text[],
                     $14::text[], $15::text[])
                 on conflict (shard, member_id, order_id) do update
                set placed_at = excluded.placed_at, paid_at = excluded.paid_at, fulfilled_at = excluded.fulfilled_at,
                    cancelled_at = excluded.cancelled_at, amount_minor = excluded.amount_minor,
                    amount_rank = excluded.amount_rank, amount_at = excluded.amount_at,
                    amount_message = excluded.amount_message, item_count = excluded.item_count,
                    category = excluded.category, channel = excluded.channel, store_id = excluded.store_id`,
    },
    [
      ...ownerColumns(rows),
      textArray(rows.map((r) => r.row.orderId)),
      int8Array(rows.map((r) => r.row.placedAt)),
      int8Array(rows.map((r) => r.row.paidAt)),
      int8Array(rows.map((r) => r.row.fulfilledAt)),
      int8Array(rows.map((r) => r.row.cancelledAt)),
      int8Array(rows.map((r) => r.row.amountMinor)),
      int4Array(rows.map((r) => r.row.amountRank)),
      int8Array(rows.map((r) => r.row.amountAt)),
      textArray(rows.map((r) => r.row.amountMessage)),
      int4Array(rows.map((r) => r.row.itemCount)),
      textArray(rows.map((r) => r.row.category)),
      textArray(rows.map((r) => r.row.channel)),
      textArray(rows.map((r) => r.row.storeId)),
    ],
  );
}

/** Writes refunds; a refund known already takes the joined content (index: primary key). */
export async function writeRefunds(sql: Sql, rows: readonly Owned<RefundRow>[]): Promise<void> {
  await sql.execute(
    {
      name: 'write_refunds',
      text: `insert into member_refund (shard, member_id, order_id, refund_id, refunded_at, amount_minor)
             select * from unnest($1::integer[], $2::uuid[], $3::text[], $4::text[], $5::bigint[], $6::bigint[])
                 on conflict (shard, member_id, order_id, refund_id) do update
                set refunded_at = excluded.refunded_at, amount_minor = excluded.amount_minor`,
    },
    [
      ...ownerColumns(rows),
      textArray(rows.map((r) => r.row.orderId)),
      textArray(rows.map((r) => r.row.refundId)),
      int8Array(rows.map((r) => r.row.refundedAt)),
      int8Array(rows.map((r) => r.row.amountMinor)),
    ],
  );
}

/** Adds increments to activity days, so that the stored day need not be read (index: primary key). */
export async function addActivityDays(sql: Sql, rows: readonly Owned<ActivityDayRow>[]): Promise<void> {
  await sql.execute(
    {
      name: 'add_activity_days',
      text: `insert into activity_day as d (shard, member_id, day, kind, place, count, first_at, last_at, value_sum)
             select * from unnest($1::integer[], $2::uuid[], $3::integer[], $4::text[], $5::text[], $6::bigint[],
                                  $7::bigint[], $8::bigint[], $9::bigint[])
                 on conflict (shard, member_id, day, kind, place) do update
                set count = d.count + excluded.count, first_at = least(d.first_at, excluded.first_at),
                    last_at = greatest(d.last_at, excluded.last_at), value_sum = d.value_sum + excluded.value_sum`,
    },
    [
      ...ownerColumns(rows),
      int4Array(rows.map((r) => r.row.day)),
      textArray(rows.map((r) => r.row.kind)),
      textArray(rows.map((r) => r.row.place)),
      int8Array(rows.map((r) => r.row.count)),
      int8Array(rows.map((r) => r.row.firstAt)),
      int8Array(rows.map((r) => r.row.lastAt)),
      int8Array(rows.map((r) => r.row.valueSum)),
    ],
  );
}

/** Writes attributes, tags and consents that won (index: primary key). */
export async function writeAttributes(sql: Sql, rows: readonly Owned<AttributeRow>[]): Promise<void> {
  await sql.execute(
    {
      name: 'write_attributes',
      text: `insert into member_attribute (shard, member_id, kind, name, value, occurred_at, message)
             select * from unnest($1::integer[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::text[])
                 on conflict (shard, member_id, kind, name) do update
                set value = excluded.value, occurred_at = excluded.occurred_at, message = excluded.message`,
    },
    [
      ...ownerColumns(rows),
      textArray(rows.map((r) => r.row.kind)),
      textArray(rows.map((r) => r.row.name)),
      textArray(rows.map((r) => r.row.value)),
      int8Array(rows.map((r) => r.row.occurredAt)),
      textArray(rows.map((r) => r.row.message)),
    ],
  );
}

const evidenceTables = ['member_order', 'member_refund', 'activity_day', 'member_attribute'] as const;

/** Deletes every evidence row of one member, before they are written anew (index: primary keys). */
export async function deleteEvidence(sql: Sql, member: { readonly shard: number; readonly id: string }): Promise<void> {
  for (const table of evidenceTables) {
    await sql.execute({ name: `delete_${table}`, text: `delete from ${table} where shard = $1 and member_id = $2` }, [
      member.shard,
      member.id,
    ]);
  }
}
