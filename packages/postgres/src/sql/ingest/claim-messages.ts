import type { MessageClaim } from '@perennial/engine';
import type { Sql, Statement } from '../../database.ts';
import { int8Array, uuidArray } from '../../wire/binary-arrays.ts';

/** Answers only what was not inserted: the usual batch has no repeats, and reading ids back costs more than writing them. */
const claim: Statement = {
  name: 'claim_messages',
  text: `with claim as materialized (select id, body_hash from unnest($1::uuid[], $2::bigint[]) as c(id, body_hash)),
              taken as (insert into message (id, body_hash) select id, body_hash from claim order by id
                        on conflict do nothing returning id)
         select claim.id from claim left join taken on taken.id = claim.id where taken.id is null`,
};

const read: Statement = {
  name: 'read_messages',
  text: 'select id, body_hash from message where id = any($1::uuid[])',
};

/**
 * Claims message ids, sorted and distinct, on the primary key of `message`. Answers those that were taken before, with the
 * hash of their body. Waits for another transaction that is claiming the same id.
 */
export async function claimMessages(sql: Sql, claims: readonly MessageClaim[]): Promise<ReadonlyMap<string, number>> {
  const keys = uuidArray(claims.map((one) => one.key));
  const hashes = int8Array(claims.map((one) => one.bodyHash));
  const taken = await sql.rows<{ id: string }>(claim, [keys, hashes]);
  if (taken.length === 0) return new Map();
  const rows = await sql.rows<{ id: string; body_hash: number }>(read, [uuidArray(taken.map((row) => row.id))]);
  return new Map(rows.map((row) => [row.id, row.body_hash]));
}
