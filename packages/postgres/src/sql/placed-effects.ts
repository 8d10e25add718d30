import type { DerivedFact, EffectRequest } from '@perennial/domain';
import type { Sql } from '../database/database.ts';
import type { Owned } from '../rows/write-rows.ts';
import { int4Array, int8Array } from '../wire/binary-arrays.ts';
import { int4Column, int8Column, ownerColumns, textColumn } from '../wire/columns.ts';

/*
 * Derived facts and requests are both effects of a step: each stands at a position of a log of its shard, and says its cause. So both
 * take positions, and name what they have in common, in one way.
 */

/** An effect with its place in the log of its kind. */
export interface Placed<Effect> extends Owned<Effect> {
  readonly position: number;
}

/** How many positions are taken of which shard. */
export interface PositionCount {
  readonly shard: number;
  readonly count: number;
}

/** A log of effects: the column of `shard_output` that counts it, and the name of the statement. */
interface EffectLog {
  readonly column: 'position' | 'outbox_position';
  readonly name: string;
}

/** Takes `counts` positions of a log and returns the last one of each shard (index: primary key). */
export async function takePositions(
  sql: Sql,
  { column, name }: EffectLog,
  counts: readonly PositionCount[],
): Promise<{ shard: number; position: number }[]> {
  return sql.rows(
    {
      name,
      text: `update shard_output o
                set ${column} = o.${column} + u.count
               from (select shard, count from unnest($1::integer[], $2::bigint[]) as k(shard, count) order by shard) u
              where o.shard = u.shard
          returning o.shard, o.${column} as position`,
    },
    [int4Array(counts.map((c) => c.shard)), int8Array(counts.map((c) => c.count))],
  );
}

/** Columns that every effect has. */
export const effectColumns = `shard, position, member_id, type, recorded_at, cause_kind, cause_position, cause_at, cause_facet,
                     cause_n, cause_parent, payload`;

/** Their types, as arrays from the first parameter on. */
export const effectArrayTypes = `$1::integer[], $2::bigint[], $3::uuid[], $4::text[], $5::bigint[], $6::text[], $7::bigint[],
                     $8::bigint[], $9::text[], $10::integer[], $11::integer[], $12::text[]`;

export function effectArrays(effects: readonly Placed<DerivedFact | EffectRequest>[]): Buffer[] {
  // One row an effect, not one list a column: several follow from every order.
  const rows = effects.map(({ shard, position, memberId: id, row: { type, recordedAt, cause, payload } }) => ({
    shard,
    position,
    id,
    type,
    recordedAt,
    kind: cause.kind,
    causePosition: cause.position,
    at: cause.at,
    facet: cause.facet,
    n: cause.n,
    parent: cause.parent,
    payload: JSON.stringify(payload),
  }));
  const [shards, ids] = ownerColumns(rows);
  return [
    shards,
    int8Column(rows, 'position'),
    ids,
    textColumn(rows, 'type'),
    int8Column(rows, 'recordedAt'),
    textColumn(rows, 'kind'),
    int8Column(rows, 'causePosition'),
    int8Column(rows, 'at'),
    textColumn(rows, 'facet'),
    int4Column(rows, 'n'),
    int4Column(rows, 'parent'),
    textColumn(rows, 'payload'),
  ];
}
