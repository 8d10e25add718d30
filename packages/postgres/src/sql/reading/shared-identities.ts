import type { MemberId } from '@perennial/domain';
import type { Sql } from '../../database/database.ts';
import { uuidArray } from '../../wire/binary-arrays.ts';

export interface SharedIdentityRow {
  readonly hash: string;
  readonly type: string;
  readonly refused: number;
  readonly last_at: number;
}

/** Identities by which at least so many merges were refused for a limit, the most first (index: merge_log_refused_by). */
export async function readSharedIdentities(
  sql: Sql,
  { refusedMin, limit }: { readonly refusedMin: number; readonly limit: number },
): Promise<SharedIdentityRow[]> {
  return sql.rows(
    {
      name: 'read_shared_identities',
      text: `select identities[1] as hash, identity_type as type, count(*) as refused, max(recorded_at) as last_at
               from merge_log
              where status = 'refused' and reason = 'limit' and absorbed_id is not null and identities <> '{}'
              group by identities[1], identity_type having count(*) >= $1
              order by refused desc, hash limit $2`,
    },
    [refusedMin, limit],
  );
}

export interface HolderRow {
  readonly hash: string;
  readonly type: string;
  readonly shard: number;
  readonly member_id: MemberId;
}

/** Who holds these; what is blocked is held by nobody's id (index: primary key). */
export async function readHolders(sql: Sql, hashes: readonly string[]): Promise<HolderRow[]> {
  return sql.rows(
    {
      name: 'read_holders',
      text: `select hash, type, shard, member_id from identity where hash = any($1::uuid[])`,
    },
    [uuidArray(hashes)],
  );
}

export interface BlockedIdentityRow {
  readonly hash: string;
  readonly type: string;
  readonly label: string;
  readonly reason: string;
  readonly blocked_at: number;
  readonly blocked_by: string;
}

/** Newest first (sequential: people have blocked them one by one). */
export async function readBlockedIdentities(
  sql: Sql,
  { before, limit }: { readonly before: { readonly at: number; readonly hash: string }; readonly limit: number },
): Promise<BlockedIdentityRow[]> {
  return sql.rows(
    {
      name: 'read_blocked_identities',
      text: `select hash, type, label, reason, blocked_at, blocked_by from blocked_identity
              where (blocked_at, hash) < ($1::bigint, $2::uuid)
              order by blocked_at desc, hash desc limit $3`,
    },
    [before.at, before.hash, limit],
  );
}
