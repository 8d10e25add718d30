import type { Sql } from '../../database/database.ts';
import { factColumns, type FactRow } from '../fact-row.ts';

/** A page of the log after (shard, position) (index: primary key). */
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
