import type {
  NewQuarantineRow,
  QuarantineQuery,
  QuarantineReason,
  QuarantineRow,
  QuarantineStore,
  WaitingQuery,
} from '@perennial/engine';
import type { Sql, Statement } from '../../database/database.ts';
import { boolArray, byteaArray, int8Array, textArray, uuidArray } from '../../wire/binary-arrays.ts';

const insert: Statement = {
  name: 'insert_quarantine',
  text: `insert into quarantine (id, source, message_id, type, code, reason, master_key_id, body, body_hash, is_backfill, received_at)
         select id, source, message_id, type, code, reason, master_key_id, body, body_hash, is_backfill, received_at
           from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bytea[], $9::bigint[],
                       $10::boolean[], $11::bigint[])
                as new(id, source, message_id, type, code, reason, master_key_id, body, body_hash, is_backfill, received_at)
          order by source, message_id, body_hash
         on conflict do nothing`,
};

/** What waits already under `quarantine_message` is left as it is. */
export async function insertQuarantine(sql: Sql, rows: readonly NewQuarantineRow[]): Promise<void> {
  await sql.execute(insert, [
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
  ]);
}

interface ListedRow {
  readonly id: string;
  readonly source: string;
  readonly message_id: string;
  readonly type: string;
  readonly code: string;
  readonly reason: string;
  readonly master_key_id: string;
  readonly body_hash: number;
  readonly is_backfill: boolean;
  readonly received_at: number;
  readonly status: QuarantineRow['status'];
  readonly resolved_at: number | null;
  readonly resolved_by: string | null;
}

const toListed = (row: ListedRow): Omit<QuarantineRow, 'body'> => ({
  id: row.id,
  source: row.source,
  messageId: row.message_id,
  type: row.type,
  code: row.code,
  reason: row.reason,
  masterKeyId: row.master_key_id,
  bodyHash: row.body_hash,
  isBackfill: row.is_backfill,
  receivedAt: row.received_at,
  status: row.status,
  resolvedAt: row.resolved_at,
  resolvedBy: row.resolved_by,
});

const columns =
  'id, source, message_id, type, code, reason, master_key_id, body_hash, is_backfill, received_at, status, resolved_at, resolved_by';
const filter = `status = $1 and ($2::text is null or source = $2) and ($3::text is null or type = $3) and ($4::text is null or code = $4)
                and ($5::text is null or reason = $5)`;

const list: Statement = {
  name: 'list_quarantine',
  text: `select ${columns} from quarantine
          where ${filter} and ($6::bigint is null or (received_at, id) < ($6, $7::uuid))
          order by received_at desc, id desc limit $8`,
};

/** Newest first, on `quarantine_newest`. */
export async function listQuarantine(
  sql: Sql,
  query: QuarantineQuery,
): Promise<readonly Omit<QuarantineRow, 'body'>[]> {
  const before = query.before ?? { receivedAt: null, id: null };
  const rows = await sql.rows<ListedRow>(list, [...filterValues(query), before.receivedAt, before.id, query.limit]);
  return rows.map(toListed);
}

const count: Statement = { name: 'count_quarantine', text: `select count(*) as count from quarantine where ${filter}` };

export async function countQuarantine(sql: Sql, query: Omit<QuarantineQuery, 'before' | 'limit'>): Promise<number> {
  const [row] = await sql.rows<{ count: number }>(count, filterValues(query));
  return row?.count ?? 0;
}

function filterValues(query: Omit<QuarantineQuery, 'before' | 'limit'>) {
  return [query.status, query.source ?? null, query.type ?? null, query.code ?? null, query.reason ?? null];
}

const read: Statement = {
  name: 'read_quarantine',
  text: `select ${columns}, body from quarantine where id = any($1::uuid[]) order by received_at, id`,
};

export async function readQuarantine(sql: Sql, ids: readonly string[]): Promise<readonly QuarantineRow[]> {
  const rows = await sql.rows<ListedRow & { readonly body: Buffer }>(read, [uuidArray(ids)]);
  return rows.map((row) => ({ ...toListed(row), body: row.body }));
}

const waitingFilter = `${filter} and (received_at, id) > ($6, $7::uuid) and received_at <= $8`;

const readWaiting: Statement = {
  name: 'read_waiting_quarantine',
  text: `select ${columns}, body from quarantine where ${waitingFilter} order by received_at, id limit $9`,
};

/** Oldest first, on `quarantine_newest`. */
export async function readWaitingQuarantine(sql: Sql, query: WaitingQuery): Promise<readonly QuarantineRow[]> {
  const rows = await sql.rows<ListedRow & { readonly body: Buffer }>(readWaiting, [
    ...waitingValues(query),
    query.limit,
  ]);
  return rows.map((row) => ({ ...toListed(row), body: row.body }));
}

const countWaiting: Statement = {
  name: 'count_waiting_quarantine',
  text: `select count(*) as count from quarantine where ${waitingFilter}`,
};

export async function countWaitingQuarantine(sql: Sql, query: Omit<WaitingQuery, 'limit'>): Promise<number> {
  const [row] = await sql.rows<{ count: number }>(countWaiting, waitingValues(query));
  return row?.count ?? 0;
}

function waitingValues(query: Omit<WaitingQuery, 'limit'>) {
  const { after, untilAt } = query;
  return [...filterValues({ ...query, status: 'waiting' }), after.receivedAt, after.id, untilAt];
}

const reasons: Statement = {
  name: 'read_quarantine_reasons',
  text: `select code, reason, count(*) as count, min(received_at) as "oldestAt" from quarantine where status = 'waiting'
          group by code, reason order by count(*) desc, code, reason limit $1`,
};

/** The most frequent first, on `quarantine_newest`. */
export function readQuarantineReasons(sql: Sql, limit: number): Promise<QuarantineReason[]> {
  return sql.rows(reasons, [limit]);
}

const resolve: Statement = {
  name: 'resolve_quarantine',
  text: `update quarantine set status = $2, resolved_by = $3, note = $4, resolved_at = (extract(epoch from clock_timestamp()) * 1000)::bigint
          where id = any($1::uuid[]) and status = 'waiting'`,
};

const replace: Statement = {
  name: 'replace_quarantine_body',
  text: `update quarantine set master_key_id = $2, body = $3, body_hash = $4, code = $5, reason = $6 where id = $1 and status = 'waiting'`,
};

const remove: Statement = { name: 'remove_quarantine', text: 'delete from quarantine where id = any($1::uuid[])' };

export async function removeQuarantine(sql: Sql, ids: readonly string[]): Promise<void> {
  await sql.execute(remove, [uuidArray(ids)]);
}

/** The quarantine port on PostgreSQL. */
export function createQuarantineStore(sql: Sql): QuarantineStore {
  return {
    add: (rows) => insertQuarantine(sql, rows),
    list: (query) => listQuarantine(sql, query),
    count: (query) => countQuarantine(sql, query),
    read: (ids) => readQuarantine(sql, ids),
    readWaiting: (query) => readWaitingQuarantine(sql, query),
    countWaiting: (query) => countWaitingQuarantine(sql, query),
    reasons: (limit) => readQuarantineReasons(sql, limit),
    resolve: (ids, outcome) => sql.execute(resolve, [uuidArray(ids), outcome.status, outcome.by, outcome.note]),
    async replaceBody(row) {
      await sql.execute(replace, [row.id, row.masterKeyId, Buffer.from(row.body), row.bodyHash, row.code, row.reason]);
    },
    remove: (ids) => removeQuarantine(sql, ids),
  };
}
