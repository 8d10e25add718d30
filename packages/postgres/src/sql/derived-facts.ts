import type { DerivedFact } from '@perennial/domain';
import type { Owned } from '../rows/write-rows.ts';
import type { Sql } from '../database/database.ts';
import { int4Array, int8Array, textArray, uuidArray } from '../wire/binary-arrays.ts';

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
                     cause_position, cause_at, cause_facet, cause_n, cause_parent, program_version, payload)
             select * from unnest($1::integer[], $2::bigint[], $3::uuid[], $4::text[], $5::bigint[], $6::bigint[], $7::text[],
                     $8::bigint[], $9::bigint[], $10::text[], $11::integer[], $12::integer[], $13::integer[], $14::text[])`,
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
      textArray(rows.map((r) => r.row.cause.facet)),
      int4Array(rows.map((r) => r.row.cause.n)),
      int4Array(rows.map((r) => r.row.cause.parent)),
      int4Array(rows.map((r) => r.row.programVersion)),
      textArray(rows.map((r) => JSON.stringify(r.row.payload))),
    ],
  );
}
