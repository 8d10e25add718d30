import type { Sql } from '../../database/database.ts';

export interface DerivedRow {
  readonly shard: number;
  readonly position: number;
  readonly member_id: string;
  readonly type: string;
  readonly occurred_at: number;
  readonly recorded_at: number;
  readonly cause_kind: string;
  readonly program_version: number;
  /** JSON. */
  readonly payload: string;
}

/** Everything that the fold has told so far, of everybody, in the order in which it was told: for a scratch store, where that is little. */
export async function listDerived(sql: Sql): Promise<readonly DerivedRow[]> {
  return sql.rows(
    {
      name: 'list_derived',
      text: `select shard, position, member_id, type, occurred_at, recorded_at, cause_kind, program_version, payload
               from derived_fact order by recorded_at, occurred_at, shard, position`,
    },
    [],
  );
}
