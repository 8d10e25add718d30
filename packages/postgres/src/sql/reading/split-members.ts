import type { Sql } from '../../database/database.ts';

export interface SplitMemberRow {
  readonly shard: number;
  readonly id: string;
}

/** Live members on either side of a merge that was taken back (index: primary key of member; the merge log is read whole). */
export async function readSplitMembers(sql: Sql, limit: number): Promise<SplitMemberRow[]> {
  return sql.rows(
    {
      name: 'read_split_members',
      text: `select m.shard, m.id
               from (select survivor_shard as shard, survivor_id as id from merge_log where status = 'undone'
                      union
                     select absorbed_shard, absorbed_id from merge_log where status = 'undone' and absorbed_id is not null) s
               join member m on m.shard = s.shard and m.id = s.id and m.status = 0
              order by m.shard, m.id limit $1`,
    },
    [limit],
  );
}
