import type { Sql } from '../../database/database.ts';
import { int4Array, int8Array, textArray, uuidArray } from '../../wire/binary-arrays.ts';

export interface OutboxEnd {
  readonly shard: number;
  /** The last event that was written. */
  readonly position: number;
}

export interface OutboxEventRow {
  readonly shard: number;
  readonly position: number;
  readonly member_id: string;
  readonly type: string;
  readonly occurred_at: number;
  readonly recorded_at: number;
  readonly cause_kind: string;
  readonly cause_position: number;
  readonly cause_at: number;
  readonly cause_facet: string;
  readonly cause_n: number;
  readonly cause_parent: number;
  readonly payload: string;
}

/** Columns of an event, of `o`. */
export const eventColumns = `o.shard, o.position, o.member_id, o.type, o.occurred_at, o.recorded_at, o.cause_kind, o.cause_position,
                    o.cause_at, o.cause_facet, o.cause_n, o.cause_parent, o.payload`;

/** What lies after a cursor, up to a position. */
export interface OutboxPart {
  readonly shard: number;
  readonly after: number;
  readonly upTo: number;
}

/** What has not been passed of the outbox of these shards (small tables, sequential). */
export async function readOutboxAhead(sql: Sql, shards: readonly number[]): Promise<readonly OutboxPart[]> {
  return sql.rows<OutboxPart>(
    {
      name: 'read_outbox_ahead',
      text: `select p.shard, coalesce(c.position, 0) as after, p.outbox_position as "upTo"
               from shard_output p
               left join outbox_cursor c on c.shard = p.shard
              where p.shard = any($1::integer[]) and p.outbox_position > coalesce(c.position, 0)
              order by p.shard`,
    },
    [int4Array(shards)],
  );
}

/** Gives shards a cursor that have none (index: primary key). */
export async function ensureOutboxCursors(sql: Sql, shards: readonly number[]): Promise<void> {
  await sql.execute(
    {
      name: 'ensure_outbox_cursors',
      text: `insert into outbox_cursor (shard) select unnest($1::integer[]) on conflict (shard) do nothing`,
    },
    [int4Array(shards)],
  );
}

/** Locks cursors in the order of the shards, but for those that somebody else holds (index: primary key). */
export async function lockOutboxCursors(sql: Sql, shards: readonly number[]): Promise<readonly OutboxEnd[]> {
  return sql.rows<OutboxEnd>(
    {
      name: 'lock_outbox_cursors',
      text: `select shard, position from outbox_cursor where shard = any($1::integer[]) order by shard for update skip locked`,
    },
    [int4Array(shards)],
  );
}

/** Events of parts of the outbox, in the order of each shard (index: primary key). */
export async function readOutboxEvents(sql: Sql, parts: readonly OutboxPart[]): Promise<readonly OutboxEventRow[]> {
  return sql.rows<OutboxEventRow>(
    {
      name: 'read_outbox_events',
      text: `select ${eventColumns}
               from unnest($1::integer[], $2::bigint[], $3::bigint[]) as p(shard, after, up_to)
               join outbox o on o.shard = p.shard and o.position > p.after and o.position <= p.up_to
              order by o.shard, o.position`,
    },
    [
      int4Array(parts.map(({ shard }) => shard)),
      int8Array(parts.map(({ after }) => after)),
      int8Array(parts.map(({ upTo }) => upTo)),
    ],
  );
}

/** Moves cursors, which are locked, on (index: primary key). */
export async function advanceOutboxCursors(sql: Sql, parts: readonly OutboxPart[]): Promise<void> {
  await sql.execute(
    {
      name: 'advance_outbox_cursors',
      text: `update outbox_cursor c
                set position = p.up_to
               from unnest($1::integer[], $2::bigint[]) as p(shard, up_to)
              where c.shard = p.shard and c.position < p.up_to`,
    },
    [int4Array(parts.map(({ shard }) => shard)), int8Array(parts.map(({ upTo }) => upTo))],
  );
}

export interface DeliveryToInsert {
  readonly shard: number;
  readonly webhookId: string;
  readonly position: number;
  readonly memberId: string;
  readonly type: string;
  readonly createdAt: number;
  /** Why it is given up before it is tried; null: it is tried. */
  readonly heldBack: string | null;
}

/**
 * Writes down what is to be delivered, of events that there still are; what is there stays as it is. An erasure that takes an event away
 * waits for this, or this for the erasure, so that no delivery is left without its event (indexes: primary keys).
 */
export async function insertDeliveries(sql: Sql, rows: readonly DeliveryToInsert[], nextAt: number): Promise<void> {
  await sql.execute(
    {
      name: 'insert_deliveries',
      text: `with there as (
               select o.shard, o.position
                 from (select distinct shard, position from unnest($1::integer[], $3::bigint[]) as k(shard, position)) k
                 join outbox o on o.shard = k.shard and o.position = k.position
                order by o.shard, o.position
                  for key share of o
             )
             insert into webhook_delivery (shard, webhook_id, position, member_id, type, created_at, last_code, state, next_at)
             select d.*, case when d.last_code is null then 0 else 2 end, $8::bigint
               from unnest($1::integer[], $2::uuid[], $3::bigint[], $4::uuid[], $5::text[], $6::bigint[], $7::text[])
                 as d(shard, webhook_id, position, member_id, type, created_at, last_code)
               join there on there.shard = d.shard and there.position = d.position
                 on conflict (shard, webhook_id, position) do nothing`,
    },
    [
      int4Array(rows.map((row) => row.shard)),
      uuidArray(rows.map((row) => row.webhookId)),
      int8Array(rows.map((row) => row.position)),
      uuidArray(rows.map((row) => row.memberId)),
      textArray(rows.map((row) => row.type)),
      int8Array(rows.map((row) => row.createdAt)),
      textArray(rows.map((row) => row.heldBack)),
      nextAt,
    ],
  );
}

/** Removes events of these shards from before an instant that wait for nobody, and says how many (index: primary key). */
export async function deleteOldEvents(
  sql: Sql,
  { before, limit }: { readonly before: number; readonly limit: number },
): Promise<number> {
  return sql.execute(
    {
      name: 'delete_old_events',
      text: `delete from outbox o
              using (
                select e.shard, e.position
                  from outbox e
                  join outbox_cursor c on c.shard = e.shard and e.position <= c.position
                 where e.recorded_at < $1
                   and not exists (select 1 from webhook_delivery d where d.shard = e.shard and d.position = e.position)
                 limit $2
              ) gone
              where o.shard = gone.shard and o.position = gone.position`,
    },
    [before, limit],
  );
}
