import type { Sql } from '../../database/database.ts';

/** A live stage of a member; `valid_to` is null for the one that stands now or was entered last. */
export interface ExportedStage {
  readonly shard: number;
  readonly member_id: string;
  readonly lifecycle: string;
  readonly stage: string;
  readonly from_stage: string;
  readonly valid_from: number;
  readonly valid_to: number | null;
  readonly is_reactivation: boolean;
  readonly program_version: number;
}

/** The stages of a page of members after (shard, member) (index: primary key of member). */
export async function pageStages(
  sql: Sql,
  after: { readonly shard: number; readonly memberId: string; readonly members: number },
): Promise<ExportedStage[]> {
  return sql.rows(
    {
      name: 'export_stages',
      text: `with page as (
               select shard, id from member where (shard, id) > ($1, $2::uuid) order by shard, id limit $3
             )
             select s.shard, s.member_id, s.lifecycle, s.stage, s.from_stage, s.valid_from, s.valid_to,
                    s.is_reactivation, s.program_version
               from page p
               cross join lateral (
                 select i.shard, i.member_id, i.lifecycle, i.stage, i.from_stage, i.valid_from, i.valid_to, i.is_reactivation, i.program_version
                   from (select shard, member_id, lifecycle, stage, from_stage, is_reactivation, program_version, valid_from, recorded_at,
                                lead(valid_from) over (partition by shard, member_id, lifecycle order by valid_from, recorded_at) as valid_to
                           from stage_entry
                          where shard = p.shard and member_id = p.id and superseded_at is null) i
               ) s
              order by p.shard, p.id, s.lifecycle, s.valid_from`,
    },
    [after.shard, after.memberId, after.members],
  );
}
