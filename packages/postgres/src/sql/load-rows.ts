import type { Sql } from '../database/database.ts';
import { int4Array, textArray, uuidArray } from '../wire/binary-arrays.ts';

interface Key {
  readonly shard: number;
  readonly id: string;
}

export interface OrderSqlRow {
  readonly shard: number;
  readonly member_id: string;
  readonly order_id: string;
  readonly placed_at: number | null;
  readonly paid_at: number | null;
  readonly fulfilled_at: number | null;
  readonly cancelled_at: number | null;
  readonly amount_minor: number;
  readonly amount_rank: number;
  readonly amount_at: number;
  readonly amount_message: string;
  readonly item_count: number;
  readonly category: string;
  readonly channel: string;
  readonly store_id: string;
}

export interface RefundSqlRow {
  readonly shard: number;
  readonly member_id: string;
  readonly order_id: string;
  readonly refund_id: string;
  readonly refunded_at: number;
  readonly amount_minor: number;
}

export interface ActivityDaySqlRow {
  readonly shard: number;
  readonly member_id: string;
  readonly day: number;
  readonly kind: string;
  readonly place: string;
  readonly count: number;
  readonly first_at: number;
  readonly last_at: number;
  readonly value_sum: number;
}

export interface AttributeSqlRow {
  readonly shard: number;
  readonly member_id: string;
  readonly kind: string;
  readonly name: string;
  readonly value: string;
  readonly occurred_at: number;
  readonly message: string;
}

export interface StageEntrySqlRow {
  readonly shard: number;
  readonly member_id: string;
  readonly lifecycle: string;
  readonly valid_from: number;
  readonly recorded_at: number;
  readonly stage: string;
  readonly from_stage: string;
  readonly is_reactivation: boolean;
  readonly program_version: number;
  readonly cause_kind: string;
  readonly cause_position: number;
  readonly cause_at: number;
  readonly is_acted: boolean;
  readonly superseded_at: number | null;
}

const orderColumns = `o.shard, o.member_id, o.order_id, o.placed_at, o.paid_at, o.fulfilled_at, o.cancelled_at,
  o.amount_minor, o.amount_rank, o.amount_at, o.amount_message, o.item_count, o.category, o.channel, o.store_id`;

function keyColumns(keys: readonly Key[]): [Buffer, Buffer] {
  return [int4Array(keys.map((key) => key.shard)), uuidArray(keys.map((key) => key.id))];
}

/** Orders by id (index: primary key). */
export async function loadOrders(
  sql: Sql,
  keys: readonly (Key & { readonly orderId: string })[],
): Promise<OrderSqlRow[]> {
  return sql.rows(
    {
      name: 'load_orders',
      text: `select ${orderColumns}
               from unnest($1::integer[], $2::uuid[], $3::text[]) as k(shard, member_id, order_id)
               join member_order o on o.shard = k.shard and o.member_id = k.member_id and o.order_id = k.order_id`,
    },
    [...keyColumns(keys), textArray(keys.map((key) => key.orderId))],
  );
}

/** Refunds of orders by order id (index: primary key). */
export async function loadRefunds(
  sql: Sql,
  keys: readonly (Key & { readonly orderId: string })[],
): Promise<RefundSqlRow[]> {
  return sql.rows(
    {
      name: 'load_refunds',
      text: `select r.shard, r.member_id, r.order_id, r.refund_id, r.refunded_at, r.amount_minor
               from unnest($1::integer[], $2::uuid[], $3::text[]) as k(shard, member_id, order_id)
               join member_refund r on r.shard = k.shard and r.member_id = k.member_id and r.order_id = k.order_id`,
    },
    [...keyColumns(keys), textArray(keys.map((key) => key.orderId))],
  );
}

/** Every order of these members (index: primary key). */
export async function loadAllOrders(sql: Sql, keys: readonly Key[]): Promise<OrderSqlRow[]> {
  return sql.rows(
    {
      name: 'load_all_orders',
      text: `select ${orderColumns}
               from unnest($1::integer[], $2::uuid[]) as k(shard, member_id)
               join member_order o on o.shard = k.shard and o.member_id = k.member_id`,
    },
    keyColumns(keys),
  );
}

