import type { EffectRequest } from '@perennial/domain';
import type { Sql } from '../database/database.ts';
import type { Owned } from '../rows/write-rows.ts';
import { int4Array, int8Array, textArray, uuidArray } from '../wire/binary-arrays.ts';

/** Takes `counts` positions of the outbox and returns the last one of each shard (index: primary key). */
export async function takeOutboxPositions(
  sql: Sql,
  counts: readonly { readonly shard: number; readonly count: number }[],
): Promise<{ shard: number; position: number }[]> {
  return sql.rows(
    {
      name: 'take_outbox_positions',
      text: `update shard_output o
                set outbox_position = o.outbox_position + u.count
               from (select shard, count from unnest($1::integer[], $2::bigint[]) as k(shard, count) order by shard) u
              where o.shard = u.shard
          returning o.shard, o.outbox_position as position`,
    },
    [int4Array(counts.map((c) => c.shard)), int8Array(counts.map((c) => c.count))],
  );
}

export interface PlacedRequest extends Owned<EffectRequest> {
  readonly position: number;
}

/** Writes what is to be done outside; one that is there already by its cause stays as it is (index: outbox_cause). */
export async function insertRequests(sql: Sql, rows: readonly PlacedRequest[]): Promise<void> {
  await sql.execute(
    {
      name: 'insert_outbox',
      text: `insert into outbox (shard, position, member_id, type, recorded_at, cause_kind, cause_position, cause_at,
                     cause_facet, cause_n, cause_parent, payload)
             select * from unnest($1::integer[], $2::bigint[], $3::uuid[], $4::text[], $5::bigint[], $6::text[], $7::bigint[],
                     $8::bigint[], $9::text[], $10::integer[], $11::integer[], $12::text[])
                 on conflict (shard, member_id, cause_kind, cause_position, cause_at, cause_facet, cause_n) do nothing`,
    },
    [
      int4Array(rows.map((r) => r.shard)),
      int8Array(rows.map((r) => r.position)),
      uuidArray(rows.map((r) => r.memberId)),
      textArray(rows.map((r) => r.row.type)),
      int8Array(rows.map((r) => r.row.recordedAt)),
      textArray(rows.map((r) => r.row.cause.kind)),
      int8Array(rows.map((r) => r.row.cause.position)),
      int8Array(rows.map((r) => r.row.cause.at)),
      textArray(rows.map((r) => r.row.cause.facet)),
      int4Array(rows.map((r) => r.row.cause.n)),
      int4Array(rows.map((r) => r.row.cause.parent)),
      textArray(rows.map((r) => JSON.stringify(r.row.payload))),
    ],
  );
}
