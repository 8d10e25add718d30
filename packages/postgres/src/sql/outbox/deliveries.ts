import type { DuePlace, DueQuery, ReceiverNote, Settled } from '@perennial/engine';
import type { Sql } from '../../database/database.ts';
import { int4Array, int8Array, textArray, uuidArray } from '../../wire/binary-arrays.ts';
import { eventColumns, type OutboxEventRow } from './events.ts';

export interface ReceiverRow {
  readonly id: string;
  readonly types: readonly string[];
  readonly condition: string | null;
  readonly per_second_max: number;
  readonly state: 'active' | 'paused' | 'gone';
  readonly revision: number;
}

const receiverColumns = 'id, types, condition, per_second_max, state, revision';

/** Who is to be told of events (small table, sequential). */
export async function readReceivers(sql: Sql): Promise<readonly ReceiverRow[]> {
  return sql.rows<ReceiverRow>(
    {
      name: 'read_receivers',
      text: `select ${receiverColumns} from webhook order by created_at, id`,
    },
    [],
  );
}

/** The same, none of whom goes before the transaction ends (small table, sequential). */
export async function holdReceivers(sql: Sql): Promise<readonly ReceiverRow[]> {
  return sql.rows<ReceiverRow>(
    {
      name: 'hold_receivers',
      text: `select ${receiverColumns} from webhook order by id for key share`,
    },
    [],
  );
}

export interface DueRow extends OutboxEventRow {
  readonly attempts: number;
  readonly next_at: number;
  readonly was_tried: boolean;
}

/**
 * For the transaction. How many rows wait is what the planner's statistics know worst: none for days, and all of them while a receiver
 * is gone. Believing that there is one, it sorts all that wait for each page, or keeps a plan made when there were few.
 */
export async function planDueDeliveries(sql: Sql): Promise<void> {
  await sql.run(`set local enable_sort = off; set local plan_cache_mode = force_custom_plan`);
}

/**
 * What is due, but for what waits for an earlier one of the same member (indexes: webhook_delivery_waiting, webhook_delivery_member).
 * That is counted, and the webhook compared as no index can, because as an anti join, or by the webhook, each row due would go through
 * all that wait: 12 s a page where 20,000 did, and 3 ms so.
 */
export async function readDueDeliveries(sql: Sql, query: DueQuery): Promise<readonly DueRow[]> {
  const { nextAt, shard, position }: DuePlace = query.after;
  return sql.rows<DueRow>(
    {
      name: 'read_due_deliveries',
      text: `select d.attempts, d.next_at, (d.last_at is not null or d.last_code is not null) as was_tried, ${eventColumns}
               from webhook_delivery d
               join outbox o on o.shard = d.shard and o.position = d.position
              where d.webhook_id = $1::uuid and d.state = 0 and d.next_at <= $2 and d.shard = any($3::integer[])
                and (d.next_at, d.shard, d.position) > ($4::bigint, $5::integer, $6::bigint)
                and 0 = (
                  select count(*) from webhook_delivery e
                   where e.shard = d.shard and e.member_id = d.member_id and e.position < d.position and e.state = 0
                     and e.webhook_id is not distinct from d.webhook_id and e.next_at > d.next_at)
              order by d.next_at, d.shard, d.position
              limit $7`,
    },
    [query.receiverId, query.now, int4Array(query.shards), nextAt, shard, position, query.limit],
  );
}

const stateCodes = { waiting: 0, delivered: 1, dead: 2 } as const satisfies Record<Settled['state'], number>;

/** Writes what became of attempts on deliveries that still wait and were not sent again meanwhile (index: primary key). */
export async function settleDeliveries(sql: Sql, settled: readonly Settled[]): Promise<void> {
  await sql.execute(
    {
      name: 'settle_deliveries',
      text: `update webhook_delivery d
                set state = s.state, attempts = s.attempts, next_at = s.next_at, last_at = s.at, last_status = s.status,
                    last_code = s.code, last_ms = s.ms
               from unnest($1::integer[], $2::uuid[], $3::bigint[], $4::integer[], $5::integer[], $6::bigint[], $7::bigint[],
                           $8::integer[], $9::text[], $10::integer[])
                 as s(shard, webhook_id, position, state, attempts, next_at, at, status, code, ms)
              where d.shard = s.shard and d.webhook_id = s.webhook_id and d.position = s.position
                and d.state = 0 and d.attempts = s.attempts - 1`,
    },
    [
      int4Array(settled.map(({ shard }) => shard)),
      uuidArray(settled.map(({ receiverId }) => receiverId)),
      int8Array(settled.map(({ position }) => position)),
      int4Array(settled.map(({ state }) => stateCodes[state])),
      int4Array(settled.map(({ attempts }) => attempts)),
      int8Array(settled.map(({ nextAt }) => nextAt)),
      int8Array(settled.map(({ at }) => at)),
      int4Array(settled.map(({ status }) => status)),
      textArray(settled.map(({ code }) => code)),
      int4Array(settled.map(({ ms }) => ms)),
    ],
  );
}

/** How a receiver stands; what the note does not say stays (index: primary key). */
export async function noteReceiver(sql: Sql, id: string, note: ReceiverNote): Promise<void> {
  await sql.execute(
    {
      name: 'note_receiver',
      text: `update webhook
                set last_delivered_at = coalesce($2::bigint, last_delivered_at),
                    last_failed_at = coalesce($3::bigint, last_failed_at),
                    last_failure = coalesce($4::text, last_failure),
                    rests_until = case when $5::boolean then $6::bigint else rests_until end,
                    state = case when $7::boolean and state = 'active' then 'gone' else state end
              where id = $1::uuid`,
    },
    [
      id,
      note.deliveredAt ?? null,
      note.failure?.at ?? null,
      note.failure?.code ?? null,
      note.restsUntil !== undefined,
      note.restsUntil ?? null,
      note.isGone === true,
    ],
  );
}

/** Removes settled deliveries from before an instant, and says how many (index: webhook_delivery_by_state). */
export async function deleteOldDeliveries(
  sql: Sql,
  { state, before, limit }: { readonly state: 'delivered' | 'dead'; readonly before: number; readonly limit: number },
): Promise<number> {
  return sql.execute(
    {
      name: 'delete_old_deliveries',
      text: `delete from webhook_delivery d
              using (
                select e.shard, e.webhook_id, e.position
                  from webhook w
                  join webhook_delivery e on e.webhook_id = w.id
                 where e.created_at < $1 and e.state = $2
                 limit $3
              ) gone
              where d.shard = gone.shard and d.webhook_id = gone.webhook_id and d.position = gone.position`,
    },
    [before, stateCodes[state], limit],
  );
}
