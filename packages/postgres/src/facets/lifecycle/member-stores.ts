import type { Sql } from '../../database/database.ts';

/** Stores where a member bought or was seen (index: primary keys of member_order and activity_day). */
export async function readMemberStores(sql: Sql, shard: number, memberId: string): Promise<string[]> {
  const rows = await sql.rows<{ store_id: string }>(
    {
      name: 'read_member_stores',
      text: `select store_id from member_order where shard = $1 and member_id = $2::uuid and store_id <> ''
              union
             select substr(place, strpos(place, '/') + 1) as store_id from activity_day
              where shard = $1 and member_id = $2::uuid and strpos(place, '/') > 0
              order by store_id limit 200`,
    },
    [shard, memberId],
  );
  return rows.map((row) => row.store_id);
}
