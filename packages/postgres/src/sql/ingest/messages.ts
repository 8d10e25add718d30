import type { MessageClaim } from '@perennial/engine';
import type { Sql } from '../../database/database.ts';
import { int8Array, uuidArray } from '../../wire/binary-arrays.ts';

interface MessageRow {
  readonly id: string;
  readonly body_hash: number;
}

function byId(rows: readonly MessageRow[]): ReadonlyMap<string, number> {
  return new Map(rows.map((row) => [row.id, row.body_hash]));
}

/**
 * Claims message ids, sorted and distinct. Answers those that were taken before, with the hash of their body. Waits for
 * another transaction that is claiming the same id.
 */
export async function claimMessages(sql: Sql, claims: readonly MessageClaim[]): Promise<ReadonlyMap<string, number>> {
  const keys = uuidArray(claims.map((one) => one.key));
  const hashes = int8Array(claims.map((one) => one.bodyHash));
  const claimed = await insertMessages(sql, keys, hashes);
  return claimed === claims.length ? new Map() : readOlderMessages(sql, keys);
}

/** Counted, not returned: the usual batch has no repeats, and reading ids back costs more than writing them. */
async function insertMessages(sql: Sql, keys: Buffer, hashes: Buffer): Promise<number> {
  return sql.execute(
    {
      name: 'claim_messages',
      text: `insert into message (id, body_hash)
             select id, body_hash from unnest($1::uuid[], $2::bigint[]) as claim(id, body_hash)
                 on conflict do nothing`,
    },
    [keys, hashes],
  );
}

/** Rows of this transaction carry its id; the others were there before (index: primary key). */
async function readOlderMessages(sql: Sql, keys: Buffer): Promise<ReadonlyMap<string, number>> {
  const rows = await sql.rows<MessageRow>(
    {
      name: 'read_claimed_messages',
      text: `select id, body_hash from message where id = any($1::uuid[]) and xmin <> pg_current_xact_id()::xid`,
    },
    [keys],
  );
  return byId(rows);
}

/** Which of these message keys the log has, with the hash of the body each stands for (index: primary key). */
export async function readKnownMessages(sql: Sql, keys: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const rows = await sql.rows<MessageRow>(
    { name: 'read_known_messages', text: `select id, body_hash from message where id = any($1::uuid[])` },
    [uuidArray(keys)],
  );
  return byId(rows);
}
