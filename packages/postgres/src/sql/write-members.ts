import type { Sql } from '../database/database.ts';
import { byteaArray, int4Array, int8Array, textArray, uuidArray } from '../wire/binary-arrays.ts';

export interface MemberUpdate {
  readonly shard: number;
  readonly id: string;
  readonly position: number;
  readonly clockAt: number;
  readonly wakeAt: number | null;
  readonly programVersion: number;
  readonly status: number;
  /** Null leaves the stored bytes as they are. */
  readonly state: Uint8Array | null;
  /** See `dueText`. */
  readonly due: string;
}

/**
 * Writes state and position together (invariant E4; index: primary key). A row whose stored position is already greater would mean
 * that a lock was lost. Then the statement fails by itself, as a text that is no number, so that nothing has to wait for its answer
 * before the transaction is committed.
 */
export async function writeMembers(sql: Sql, updates: readonly MemberUpdate[]): Promise<void> {
  await sql.execute(
    {
      name: 'write_members',
      text: `with written as (
               update member m
                set position = u.position, clock_at = u.clock_at, wake_at = u.wake_at,
                    program_version = u.program_version, status = u.status,
                    merged_into_shard = case when u.status = 1 then m.merged_into_shard end,
                    merged_into = case when u.status = 1 then m.merged_into end,
                    state = coalesce(u.state, m.state), due = u.due
               from unnest($1::integer[], $2::uuid[], $3::bigint[], $4::bigint[], $5::bigint[], $6::integer[],
                           $7::integer[], $8::bytea[], $9::text[])
                 as u(shard, id, position, clock_at, wake_at, program_version, status, state, due)
              where m.shard = u.shard and m.id = u.id and m.position <= u.position
              returning 1
             )
             select cast(case when count(*) = $10::bigint then '0'
                              else 'members were folded by somebody else: ' || ($10::bigint - count(*)) end as integer)
               from written`,
    },
    [
      int4Array(updates.map((u) => u.shard)),
      uuidArray(updates.map((u) => u.id)),
      int8Array(updates.map((u) => u.position)),
      int8Array(updates.map((u) => u.clockAt)),
      int8Array(updates.map((u) => u.wakeAt)),
      int4Array(updates.map((u) => u.programVersion)),
      int4Array(updates.map((u) => u.status)),
      byteaArray(updates.map((u) => u.state)),
      textArray(updates.map((u) => u.due)),
      updates.length,
    ],
  );
}

/** Records where absorbed members went; who has been split off again meanwhile went nowhere (index: primary key). */
export async function noteAbsorbed(
  sql: Sql,
  rows: readonly { readonly shard: number; readonly id: string; readonly intoShard: number; readonly into: string }[],
): Promise<void> {
  await sql.execute(
    {
      name: 'note_absorbed',
      text: `update member m
                set merged_into_shard = u.into_shard, merged_into = u.into_id
               from unnest($1::integer[], $2::uuid[], $3::integer[], $4::uuid[]) as u(shard, id, into_shard, into_id)
              where m.shard = u.shard and m.id = u.id and m.status = 1`,
    },
    [
      int4Array(rows.map((r) => r.shard)),
      uuidArray(rows.map((r) => r.id)),
      int4Array(rows.map((r) => r.intoShard)),
      uuidArray(rows.map((r) => r.into)),
    ],
  );
}

/** Moves the reading hint forward, never back (index: primary key). */
export async function advanceCursors(
  sql: Sql,
  cursors: readonly { readonly shard: number; readonly position: number }[],
): Promise<void> {
  await sql.execute(
    {
      name: 'advance_cursors',
      text: `update shard_cursor c
                set position = u.position
               from unnest($1::integer[], $2::bigint[]) as u(shard, position)
              where c.shard = u.shard and c.position < u.position`,
    },
    [int4Array(cursors.map((c) => c.shard)), int8Array(cursors.map((c) => c.position))],
  );
}
