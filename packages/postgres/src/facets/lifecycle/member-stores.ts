import type { MemberId } from '@perennial/domain';
import type { MemberPlace } from '@perennial/engine';
import type { Sql } from '../../database/database.ts';
import { placeArrays } from '../../sql/place-arrays.ts';
import { textArray } from '../../wire/binary-arrays.ts';

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

/** Which of these members bought or were seen in one of the stores (indexes: primary keys of member_order, activity_day). */
export async function filterByStores(
  sql: Sql,
  members: readonly MemberPlace[],
  stores: readonly string[],
): Promise<ReadonlySet<MemberId>> {
  const rows = await sql.rows<{ id: MemberId }>(
    {
      name: 'filter_by_stores',
      text: `select k.member_id as id
               from unnest($1::integer[], $2::uuid[]) as k(shard, member_id)
               join member_order o on o.shard = k.shard and o.member_id = k.member_id
              where o.store_id = any($3::text[])
              union
             select k.member_id as id
               from unnest($1::integer[], $2::uuid[]) as k(shard, member_id)
               join activity_day d on d.shard = k.shard and d.member_id = k.member_id
              where strpos(d.place, '/') > 0 and substr(d.place, strpos(d.place, '/') + 1) = any($3::text[])`,
    },
    [...placeArrays(members), textArray(stores)],
  );
  return new Set(rows.map(({ id }) => id));
}
