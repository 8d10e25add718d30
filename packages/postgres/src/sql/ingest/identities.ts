import type { IdentityMove, IdentityRow, MemberPlace, NewIdentityRow } from '@perennial/engine';
import type { Sql } from '../../database/database.ts';
import { int4Array, textArray, uuidArray } from '../../wire/binary-arrays.ts';
import { clockMs } from '../clock.ts';
import { placeArrays } from '../place-arrays.ts';

/** Identities by blind index; those that nobody holds are absent (index: primary key). */
export async function readIdentities(sql: Sql, hashes: readonly string[]): Promise<readonly IdentityRow[]> {
  return sql.rows<IdentityRow>(
    {
      name: 'read_identities',
      text: `select hash, type, member_id as "memberId" from identity where hash = any($1::uuid[])`,
    },
    [uuidArray(hashes)],
  );
}

/** Everything that these members hold (index: identity_by_member). */
export async function readIdentitiesOf(sql: Sql, members: readonly MemberPlace[]): Promise<readonly IdentityRow[]> {
  return sql.rows<IdentityRow>(
    {
      name: 'read_identities_of',
      text: `select i.hash, i.type, i.member_id as "memberId"
               from unnest($1::integer[], $2::uuid[]) as wanted(shard, member_id)
               join identity i on i.shard = wanted.shard and i.member_id = wanted.member_id`,
    },
    placeArrays(members),
  );
}

/** Inserts identities, sorted by hash; answers how many were new. Waits for another transaction that inserts the same. */
export async function insertIdentities(sql: Sql, rows: readonly NewIdentityRow[]): Promise<number> {
  return sql.execute(
    {
      name: 'insert_identities',
      text: `insert into identity (hash, type, shard, member_id, tail_hash, hash_key_id, created_at)
             select hash, type, shard, member_id, tail_hash, hash_key_id, ${clockMs}
               from unnest($1::uuid[], $2::text[], $3::integer[], $4::uuid[], $5::uuid[], $6::uuid[])
                 as new(hash, type, shard, member_id, tail_hash, hash_key_id)
              order by hash
                 on conflict do nothing`,
    },
    [
      uuidArray(rows.map((row) => row.hash)),
      textArray(rows.map((row) => row.type)),
      int4Array(rows.map((row) => row.shard)),
      uuidArray(rows.map((row) => row.memberId)),
      uuidArray(rows.map((row) => row.tailHash)),
      uuidArray(rows.map((row) => row.hashKeyId)),
    ],
  );
}

/** Gives identities to other members. The caller holds the heads of the shards of both (index: primary key). */
export async function moveIdentities(sql: Sql, moves: readonly IdentityMove[]): Promise<void> {
  await sql.execute(
    {
      name: 'move_identities',
      text: `update identity i
                set shard = m.shard, member_id = m.member_id
               from unnest($1::uuid[], $2::integer[], $3::uuid[]) as m(hash, shard, member_id)
              where i.hash = m.hash`,
    },
    [uuidArray(moves.map((move) => move.hash)), ...placeArrays(moves.map((move) => move.to))],
  );
}

/** The caller holds the heads of the members' shards (index: identity_by_member). */
export async function deleteIdentities(sql: Sql, members: readonly MemberPlace[]): Promise<void> {
  await sql.execute(
    {
      name: 'delete_identities',
      text: `delete from identity i
              using unnest($1::integer[], $2::uuid[]) as wanted(shard, member_id)
              where i.shard = wanted.shard and i.member_id = wanted.member_id`,
    },
    placeArrays(members),
  );
}
