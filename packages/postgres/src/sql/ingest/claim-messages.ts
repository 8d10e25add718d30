import type { MessageClaim } from '@perennial/engine';
import type { Sql, Statement } from '../../database/database.ts';
import { int8Array, uuidArray } from '../../wire/binary-arrays.ts';

/** Counted, not returned: the usual batch has no repeats, and reading ids back costs more than writing them. */
const claim: Statement = {
  name: 'claim_messages',
  text: `insert into message (id, body_hash)
         select id, body_hash from unnest($1::uuid[], $2::bigint[]) as claim(id, body_hash)
         on conflict do nothing`,
};

/** Rows of this transaction carry its id; the others were there before. */
const readOthers: Statement = {
  name: 'read_claimed_messages',
  text: `select id, body_hash from message where id = any($1::uuid[]) and xmin <> pg_current_xact_id()::xid`,
};

/**
 * Claims message ids, sorted and distinct, on the primary key of `message`. Answers those that were taken before, with the
 * hash of their body. Waits for another transaction that is claiming the same id.
 */
export async function claimMessages(sql: Sql, claims: readonly MessageClaim[]): Promise<ReadonlyMap<string, number>> {
  const keys = uuidArray(claims.map((one) => one.key));
  const hashes = int8Array(claims.map((one) => one.bodyHash));
  if ((await sql.execute(claim, [keys, hashes])) === claims.length) return new Map();
  const rows = await sql.rows<{ id: string; body_hash: number }>(readOthers, [keys]);
  return new Map(rows.map((row) => [row.id, row.body_hash]));
}
