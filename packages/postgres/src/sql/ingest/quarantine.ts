import type {
  NewQuarantineRow,
  QuarantinedBody,
  QuarantineQuery,
  QuarantineReason,
  QuarantineRow,
  SealedBody,
  WaitingQuery,
} from '@perennial/engine';
import type { Sql } from '../../database/database.ts';
import { boolArray, byteaArray, int8Array, textArray, uuidArray } from '../../wire/binary-arrays.ts';
import { clockMs } from '../clock.ts';

/** What waits already under `quarantine_message` is left as it is. */
export async function insertQuarantine(sql: Sql, rows: readonly NewQuarantineRow[]): Promise<void> {
  await sql.execute(
    {
      name: 'insert_quarantine',
      text: `insert into quarantine (id, source, message_id, type, code, reason, master_key_id, body, body_hash,
                                     is_backfill, received_at)
             select id, source, message_id, type, code, reason, master_key_id, body, body_hash, is_backfill, received_at
               from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
                           $8::bytea[], $9::bigint[], $10::boolean[], $11::bigint[])
                 as new(id, source, message_id, type, code, reason, master_key_id, body, body_hash,
                        is_backfill, received_at)
              order by source, message_id, body_hash
                 on conflict do nothing`,
    },
    [
      uuidArray(rows.map((row) => row.id)),
      textArray(rows.map((row) => row.source)),
      textArray(rows.map((row) => row.messageId)),
      textArray(rows.map((row) => row.type)),
      textArray(rows.map((row) => row.code)),
      textArray(rows.map((row) => row.reason)),
      textArray(rows.map((row) => row.masterKeyId)),
      byteaArray(rows.map((row) => row.body)),
      int8Array(rows.map((row) => row.bodyHash)),
      boolArray(rows.map((row) => row.isBackfill)),
      int8Array(rows.map((row) => row.receivedAt)),
    ],
  );
}

const columns = `id, source, message_id as "messageId", type, code, reason, master_key_id as "masterKeyId",
                    body_hash as "bodyHash", is_backfill as "isBackfill", received_at as "receivedAt", status,
                    resolved_at as "resolvedAt", resolved_by as "resolvedBy"`;
const filter = `status = $1 and ($2::text is null or source = $2) and ($3::text is null or type = $3)
                and ($4::text is null or code = $4) and ($5::text is null or reason = $5)
                and ($6::bigint is null or received_at <= $6)`;
const waitingFilter = `${filter} and (received_at, id) > ($7, $8::uuid) and received_at <= $9`;

function filterValues(query: Omit<QuarantineQuery, 'before' | 'limit'>) {
  const { status, source, type, code, reason, receivedUntil } = query;
  return [status, ...[source, type, code, reason, receivedUntil].map((value) => value ?? null)];
}

function waitingValues(query: Omit<WaitingQuery, 'limit'>) {
  const { after, untilAt } = query;
  return [...filterValues({ ...query, status: 'waiting' }), after.receivedAt, after.id, untilAt];
}

/** Newest first (index: quarantine_newest). */
export async function listQuarantine(
  sql: Sql,
  query: QuarantineQuery,
): Promise<readonly Omit<QuarantineRow, 'body'>[]> {
  const before = query.before ?? { receivedAt: null, id: null };
  return sql.rows<Omit<QuarantineRow, 'body'>>(
    {
      name: 'list_quarantine',
      text: `select ${columns}
               from quarantine
              where ${filter} and ($7::bigint is null or (received_at, id) < ($7, $8::uuid))
              order by received_at desc, id desc limit $9`,
    },
    [...filterValues(query), before.receivedAt, before.id, query.limit],
  );
}

export async function countQuarantine(sql: Sql, query: Omit<QuarantineQuery, 'before' | 'limit'>): Promise<number> {
  const [row] = await sql.rows<{ count: number }>(
    { name: 'count_quarantine', text: `select count(*) as count from quarantine where ${filter}` },
    filterValues(query),
  );
  return row?.count ?? 0;
}

/** Rows with their bodies (index: primary key). */
export async function readQuarantine(sql: Sql, ids: readonly string[]): Promise<readonly QuarantineRow[]> {
  return sql.rows<QuarantineRow>(
    {
      name: 'read_quarantine',
      text: `select ${columns}, body from quarantine where id = any($1::uuid[]) order by received_at, id`,
    },
    [uuidArray(ids)],
  );
}

