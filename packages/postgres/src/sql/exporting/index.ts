import type { Sql } from '../../database/database.ts';
import { factColumns, type FactRow } from '../fact-row.ts';

/**
 * A page of the log after (shard, position), without facts of nobody that turned out to be somebody's, who has them too (indexes:
 * primary key, fact_attached).
 */
export async function pageFacts(
  sql: Sql,
  after: { readonly shard: number; readonly position: number; readonly limit: number },
): Promise<FactRow[]> {
  return sql.rows(
    {
      name: 'export_facts',
      text: `select ${factColumns}
               from fact f
              where (f.shard, f.position) > ($1, $2) and f.kind = 0
                and (f.member_id is not null or not exists (
                  select 1 from fact a
                   where a.kind = 6 and a.shard = f.shard and a.source = f.source and a.message_id = f.message_id))
              order by f.shard, f.position limit $3`,
    },
    [after.shard, after.position, after.limit],
  );
}

/** The last member of a page of members after (shard, member); undefined past the end (index: primary key). */
export async function lastMemberOfPage(
  sql: Sql,
  after: { readonly shard: number; readonly memberId: string; readonly members: number },
): Promise<{ shard: number; id: string } | undefined> {
  const [row] = await sql.rows<{ shard: number; id: string }>(
    {
      name: 'export_page_end',
      text: `select shard, id from (
               select shard, id from member where (shard, id) > ($1, $2::uuid) order by shard, id limit $3
             ) page order by shard desc, id desc limit 1`,
    },
    [after.shard, after.memberId, after.members],
  );
  return row;
}
