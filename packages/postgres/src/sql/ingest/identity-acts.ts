import type { MemberId } from '@perennial/domain';
import { identitySecretName, type Block, type MemberPlace } from '@perennial/engine';
import type { Sql } from '../../database/database.ts';
import { uuidArray } from '../../wire/binary-arrays.ts';
import { placeArrays } from '../place-arrays.ts';

/** The caller holds the head of the shard of whoever holds it (index: primary key). */
export async function deleteIdentity(sql: Sql, hash: string): Promise<void> {
  await sql.execute({ name: 'delete_identity', text: `delete from identity where hash = $1` }, [hash]);
}

/** Forgets the value of an identity of these members (index: primary key). */
export async function deleteIdentitySecrets(sql: Sql, members: readonly MemberPlace[], hash: string): Promise<void> {
  await sql.execute(
    {
      name: 'delete_identity_secrets',
      text: `delete from member_secret s
              using unnest($1::integer[], $2::uuid[]) as wanted(shard, member_id)
              where s.shard = wanted.shard and s.member_id = wanted.member_id and s.name = $3`,
    },
    [...placeArrays(members), identitySecretName(hash)],
  );
}

/** One row for each of these members. */
export async function insertReleased(
  sql: Sql,
  members: readonly MemberPlace[],
  { hash, at }: { readonly hash: string; readonly at: number },
): Promise<void> {
  await sql.execute(
    {
      name: 'insert_released_identity',
      text: `insert into released_identity (hash, shard, member_id, released_at)
             select $3::uuid, shard, member_id, $4::bigint
               from unnest($1::integer[], $2::uuid[]) as new(shard, member_id)
                 on conflict do nothing`,
    },
    [...placeArrays(members), hash, at],
  );
}

/** Of these identities, those that were taken off somebody, by whom they were (index: primary key). */
export async function readReleased(
  sql: Sql,
  hashes: readonly string[],
): Promise<readonly { readonly hash: string; readonly shard: number; readonly id: MemberId }[]> {
  return sql.rows(
    {
      name: 'read_released_identities',
      text: `select hash, shard, member_id as id from released_identity where hash = any($1::uuid[])`,
    },
    [uuidArray(hashes)],
  );
}

/** Nothing tells any more what was taken off these members (index: released_identity_by_member). */
export async function deleteReleasedOf(sql: Sql, members: readonly MemberPlace[]): Promise<void> {
  await sql.execute(
    {
      name: 'delete_released_of',
      text: `delete from released_identity r
              using unnest($1::integer[], $2::uuid[]) as wanted(shard, member_id)
              where r.shard = wanted.shard and r.member_id = wanted.member_id`,
    },
    placeArrays(members),
  );
}

export async function insertBlock(sql: Sql, block: Block, at: number): Promise<void> {
  await sql.execute(
    {
      name: 'insert_blocked_identity',
      text: `insert into blocked_identity (hash, type, label, reason, blocked_at, blocked_by) values ($1, $2, $3, $4, $5, $6)`,
    },
    [block.identity, block.type, block.label, block.reason, at, block.by],
  );
}

export async function deleteBlock(sql: Sql, hash: string): Promise<void> {
  await sql.execute({ name: 'delete_blocked_identity', text: `delete from blocked_identity where hash = $1` }, [hash]);
}

/** Merges refused between members whom this identity would have joined stand no more (index: merge_log_refused_by). */
export async function resolveRefusalsBy(sql: Sql, hash: string): Promise<void> {
  await sql.execute(
    {
      name: 'resolve_refusals_by',
      text: `update merge_log set status = 'resolved'
              where status = 'refused' and absorbed_id is not null and identities[1] = $1`,
    },
    [hash],
  );
}