/** Oldest first (index: quarantine_newest). */
export async function readWaitingQuarantine(sql: Sql, query: WaitingQuery): Promise<readonly QuarantineRow[]> {
  return sql.rows<QuarantineRow>(
    {
      name: 'read_waiting_quarantine',
      text: `select ${columns}, body from quarantine where ${waitingFilter} order by received_at, id limit $10`,
    },
    [...waitingValues(query), query.limit],
  );
}

export async function countWaitingQuarantine(sql: Sql, query: Omit<WaitingQuery, 'limit'>): Promise<number> {
  const [row] = await sql.rows<{ count: number }>(
    { name: 'count_waiting_quarantine', text: `select count(*) as count from quarantine where ${waitingFilter}` },
    waitingValues(query),
  );
  return row?.count ?? 0;
}

/** The most frequent first (index: quarantine_newest). */
export async function readQuarantineReasons(sql: Sql, limit: number): Promise<QuarantineReason[]> {
  return sql.rows(
    {
      name: 'read_quarantine_reasons',
      text: `select code, reason, count(*) as count, min(received_at) as "oldestAt",
                    max(received_at) as "newestAt"
               from quarantine
              where status = 'waiting'
              group by code, reason
              order by count(*) desc, code, reason limit $1`,
    },
    [limit],
  );
}

/** Only rows that still wait; answers how many were (index: primary key). */
export async function resolveQuarantine(
  sql: Sql,
  ids: readonly string[],
  outcome: { readonly status: 'replayed' | 'dismissed'; readonly by: string; readonly note: string },
): Promise<number> {
  return sql.execute(
    {
      name: 'resolve_quarantine',
      text: `update quarantine
                set status = $2, resolved_by = $3, note = $4, resolved_at = ${clockMs}
              where id = any($1::uuid[]) and status = 'waiting'`,
    },
    [uuidArray(ids), outcome.status, outcome.by, outcome.note],
  );
}

/** Only while the row waits (index: primary key). */
export async function replaceQuarantineBody(
  sql: Sql,
  row: Pick<QuarantineRow, 'id' | 'masterKeyId' | 'body' | 'bodyHash' | 'code' | 'reason'>,
): Promise<void> {
  await sql.execute(
    {
      name: 'replace_quarantine_body',
      text: `update quarantine
                set master_key_id = $2, body = $3, body_hash = $4, code = $5, reason = $6
              where id = $1 and status = 'waiting'`,
    },
    [row.id, row.masterKeyId, Buffer.from(row.body), row.bodyHash, row.code, row.reason],
  );
}

/** Forgets rows, bodies and all (index: primary key). */
export async function removeQuarantine(sql: Sql, ids: readonly string[]): Promise<void> {
  await sql.execute({ name: 'remove_quarantine', text: `delete from quarantine where id = any($1::uuid[])` }, [
    uuidArray(ids),
  ]);
}

/** Bodies whatever became of them, in the order of the id (index: primary key). */
export async function readQuarantineAfter(sql: Sql, afterId: string, limit: number): Promise<QuarantinedBody[]> {
  return sql.rows(
    {
      name: 'read_quarantine_after',
      text: `select id, source, master_key_id as "masterKeyId", body from quarantine where id > $1 order by id limit $2`,
    },
    [afterId, limit],
  );
}

/** Bodies that another master key seals than this one (sequential: for the rotation of keys). */
export async function readBodiesNotUnder(sql: Sql, masterKeyId: string, limit: number): Promise<SealedBody[]> {
  return sql.rows(
    {
      name: 'read_bodies_not_under',
      text: `select id, master_key_id as "masterKeyId", body
               from quarantine where master_key_id <> $1 order by id limit $2`,
    },
    [masterKeyId, limit],
  );
}

/** Seals bodies anew (index: primary key). */
export async function replaceBodies(sql: Sql, rows: readonly SealedBody[]): Promise<void> {
  await sql.execute(
    {
      name: 'replace_bodies',
      text: `update quarantine q
                set master_key_id = n.master_key_id, body = n.body
               from unnest($1::uuid[], $2::text[], $3::bytea[]) as n(id, master_key_id, body)
              where q.id = n.id`,
    },
    [
      uuidArray(rows.map((row) => row.id)),
      textArray(rows.map((row) => row.masterKeyId)),
      byteaArray(rows.map((row) => row.body)),
    ],
  );
}
