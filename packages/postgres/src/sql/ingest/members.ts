import type { MemberPlace } from '@perennial/engine';
import type { Sql } from '../../database/database.ts';
import { clockMs } from '../clock.ts';
import { placeArrays } from '../place-arrays.ts';

/** New members without state; the fold fills them. */
export async function insertMembers(sql: Sql, members: readonly MemberPlace[]): Promise<void> {
  await sql.execute(
    {
      name: 'insert_members',
      text: `insert into member (shard, id, created_at)
             select shard, id, ${clockMs} from unnest($1::integer[], $2::uuid[]) as new(shard, id)
              order by shard, id
                 on conflict do nothing`,
    },
    placeArrays(members),
  );
}

/** Locks members in the order of (shard, id); answers those who are not erased (index: primary key). */
export async function lockMembersToErase(sql: Sql, members: readonly MemberPlace[]): Promise<readonly MemberPlace[]> {
  const rows = await sql.rows<MemberPlace & { readonly status: number }>(
    {
      name: 'lock_members_to_erase',
      text: `select m.shard, m.id, m.status
               from unnest($1::integer[], $2::uuid[]) as wanted(shard, member_id)
               join member m on m.shard = wanted.shard and m.id = wanted.member_id
              order by m.shard, m.id
                for update of m`,
    },
    placeArrays(members),
  );
  return rows.filter(({ status }) => status !== 2).map(({ shard, id }) => ({ shard, id }));
}

/** Whether one of these members was erased (index: primary key). */
export async function isErased(sql: Sql, members: readonly MemberPlace[]): Promise<boolean> {
  const rows = await sql.rows(
    {
      name: 'find_erased',
      text: `select m.id
               from unnest($1::integer[], $2::uuid[]) as wanted(shard, member_id)
               join member m on m.shard = wanted.shard and m.id = wanted.member_id
              where m.status = 2`,
    },
    placeArrays(members),
  );
  return rows.length > 0;
}

/** Members who are erased are never woken (index: primary key). */
export async function markErased(sql: Sql, members: readonly MemberPlace[]): Promise<void> {
  await sql.execute(
    {
      name: 'mark_members_erased',
      text: `update member m
                set status = 2, wake_at = null
               from unnest($1::integer[], $2::uuid[]) as wanted(shard, member_id)
              where m.shard = wanted.shard and m.id = wanted.member_id`,
    },
    placeArrays(members),
  );
}
