import type { Sql } from '../../database/database.ts';

/** A move that neither a fact nor a decision caused: a wake, a program version, a merge. */
export interface StageMoveRow {
  readonly cause_kind: string;
  readonly shard: number;
  readonly cause_position: number;
  readonly lifecycle: string;
  readonly valid_from: number;
  readonly recorded_at: number;
  /** What sorts moves of one instant. */
  readonly tie: string;
}

/** Moves that stand and that neither a fact nor a decision caused, newest first, by code point within an instant (index: primary key of stage_entry). */
export async function readStageMoves(
  sql: Sql,
  query: {
    readonly shard: number;
    readonly memberId: string;
    /** Nothing that happened later. */
    readonly until: number;
    /** The last one seen. */
    readonly before: { readonly at: number; readonly tie: string };
    readonly limit: number;
  },
): Promise<StageMoveRow[]> {
  return sql.rows(
    {
      name: 'read_stage_moves',
      text: `select cause_kind, shard, cause_position, lifecycle, valid_from, recorded_at, tie
               from (select *, (cause_kind || ' ' || lifecycle || ' ' || shard || ' ' || cause_position) collate "C" as tie
                       from stage_entry
                      where shard = $1 and member_id = $2::uuid and superseded_at is null and cause_kind not in ('fact', 'decision')) e
              where valid_from <= $3::bigint and (valid_from, tie) < ($4::bigint, $5)
              order by valid_from desc, tie desc limit $6`,
    },
    [query.shard, query.memberId, query.until, query.before.at, query.before.tie, query.limit],
  );
}
