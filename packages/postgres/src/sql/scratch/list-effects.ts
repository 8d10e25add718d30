import type { Sql } from '../../database/database.ts';

export interface EffectRow {
  readonly shard: number;
  readonly position: number;
  readonly member_id: string;
  readonly type: string;
  readonly occurred_at: number;
  readonly recorded_at: number;
  readonly cause_kind: string;
  /** JSON. */
  readonly payload: string;
}

/** Everything that was asked to be done outside, of everybody, in the order in which it was asked: for a scratch store, where that is little. */
export async function listEffects(sql: Sql): Promise<readonly EffectRow[]> {
  return sql.rows(
    {
      name: 'list_effects',
      text: `select shard, position, member_id, type, occurred_at, recorded_at, cause_kind, payload
               from outbox order by recorded_at, occurred_at, shard, position`,
    },
    [],
  );
}
