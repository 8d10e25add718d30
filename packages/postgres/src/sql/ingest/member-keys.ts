import type { MemberKeyRow, MemberPlace } from '@perennial/engine';
import type { Sql } from '../../database/database.ts';
import { byteaArray, textArray } from '../../wire/binary-arrays.ts';
import { clockMs } from '../clock.ts';
import { placeArrays } from '../place-arrays.ts';

/** Wrapped keys; erased members and those without personal data are absent (index: primary key). */
export async function readMemberKeys(sql: Sql, members: readonly MemberPlace[]): Promise<readonly MemberKeyRow[]> {
  return sql.rows<MemberKeyRow>(
    {
      name: 'read_member_keys',
      text: `select k.shard, k.member_id as id, k.master_key_id as "masterKeyId", k.wrapped_key as "wrappedKey"
               from unnest($1::integer[], $2::uuid[]) as wanted(shard, member_id)
               join member_key k on k.shard = wanted.shard and k.member_id = wanted.member_id`,
    },
    placeArrays(members),
  );
}

/** Inserts sorted by place; answers how many were new. */
export async function insertMemberKeys(sql: Sql, rows: readonly MemberKeyRow[]): Promise<number> {
  return sql.execute(
    {
      name: 'insert_member_keys',
      text: `insert into member_key (shard, member_id, master_key_id, wrapped_key, created_at)
             select shard, member_id, master_key_id, wrapped_key, ${clockMs}
               from unnest($1::integer[], $2::uuid[], $3::text[], $4::bytea[])
                 as new(shard, member_id, master_key_id, wrapped_key)
              order by shard, member_id
                 on conflict do nothing`,
    },
    [
      ...placeArrays(rows),
      textArray(rows.map((row) => row.masterKeyId)),
      byteaArray(rows.map((row) => row.wrappedKey)),
    ],
  );
}

/** Keys that another master key wraps than this one (index: member_key_by_master). */
export async function readKeysNotUnder(sql: Sql, masterKeyId: string, limit: number): Promise<MemberKeyRow[]> {
  return sql.rows<MemberKeyRow>(
    {
      name: 'read_keys_not_under',
      text: `select shard, member_id as id, master_key_id as "masterKeyId", wrapped_key as "wrappedKey"
               from member_key
              where master_key_id < $1 or master_key_id > $1
              order by master_key_id, shard, member_id limit $2`,
    },
    [masterKeyId, limit],
  );
}

/** Wraps keys anew (index: primary key). */
export async function replaceKeys(sql: Sql, rows: readonly MemberKeyRow[]): Promise<void> {
  await sql.execute(
    {
      name: 'replace_member_keys',
      text: `update member_key k
                set master_key_id = n.master_key_id, wrapped_key = n.wrapped_key
               from unnest($1::integer[], $2::uuid[], $3::text[], $4::bytea[])
                 as n(shard, member_id, master_key_id, wrapped_key)
              where k.shard = n.shard and k.member_id = n.member_id`,
    },
    [
      ...placeArrays(rows),
      textArray(rows.map((row) => row.masterKeyId)),
      byteaArray(rows.map((row) => row.wrappedKey)),
    ],
  );
}

/** What these keys opened stays closed for ever (index: primary key). */
export async function deleteMemberKeys(sql: Sql, members: readonly MemberPlace[]): Promise<void> {
  await sql.execute(
    {
      name: 'delete_member_keys',
      text: `delete from member_key k
              using unnest($1::integer[], $2::uuid[]) as wanted(shard, member_id)
              where k.shard = wanted.shard and k.member_id = wanted.member_id`,
    },
    placeArrays(members),
  );
}
