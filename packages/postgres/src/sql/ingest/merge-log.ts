import type { MemberId } from '@perennial/domain';
import type { MergeLogRow } from '@perennial/engine';
import type { Sql } from '../../database/database.ts';
import { int4Array, int8Array, textArray, uuidArray } from '../../wire/binary-arrays.ts';

/** A refusal that is recorded already is not recorded again (indexes: merge_log_refused_merge, merge_log_refused_link). */
export async function insertMergeLog(sql: Sql, rows: readonly MergeLogRow[]): Promise<void> {
  await sql.execute(
    {
      name: 'insert_merge_log',
      text: `insert into merge_log (merge_id, status, reason, survivor_shard, survivor_id, survivor_position,
                                    absorbed_shard, absorbed_id, absorbed_position, identities, identity_type,
                                    cause_source, cause_message_id, recorded_at)
             select merge_id, status, reason, survivor_shard, survivor_id, survivor_position, absorbed_shard, absorbed_id,
                    absorbed_position, identities::uuid[], identity_type, cause_source, cause_message_id, recorded_at
               from unnest($1::uuid[], $2::text[], $3::text[], $4::integer[], $5::uuid[], $6::bigint[], $7::integer[],
                           $8::uuid[], $9::bigint[], $10::text[], $11::text[], $12::text[], $13::text[], $14::bigint[])
                 as new(merge_id, status, reason, survivor_shard, survivor_id, survivor_position, absorbed_shard,
                        absorbed_id, absorbed_position, identities, identity_type, cause_source, cause_message_id,
                        recorded_at)
                 on conflict do nothing`,
    },
    [
      uuidArray(rows.map((row) => row.mergeId)),
      textArray(rows.map((row) => row.status)),
      textArray(rows.map((row) => row.reason)),
      int4Array(rows.map((row) => row.survivor.shard)),
      uuidArray(rows.map((row) => row.survivor.id)),
      int8Array(rows.map((row) => row.survivorPosition)),
      int4Array(rows.map((row) => row.absorbed?.shard ?? null)),
      uuidArray(rows.map((row) => row.absorbed?.id ?? null)),
      int8Array(rows.map((row) => row.absorbedPosition)),
      textArray(rows.map((row) => `{${row.identities.join()}}`)),
      textArray(rows.map((row) => row.identityType)),
      textArray(rows.map((row) => row.causeSource)),
      textArray(rows.map((row) => row.causeMessageId)),
      int8Array(rows.map((row) => row.recordedAt)),
    ],
  );
}

/** Pairs of these members whose merge an operator undid (index: merge_log_by_survivor). */
export async function readKeptApart(
  sql: Sql,
  members: readonly MemberId[],
): Promise<readonly (readonly [MemberId, MemberId])[]> {
  const rows = await sql.rows<{ survivor_id: MemberId; absorbed_id: MemberId }>(
    {
      name: 'read_kept_apart',
      text: `select survivor_id, absorbed_id
               from merge_log
              where status = 'undone' and survivor_id = any($1::uuid[]) and absorbed_id = any($1::uuid[])`,
    },
    [uuidArray(members)],
  );
  return rows.map((row) => [row.survivor_id, row.absorbed_id] as const);
}
