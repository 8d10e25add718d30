import type { MemberId } from '@perennial/domain';
import type { IdentityMove, IdentityRow, MemberPlace, NewIdentityRow } from '@perennial/engine';
import type { Sql, Statement } from '../../database/database.ts';
import { int4Array, textArray, uuidArray } from '../../wire/binary-arrays.ts';

interface Row {
  readonly hash: string;
  readonly type: string;
  readonly member_id: MemberId;
}

const toIdentity = (row: Row): IdentityRow => ({ hash: row.hash, type: row.type, memberId: row.member_id });

const readByHash: Statement = {
  name: 'read_identities',
  text: `select i.hash, i.type, i.member_id from unnest($1::uuid[]) as wanted(hash) join identity i on i.hash = wanted.hash`,
};

/** Identities by blind index, on the primary key of `identity`. Those that nobody holds are absent. */
export async function readIdentities(sql: Sql, hashes: readonly string[]): Promise<readonly IdentityRow[]> {
  const rows = await sql.rows<Row>(readByHash, [uuidArray(hashes)]);
  return rows.map(toIdentity);
}

const readByMember: Statement = {
  name: 'read_identities_of',
  text: `select i.hash, i.type, i.member_id
           from unnest($1::integer[], $2::uuid[]) as wanted(shard, member_id)
           join identity i on i.shard = wanted.shard and i.member_id = wanted.member_id`,
};

/** Everything that these members hold, on `identity_by_member`. */
export async function readIdentitiesOf(sql: Sql, members: readonly MemberPlace[]): Promise<readonly IdentityRow[]> {
  const rows = await sql.rows<Row>(readByMember, placeArrays(members));
  return rows.map(toIdentity);
}

const insert: Statement = {
  name: 'insert_identities',
  text: `insert into identity (hash, type, shard, member_id, tail_hash, hash_key_id, created_at)
         select hash, type, shard, member_id, tail_hash, hash_key_id, (extract(epoch from clock_timestamp()) * 1000)::bigint
           from unnest($1::uuid[], $2::text[], $3::integer[], $4::uuid[], $5::uuid[], $6::integer[])
                as new(hash, type, shard, member_id, tail_hash, hash_key_id)
          order by hash
         on conflict do nothing`,
};

/** Inserts identities, sorted by hash; answers how many were new. Waits for another transaction that inserts the same. */
export async function insertIdentities(sql: Sql, rows: readonly NewIdentityRow[]): Promise<number> {
  return sql.execute(insert, [
    uuidArray(rows.map((row) => row.hash)),
    textArray(rows.map((row) => row.type)),
    int4Array(rows.map((row) => row.shard)),
    uuidArray(rows.map((row) => row.memberId)),
    uuidArray(rows.map((row) => row.tailHash)),
    int4Array(rows.map((row) => row.hashKeyId)),
  ]);
}

const move: Statement = {
  name: 'move_identities',
  text: `update identity i set shard = m.shard, member_id = m.member_id
           from unnest($1::uuid[], $2::integer[], $3::uuid[]) as m(hash, shard, member_id)
          where i.hash = m.hash`,
};

/** Gives identities to other members. The caller holds the heads of the shards of both. */
export async function moveIdentities(sql: Sql, moves: readonly IdentityMove[]): Promise<void> {
  await sql.execute(move, [uuidArray(moves.map((one) => one.hash)), ...placeArrays(moves.map((one) => one.to))]);
}

/** `$n::integer[], $n+1::uuid[]` of shards and members. */
export function placeArrays(members: readonly MemberPlace[]): [Buffer, Buffer] {
  return [int4Array(members.map((member) => member.shard)), uuidArray(members.map((member) => member.id))];
}
