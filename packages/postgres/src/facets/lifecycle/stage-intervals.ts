import type { Sql } from '../../database/database.ts';

export interface StageEntryReadRow {
  readonly lifecycle: string;
  readonly stage: string;
  readonly from_stage: string;
  readonly valid_from: number;
  readonly valid_to: number | null;
  readonly recorded_at: number;
  readonly is_reactivation: boolean;
  readonly cause_kind: string;
  readonly cause_position: number;
  readonly cause_at: number;
  readonly program_version: number;
  readonly is_acted: boolean;
}

/** An interval with the fact with which it was recorded; nulls when no fact was its cause. */
export interface StageIntervalRow extends StageEntryReadRow {
  readonly cause_type: string | null;
  readonly cause_occurred_at: number | null;
}

const intervalColumns = `lifecycle, stage, from_stage, valid_from, valid_to, recorded_at, is_reactivation, cause_kind,
                    cause_position, cause_at, program_version, is_acted`;

/** The live stage timeline of a member, newest first, before (validFrom, lifecycle) (indexes: primary keys of stage_entry and fact). */
export async function readStageIntervals(
  sql: Sql,
  query: {
    readonly shard: number;
    readonly memberId: string;
    readonly lifecycle: string;
    readonly before: { readonly at: number; readonly lifecycle: string };
    readonly limit: number;
  },
): Promise<StageIntervalRow[]> {
  return sql.rows(
    {
      name: 'read_stage_intervals',
      text: `with page as (
               select shard, ${intervalColumns} from stage_interval
                where shard = $1 and member_id = $2::uuid and ($3 = '' or lifecycle = $3)
                  and (valid_from, lifecycle) < ($4::bigint, $5)
                order by valid_from desc, lifecycle desc limit $6)
             select page.*, f.type as cause_type, f.occurred_at as cause_occurred_at
               from page left join fact f
                 on page.cause_kind = 'fact' and f.shard = page.shard and f.position = page.cause_position and f.kind = 0
              order by valid_from desc, page.lifecycle desc`,
    },
    [query.shard, query.memberId, query.lifecycle, query.before.at, query.before.lifecycle, query.limit],
  );
}
