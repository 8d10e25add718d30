import type { DerivedFact, StageEntryRow } from '@perennial/domain';
import type { Sql } from '../database/database.ts';
import { boolArray, int4Array, int8Array, textArray, uuidArray } from '../wire/binary-arrays.ts';
import type { Owned } from './write-evidence.ts';

/** Inserts stage entries (index: primary key). An entry at the same instant and recording replaces its like. */
export async function insertStageEntries(sql: Sql, rows: readonly Owned<StageEntryRow>[]): Promise<void> {
  await sql.execute(
    {
      name: 'insert_stage_entries',
      text: `insert into stage_entry (shard, member_id, lifecycle, valid_from, recorded_at, stage, from_stage,
                     is_reactivation, program_version, cause_kind, cause_position, cause_at, is_acted, superseded_at)
             select * from unnest($1::integer[], $2::uuid[], $3::text[], $4::bigint[], $5::bigint[], $6::text[], $7::text[],
                     $8::boolean[], $9::integer[], $10::text[], $11::bigint[], $12::bigint[], $13::boolean[], $14::bigint[])
                 on conflict (shard, member_id, lifecycle, valid_from, recorded_at) do update
                set stage = excluded.stage, from_stage = excluded.from_stage, is_reactivation = excluded.is_reactivation,
                    program_version = excluded.program_version, cause_kind = excluded.cause_kind,
                    cause_position = excluded.cause_position, cause_at = excluded.cause_at,
                    is_acted = excluded.is_acted, superseded_at = excluded.superseded_at`,
    },
    [
      int4Array(rows.map((r) => r.shard)),
      uuidArray(rows.map((r) => r.memberId)),
      textArray(rows.map((r) => r.row.lifecycle)),
      int8Array(rows.map((r) => r.row.validFrom)),
      int8Array(rows.map((r) => r.row.recordedAt)),
      textArray(rows.map((r) => r.row.stage)),
      textArray(rows.map((r) => r.row.fromStage)),
      boolArray(rows.map((r) => r.row.isReactivation)),
      int4Array(rows.map((r) => r.row.programVersion)),
      textArray(rows.map((r) => r.row.causeKind)),
      int8Array(rows.map((r) => r.row.causePosition)),
      int8Array(rows.map((r) => r.row.causeAt)),
      boolArray(rows.map((r) => r.row.isActed)),
      int8Array(rows.map((r) => r.row.supersededAt)),
    ],
  );
}

function entryKeys(rows: readonly Owned<StageEntryRow>[]): Buffer[] {
  return [
    int4Array(rows.map((r) => r.shard)),
    uuidArray(rows.map((r) => r.memberId)),
    textArray(rows.map((r) => r.row.lifecycle)),
    int8Array(rows.map((r) => r.row.validFrom)),
    int8Array(rows.map((r) => r.row.recordedAt)),
  ];
}

/** Removes entries that were never acted on and no longer hold (index: primary key). */
export async function deleteStageEntries(sql: Sql, rows: readonly Owned<StageEntryRow>[]): Promise<void> {
  await sql.execute(
    {
      name: 'delete_stage_entries',
      text: `delete from stage_entry e
              using unnest($1::integer[], $2::uuid[], $3::text[], $4::bigint[], $5::bigint[])
                 as k(shard, member_id, lifecycle, valid_from, recorded_at)
              where e.shard = k.shard and e.member_id = k.member_id and e.lifecycle = k.lifecycle
                and e.valid_from = k.valid_from and e.recorded_at = k.recorded_at`,
    },
    entryKeys(rows),
  );
}

/** Closes entries that were acted on and no longer hold; they stay as what was known then (index: primary key). */
export async function supersedeStageEntries(sql: Sql, rows: readonly Owned<StageEntryRow>[]): Promise<void> {
  await sql.execute(
    {
      name: 'supersede_stage_entries',
      text: `update stage_entry e
                set superseded_at = k.superseded_at
               from unnest($1::integer[], $2::uuid[], $3::text[], $4::bigint[], $5::bigint[], $6::bigint[])
                 as k(shard, member_id, lifecycle, valid_from, recorded_at, superseded_at)
              where e.shard = k.shard and e.member_id = k.member_id and e.lifecycle = k.lifecycle
                and e.valid_from = k.valid_from and e.recorded_at = k.recorded_at`,
    },
    [...entryKeys(rows), int8Array(rows.map((r) => r.row.supersededAt))],
  );
}

/** Takes `counts` positions of the log of derived facts and returns the last one of each shard (index: primary key). */
export async function takeOutputPositions(
  sql: Sql,
  counts: readonly { readonly shard: number; readonly count: number }[],
): Promise<{ shard: number; position: number }[]> {
  return sql.rows(
    {
      name: 'take_output_positions',
      text: `update shard_output o
                set position = o.position + u.count
               from (select shard, count from unnest($1::integer[], $2::bigint[]) as k(shard, count) order by shard) u
              where o.shard = u.shard
          returning o.shard, o.position`,
    },
    [int4Array(counts.map((c) => c.shard)), int8Array(counts.map((c) => c.count))],
  );
}

/** A derived fact with its place in the log of derived facts. */
export interface PlacedDerivedFact extends Owned<DerivedFact> {
  readonly position: number;
}

/** Appends derived facts (index: primary key). */
export async function insertDerivedFacts(sql: Sql, rows: readonly PlacedDerivedFact[]): Promise<void> {
  await sql.execute(
    {
      name: 'insert_derived_facts',
      text: `insert into derived_fact (shard, position, member_id, type, occurred_at, recorded_at, cause_kind,
                     cause_position, cause_at, program_version, payload)
             select * from unnest($1::integer[], $2::bigint[], $3::uuid[], $4::text[], $5::bigint[], $6::bigint[], $7::text[],
                     $8::bigint[], $9::bigint[], $10::integer[], $11::text[])`,
    },
    [
      int4Array(rows.map((r) => r.shard)),
      int8Array(rows.map((r) => r.position)),
      uuidArray(rows.map((r) => r.memberId)),
      textArray(rows.map((r) => r.row.type)),
      int8Array(rows.map((r) => r.row.occurredAt)),
      int8Array(rows.map((r) => r.row.recordedAt)),
      textArray(rows.map((r) => r.row.cause.kind)),
      int8Array(rows.map((r) => r.row.cause.position)),
      int8Array(rows.map((r) => r.row.cause.at)),
      int4Array(rows.map((r) => r.row.programVersion)),
      textArray(rows.map((r) => JSON.stringify(r.row.payload))),
    ],
  );
}
