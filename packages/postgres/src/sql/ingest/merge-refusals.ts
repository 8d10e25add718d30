import type { MemberId } from '@perennial/domain';
import type { MemberPlace, Refusal } from '@perennial/engine';
import type { Sql } from '../../database/database.ts';
import { uuidArray } from '../../wire/binary-arrays.ts';

/** Joins that a limit forbids still, of these members or of all, oldest first (index: merge_log_newest). */
export async function readRefusals(
  sql: Sql,
  members: readonly MemberPlace[] | null,
  limit: number,
): Promise<readonly string[]> {
  const rows = await sql.rows<{ merge_id: string }>(
    {
      name: 'read_refusals',
      text: `select merge_id
               from merge_log
              where status = 'refused' and reason = 'limit'
                and ($1::uuid[] is null or survivor_id = any($1::uuid[]) or absorbed_id = any($1::uuid[]))
              order by recorded_at, merge_id limit $2`,
    },
    [members === null ? null : uuidArray(members.map((member) => member.id)), limit],
  );
  return rows.map((row) => row.merge_id);
}

interface RefusalRow {
  readonly survivor_shard: number;
  readonly survivor_id: MemberId;
  readonly absorbed_shard: number | null;
  readonly absorbed_id: MemberId | null;
  readonly hash: string | null;
  readonly identity_type: string;
  readonly cause_source: string;
  readonly cause_message_id: string;
}

/** Locks a refusal that still stands; undefined for others (index: primary key). */
export async function lockRefusal(sql: Sql, mergeId: string): Promise<Refusal | undefined> {
  const [row] = await sql.rows<RefusalRow>(
    {
      name: 'lock_refusal',
      text: `select survivor_shard, survivor_id, absorbed_shard, absorbed_id, identities[1] as hash, identity_type,
                    cause_source, cause_message_id
               from merge_log
              where merge_id = $1 and status = 'refused'
                for update`,
    },
    [mergeId],
  );
  if (row === undefined) return undefined;
  const { absorbed_shard: shard, absorbed_id: id } = row;
  const isLink = shard === null || id === null;
  return {
    mergeId,
    member: { shard: row.survivor_shard, id: row.survivor_id },
    other: isLink ? null : { shard, id },
    identity: isLink && row.hash !== null ? { hash: row.hash, type: row.identity_type } : null,
    causeSource: row.cause_source,
    causeMessageId: row.cause_message_id,
  };
}

/** The caller holds the row (index: primary key). */
export async function markResolved(sql: Sql, mergeId: string): Promise<void> {
  await sql.execute(
    { name: 'mark_refusal_resolved', text: `update merge_log set status = 'resolved' where merge_id = $1` },
    [mergeId],
  );
}
