import type { MemberId } from '@perennial/domain';
import type { MemberKeyRow, MemberPlace, SecretRow } from '@perennial/engine';
import type { Sql, Statement } from '../../database/database.ts';
import { byteaArray, int8Array, textArray } from '../../wire/binary-arrays.ts';
import { placeArrays } from './identities.ts';

const insert: Statement = {
  name: 'insert_members',
  text: `insert into member (shard, id, created_at)
         select shard, id, (extract(epoch from clock_timestamp()) * 1000)::bigint
           from unnest($1::integer[], $2::uuid[]) as new(shard, id) order by shard, id
         on conflict do nothing`,
};

/** New members without state; the fold fills them. */
export async function insertMembers(sql: Sql, members: readonly MemberPlace[]): Promise<void> {
  await sql.execute(insert, placeArrays(members));
}

const readKeys: Statement = {
  name: 'read_member_keys',
  text: `select k.shard, k.member_id, k.master_key_id, k.wrapped_key
           from unnest($1::integer[], $2::uuid[]) as wanted(shard, member_id)
           join member_key k on k.shard = wanted.shard and k.member_id = wanted.member_id`,
};

interface KeyRow {
  readonly shard: number;
  readonly member_id: MemberId;
  readonly master_key_id: string;
  readonly wrapped_key: Buffer;
}

/** Wrapped keys on the primary key of `member_key`; erased members and those without personal data are absent. */
export async function readMemberKeys(sql: Sql, members: readonly MemberPlace[]): Promise<readonly MemberKeyRow[]> {
  const rows = await sql.rows<KeyRow>(readKeys, placeArrays(members));
  return rows.map((row) => ({
    shard: row.shard,
    id: row.member_id,
    masterKeyId: row.master_key_id,
    wrappedKey: row.wrapped_key,
  }));
}

const insertKeys: Statement = {
  name: 'insert_member_keys',
  text: `insert into member_key (shard, member_id, master_key_id, wrapped_key, created_at)
         select shard, member_id, master_key_id, wrapped_key, (extract(epoch from clock_timestamp()) * 1000)::bigint
           from unnest($1::integer[], $2::uuid[], $3::text[], $4::bytea[]) as new(shard, member_id, master_key_id, wrapped_key)
          order by shard, member_id
         on conflict do nothing`,
};

/** Inserts sorted by place; answers how many were new. */
export async function insertMemberKeys(sql: Sql, rows: readonly MemberKeyRow[]): Promise<number> {
  return sql.execute(insertKeys, [
    ...placeArrays(rows),
    textArray(rows.map((row) => row.masterKeyId)),
    byteaArray(rows.map((row) => row.wrappedKey)),
  ]);
}

const upsertSecretRows: Statement = {
  name: 'upsert_member_secrets',
  text: `insert into member_secret as s (shard, member_id, name, ciphertext, occurred_at)
         select shard, member_id, name, ciphertext, occurred_at
           from unnest($1::integer[], $2::uuid[], $3::text[], $4::bytea[], $5::bigint[]) as new(shard, member_id, name, ciphertext, occurred_at)
          order by shard, member_id, name
         on conflict (shard, member_id, name) do update set ciphertext = excluded.ciphertext, occurred_at = excluded.occurred_at
          where excluded.occurred_at >= s.occurred_at`,
};

/** Keeps the newest value of each name. Rows come sorted, one a name. */
export async function upsertSecrets(sql: Sql, rows: readonly SecretRow[]): Promise<void> {
  await sql.execute(upsertSecretRows, [
    ...placeArrays(rows),
    textArray(rows.map((row) => row.name)),
    byteaArray(rows.map((row) => row.ciphertext)),
    int8Array(rows.map((row) => row.occurredAt)),
  ]);
}
