import type { Sql } from '../../database/database.ts';

export interface MergeRow {
  readonly merge_id: string;
  readonly status: string;
  readonly reason: string;
  readonly survivor_id: string;
  readonly absorbed_id: string | null;
  readonly identity_type: string;
  readonly recorded_at: number;
}

/** Merges and refusals that a member is part of, newest first (index: merge_log_by_survivor, merge_log_by_absorbed). */
export async function readMemberMerges(
  sql: Sql,
  query: {
    readonly shard: number;
    readonly memberId: string;
    readonly before: { readonly at: number; readonly id: string };
    readonly limit: number;
  },
): Promise<MergeRow[]> {
  return sql.rows(
    {
      name: 'read_member_merges',
      text: `select merge_id, status, reason, survivor_id, absorbed_id, identity_type, recorded_at from merge_log
              where ((survivor_shard = $1 and survivor_id = $2::uuid) or (absorbed_shard = $1 and absorbed_id = $2::uuid))
                and (recorded_at, merge_id) < ($3::bigint, $4::uuid)
              order by recorded_at desc, merge_id desc limit $5`,
    },
    [query.shard, query.memberId, query.before.at, query.before.id, query.limit],
  );
}
