import type { DerivedFact } from '@perennial/domain';
import type { Sql } from '../database/database.ts';
import { int4Array, int8Array } from '../wire/binary-arrays.ts';
import {
  effectArrays,
  effectArrayTypes,
  effectColumns,
  takePositions,
  type Placed,
  type PositionCount,
} from './placed-effects.ts';

/** Takes `counts` positions of the log of derived facts and returns the last one of each shard (index: primary key). */
export async function takeOutputPositions(
  sql: Sql,
  counts: readonly PositionCount[],
): Promise<{ shard: number; position: number }[]> {
  return takePositions(sql, { name: 'take_output_positions', column: 'position' }, counts);
}

/** Appends derived facts (index: primary key). */
export async function insertDerivedFacts(sql: Sql, rows: readonly Placed<DerivedFact>[]): Promise<void> {
  await sql.execute(
    {
      name: 'insert_derived_facts',
      text: `insert into derived_fact (${effectColumns}, occurred_at, program_version)
             select * from unnest(${effectArrayTypes}, $13::bigint[], $14::integer[])`,
    },
    [
      ...effectArrays(rows),
      int8Array(rows.map((r) => r.row.occurredAt)),
      int4Array(rows.map((r) => r.row.programVersion)),
    ],
  );
}
