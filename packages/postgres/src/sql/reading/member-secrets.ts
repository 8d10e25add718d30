import { nobody, type MemberPlace } from '@perennial/engine';
import type { Sql } from '../../database/database.ts';
import { uuidArray } from '../../wire/binary-arrays.ts';
import { placeArrays } from '../place-arrays.ts';

export interface MemberIdentityRow {
  readonly hash: string;
  readonly type: string;
  readonly shard: number;
  readonly member_id: string;
  readonly created_at: number;
}

/** Everything that these members hold (index: identity_by_member). */
export async function readIdentitiesOfMembers(sql: Sql, places: readonly MemberPlace[]): Promise<MemberIdentityRow[]> {
  return sql.rows(
    {
      name: 'read_identities_of_members',
      text: `select i.hash, i.type, i.shard, i.member_id, i.created_at
               from unnest($1::integer[], $2::uuid[]) as wanted(shard, member_id)
               join identity i on i.shard = wanted.shard and i.member_id = wanted.member_id
              order by i.created_at, i.hash limit 5000`,
    },
    placeArrays(places),
  );
}

/** Members by blind index of a whole identity or of its last four digits (index: primary key, identity_by_tail). */
export async function findByBlindIndex(
  sql: Sql,
  wanted: { readonly hashes: readonly string[]; readonly tailHashes: readonly string[]; readonly limit: number },
): Promise<MemberIdentityRow[]> {
  return sql.rows(
    {
      name: 'find_by_blind_index',
      text: `select hash, type, shard, member_id, created_at from identity
              where hash = any($1::uuid[]) and member_id <> '${nobody}'
             union
             select hash, type, shard, member_id, created_at from identity
              where tail_hash = any($2::uuid[]) and member_id <> '${nobody}'
              order by created_at desc limit $3`,
    },
    [uuidArray(wanted.hashes), uuidArray(wanted.tailHashes), wanted.limit],
  );
}

/** Types of identity that anybody holds: what an external id could be (sequential; callers keep the answer for minutes). */
export async function readIdentityTypes(sql: Sql): Promise<string[]> {
  const rows = await sql.rows<{ type: string }>(
    { name: 'read_identity_types', text: `select distinct type from identity order by type limit 200` },
    [],
  );
  return rows.map((row) => row.type);
}

export interface MemberSecretRow {
  readonly shard: number;
  readonly member_id: string;
  readonly name: string;
  readonly ciphertext: Buffer;
  readonly occurred_at: number;
  readonly master_key_id: string;
  readonly wrapped_key: Buffer;
}

/** Sealed values of these members with the wrapped keys that open them (index: primary keys of member_secret, member_key). */
export async function readSealedSecrets(sql: Sql, places: readonly MemberPlace[]): Promise<MemberSecretRow[]> {
  return sql.rows(
    {
      name: 'read_sealed_secrets',
      text: `select s.shard, s.member_id, s.name, s.ciphertext, s.occurred_at, k.master_key_id, k.wrapped_key
               from unnest($1::integer[], $2::uuid[]) as wanted(shard, member_id)
               join member_secret s on s.shard = wanted.shard and s.member_id = wanted.member_id
               join member_key k on k.shard = s.shard and k.member_id = s.member_id
              order by s.occurred_at, s.name limit 20000`,
    },
    placeArrays(places),
  );
}