/** Every refund of these members (index: primary key). */
export async function loadAllRefunds(sql: Sql, keys: readonly Key[]): Promise<RefundSqlRow[]> {
  return sql.rows(
    {
      name: 'load_all_refunds',
      text: `select r.shard, r.member_id, r.order_id, r.refund_id, r.refunded_at, r.amount_minor
               from unnest($1::integer[], $2::uuid[]) as k(shard, member_id)
               join member_refund r on r.shard = k.shard and r.member_id = k.member_id`,
    },
    keyColumns(keys),
  );
}

/** Every activity day of these members (index: primary key). */
export async function loadAllDays(sql: Sql, keys: readonly Key[]): Promise<ActivityDaySqlRow[]> {
  return sql.rows(
    {
      name: 'load_all_days',
      text: `select d.shard, d.member_id, d.day, d.kind, d.place, d.count, d.first_at, d.last_at, d.value_sum
               from unnest($1::integer[], $2::uuid[]) as k(shard, member_id)
               join activity_day d on d.shard = k.shard and d.member_id = k.member_id`,
    },
    keyColumns(keys),
  );
}

/** Every attribute, tag and consent of these members (index: primary key). */
export async function loadAllAttributes(sql: Sql, keys: readonly Key[]): Promise<AttributeSqlRow[]> {
  return sql.rows(
    {
      name: 'load_all_attributes',
      text: `select a.shard, a.member_id, a.kind, a.name, a.value, a.occurred_at, a.message
               from unnest($1::integer[], $2::uuid[]) as k(shard, member_id)
               join member_attribute a on a.shard = k.shard and a.member_id = k.member_id`,
    },
    keyColumns(keys),
  );
}

/** Attributes by kind and name (index: primary key). */
export async function loadAttributes(
  sql: Sql,
  keys: readonly (Key & { readonly kind: string; readonly name: string })[],
): Promise<AttributeSqlRow[]> {
  return sql.rows(
    {
      name: 'load_attributes',
      text: `select a.shard, a.member_id, a.kind, a.name, a.value, a.occurred_at, a.message
               from unnest($1::integer[], $2::uuid[], $3::text[], $4::text[]) as k(shard, member_id, kind, name)
               join member_attribute a
                 on a.shard = k.shard and a.member_id = k.member_id and a.kind = k.kind and a.name = k.name`,
    },
    [...keyColumns(keys), textArray(keys.map((key) => key.kind)), textArray(keys.map((key) => key.name))],
  );
}

const entryColumns = `e.shard, e.member_id, e.lifecycle, e.valid_from, e.recorded_at, e.stage, e.from_stage, e.is_reactivation,
  e.program_version, e.cause_kind, e.cause_position, e.cause_at, e.is_acted, e.superseded_at`;

/** Live stage entries of these members, oldest first (index: primary key). */
export async function loadStageEntries(sql: Sql, keys: readonly Key[]): Promise<StageEntrySqlRow[]> {
  return sql.rows(
    {
      name: 'load_stage_entries',
      text: `select ${entryColumns}
               from unnest($1::integer[], $2::uuid[]) as k(shard, member_id)
               join stage_entry e on e.shard = k.shard and e.member_id = k.member_id
              where e.superseded_at is null
              order by e.lifecycle, e.valid_from, e.recorded_at`,
    },
    keyColumns(keys),
  );
}

/** Live and superseded stage entries of these members, oldest first (index: primary key). */
export async function loadEntryHistory(sql: Sql, keys: readonly Key[]): Promise<StageEntrySqlRow[]> {
  return sql.rows(
    {
      name: 'load_entry_history',
      text: `select ${entryColumns}
               from unnest($1::integer[], $2::uuid[]) as k(shard, member_id)
               join stage_entry e on e.shard = k.shard and e.member_id = k.member_id
              order by e.lifecycle, e.valid_from, e.recorded_at`,
    },
    keyColumns(keys),
  );
}
