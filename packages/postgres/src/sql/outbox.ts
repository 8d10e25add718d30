import type { EffectRequest } from '@perennial/domain';
import type { Sql } from '../database/database.ts';
import {
  effectArrays,
  effectArrayTypes,
  effectColumns,
  takePositions,
  type Placed,
  type PositionCount,
} from './placed-effects.ts';

/** Takes `counts` positions of the outbox and returns the last one of each shard (index: primary key). */
export async function takeOutboxPositions(
  sql: Sql,
  counts: readonly PositionCount[],
): Promise<{ shard: number; position: number }[]> {
  return takePositions(sql, { name: 'take_outbox_positions', column: 'outbox_position' }, counts);
}

/** Writes what is to be done outside; one that is there already by its cause stays as it is (index: outbox_cause). */
export async function insertRequests(sql: Sql, rows: readonly Placed<EffectRequest>[]): Promise<void> {
  await sql.execute(
    {
      name: 'insert_outbox',
      text: `insert into outbox (${effectColumns})
             select * from unnest(${effectArrayTypes})
                 on conflict (shard, member_id, cause_kind, cause_position, cause_at, cause_facet, cause_n) do nothing`,
    },
    effectArrays(rows),
  );
}
