import type { Sql } from '../../database/database.ts';

/** As `state` of a delivery is kept. */
export const deliveryStates = { waiting: 0, delivered: 1, dead: 2 } as const;
export type DeliveryState = (typeof deliveryStates)[keyof typeof deliveryStates];

/** An event on its way to a webhook, with the cause of the event, which is its name everywhere. */
export interface DeliveryRow {
  readonly shard: number;
  readonly position: number;
  readonly member_id: string;
  readonly type: string;
  readonly created_at: number;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly next_at: number;
  readonly last_at: number | null;
  readonly last_status: number | null;
  readonly last_code: string | null;
  readonly last_ms: number | null;
  readonly cause_kind: string;
  readonly cause_position: number;
  readonly cause_at: number;
  readonly cause_facet: string;
  readonly cause_n: number;
}

/** With what it says. */
export interface DeliveryEventRow extends DeliveryRow {
  readonly occurred_at: number;
  readonly recorded_at: number;
  /** JSON. */
  readonly payload: string;
}

const columns = `d.shard, d.position, d.member_id, d.type, d.created_at, d.state, d.attempts, d.next_at, d.last_at, d.last_status,
                 d.last_code, d.last_ms, o.cause_kind, o.cause_position, o.cause_at, o.cause_facet, o.cause_n`;

/** Place of a delivery in the log of its webhook, which is read from the newest on. */
export interface LogPlace {
  readonly createdAt: number;
  readonly shard: number;
  readonly position: number;
}

export interface DeliveryPage {
  readonly webhookId: string;
  readonly before: LogPlace;
  readonly limit: number;
}

/** Deliveries that stand so, newest first (indexes: webhook_delivery_by_state, primary key of outbox). */
export async function listDeliveries(
  sql: Sql,
  { webhookId, before, limit }: DeliveryPage,
  state: DeliveryState,
): Promise<DeliveryRow[]> {
  return sql.rows(
    {
      name: 'list_deliveries',
      text: `select ${columns}
               from webhook_delivery d join outbox o on o.shard = d.shard and o.position = d.position
              where d.webhook_id = $1::uuid and d.state = $2
                and (d.created_at, d.shard, d.position) < ($3::bigint, $4::integer, $5::bigint)
              order by d.created_at desc, d.shard desc, d.position desc limit $6`,
    },
    [webhookId, state, before.createdAt, before.shard, before.position, limit],
  );
}

/** The same of one type (indexes: webhook_delivery_by_type, primary key of outbox). */
export async function listDeliveriesOfType(
  sql: Sql,
  { webhookId, before, limit }: DeliveryPage,
  { state, type }: { readonly state: DeliveryState; readonly type: string },
): Promise<DeliveryRow[]> {
  return sql.rows(
    {
      name: 'list_deliveries_of_type',
      text: `select ${columns}
               from webhook_delivery d join outbox o on o.shard = d.shard and o.position = d.position
              where d.webhook_id = $1::uuid and d.type = $2 and d.state = $3
                and (d.created_at, d.shard, d.position) < ($4::bigint, $5::integer, $6::bigint)
              order by d.created_at desc, d.shard desc, d.position desc limit $7`,
    },
    [webhookId, type, state, before.createdAt, before.shard, before.position, limit],
  );
}

/** The same of one member; state -1 and type '' are any (indexes: outbox_cause, primary key). */
export async function listDeliveriesOfMember(
  sql: Sql,
  { webhookId, before, limit }: DeliveryPage,
  wanted: { readonly shard: number; readonly memberId: string; readonly state: number; readonly type: string },
): Promise<DeliveryRow[]> {
  return sql.rows(
    {
      name: 'list_deliveries_of_member',
      // Her events first: walking the log of the webhook until hers come by would have no end.
      text: `with o as materialized (select * from outbox where shard = $2 and member_id = $3::uuid)
             select ${columns}
               from o join webhook_delivery d on d.shard = o.shard and d.position = o.position
              where d.shard = $2 and d.webhook_id = $1::uuid and ($4 = -1 or d.state = $4) and ($5 = '' or d.type = $5)
                and (d.created_at, d.shard, d.position) < ($6::bigint, $7::integer, $8::bigint)
              order by d.created_at desc, d.shard desc, d.position desc limit $9`,
    },
    [
      webhookId,
      wanted.shard,
      wanted.memberId,
      wanted.state,
      wanted.type,
      before.createdAt,
      before.shard,
      before.position,
      limit,
    ],
  );
}

/** Of an event at a webhook. */
export interface DeliveryKey {
  readonly webhookId: string;
  readonly shard: number;
  readonly position: number;
}

/** One delivery with what it says (indexes: primary keys). */
export async function readDelivery(
  sql: Sql,
  { webhookId, shard, position }: DeliveryKey,
): Promise<DeliveryEventRow | undefined> {
  const [row] = await sql.rows<DeliveryEventRow>(
    {
      name: 'read_delivery',
      text: `select ${columns}, o.occurred_at, o.recorded_at, o.payload
               from webhook_delivery d join outbox o on o.shard = d.shard and o.position = d.position
              where d.shard = $1 and d.webhook_id = $2::uuid and d.position = $3::bigint`,
    },
    [shard, webhookId, position],
  );
  return row;
}

/** How many stand so, at most `max` (index: webhook_delivery_by_state). */
export async function countDeliveries(
  sql: Sql,
  { webhookId, state, max }: { readonly webhookId: string; readonly state: DeliveryState; readonly max: number },
): Promise<number> {
  const [row] = await sql.rows<{ count: number }>(
    {
      name: 'count_deliveries',
      text: `select count(*) from (
               select 1 from webhook_delivery where webhook_id = $1::uuid and state = $2 limit $3) as counted`,
    },
    [webhookId, state, max],
  );
  return row?.count ?? 0;
}

/** When what waits longest was recorded; null where nothing waits (index: webhook_delivery_by_state). */
export async function readOldestWaitingAt(sql: Sql, webhookId: string): Promise<number | null> {
  const [row] = await sql.rows<{ created_at: number }>(
    {
      name: 'read_oldest_waiting_at',
      text: `select created_at from webhook_delivery where webhook_id = $1::uuid and state = 0
              order by created_at, shard, position limit 1`,
    },
    [webhookId],
  );
  return row?.created_at ?? null;
}
