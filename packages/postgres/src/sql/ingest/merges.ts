import type { MemberId } from '@perennial/domain';
import type { MemberPlace, MergeRecord, Refusal, UndoneMerge } from '@perennial/engine';
import type { Sql, Statement } from '../../database/database.ts';
import { uuidArray } from '../../wire/binary-arrays.ts';

interface Row {
  readonly merge_id: string;
  readonly status: 'merged' | 'undone';
  readonly survivor_shard: number;
  readonly survivor_id: MemberId;
  readonly survivor_position: number;
  readonly absorbed_shard: number;
  readonly absorbed_id: MemberId;
  readonly absorbed_position: number;
  readonly identities: string;
  readonly undone_survivor_position: number | null;
  readonly undone_identities: string;
}

const toRecord = (row: Row): MergeRecord => ({
  mergeId: row.merge_id,
  status: row.status,
  survivor: { shard: row.survivor_shard, id: row.survivor_id },
  survivorPosition: row.survivor_position,
  absorbed: { shard: row.absorbed_shard, id: row.absorbed_id },
  absorbedPosition: row.absorbed_position,
  identities: toList(row.identities),
  undoneSurvivorPosition: row.undone_survivor_position,
  undoneIdentities: toList(row.undone_identities),
});

function toList(text: string): readonly string[] {
  return text === '' ? [] : text.split(',');
}

const columns = `merge_id, status, survivor_shard, survivor_id, survivor_position, absorbed_shard, absorbed_id, absorbed_position,
                 array_to_string(identities, ',') as identities, undone_survivor_position,
                 coalesce(array_to_string(undone_identities, ','), '') as undone_identities`;

const readOf: Statement = {
  name: 'read_merges_of',
  text: `select ${columns} from merge_log
          where status in ('merged', 'undone') and absorbed_id is not null
            and (survivor_id = any($1::uuid[]) or absorbed_id = any($1::uuid[]))
          order by recorded_at, merge_id`,
};

/** Merges that took place with one of these members, undone ones too, on the indexes by survivor and by absorbed. */
export async function readMergesOf(sql: Sql, members: readonly MemberPlace[]): Promise<readonly MergeRecord[]> {
  const rows = await sql.rows<Row>(readOf, [uuidArray(members.map((member) => member.id))]);
  return rows.map(toRecord);
}

const readAsOf: Statement = {
  name: 'read_merges_as_of',
  text: `select ${columns.replace('status', "case when merge_id = $3 or undone_at <= $2 then 'undone' else 'merged' end as status")}
           from merge_log
          where status in ('merged', 'undone') and absorbed_id is not null and recorded_at <= $2
            and (survivor_id = any($1::uuid[]) or absorbed_id = any($1::uuid[]))
          order by recorded_at, merge_id`,
};

/**
 * The same as they stood when a split was recorded: merges that were undone later still stood. The split's own merge counts
 * as undone, though the other side's step may have been recorded a little later.
 */
export async function readMergesAsOf(
  sql: Sql,
  members: readonly MemberPlace[],
  split: { readonly mergeId: string; readonly recordedAt: number },
): Promise<readonly MergeRecord[]> {
  const values = [uuidArray(members.map((member) => member.id)), split.recordedAt, split.mergeId];
  return (await sql.rows<Row>(readAsOf, values)).map(toRecord);
}

const lock: Statement = {
  name: 'lock_merge',
  text: `select ${columns} from merge_log where merge_id = $1 and status in ('merged', 'undone') and absorbed_id is not null for update`,
};

export async function lockMerge(sql: Sql, mergeId: string): Promise<MergeRecord | undefined> {
  const [row] = await sql.rows<Row>(lock, [mergeId]);
  return row === undefined ? undefined : toRecord(row);
}

const absorbedNow: Statement = {
  name: 'is_absorbed',
  text: `select exists (select 1 from merge_log where absorbed_shard = $1 and absorbed_id = $2 and status = 'merged') as found`,
};

export async function isAbsorbed(sql: Sql, member: MemberPlace): Promise<boolean> {
  const [row] = await sql.rows<{ found: boolean }>(absorbedNow, [member.shard, member.id]);
  return row?.found ?? false;
}

const undo: Statement = {
  name: 'mark_merge_undone',
  text: `update merge_log
            set status = 'undone', undone_at = $2, undone_by = $3, undone_survivor_position = $4, undone_absorbed_position = $5,
                undone_identities = $6::uuid[]
          where merge_id = $1`,
};

export async function markUndone(sql: Sql, one: UndoneMerge): Promise<void> {
  const values = [
    one.mergeId,
    one.undoneAt,
    one.undoneBy,
    one.survivorPosition,
    one.absorbedPosition,
    uuidArray(one.identities),
  ];
  await sql.execute(undo, values);
}

const refusals: Statement = {
  name: 'read_refusals',
  text: `select merge_id from merge_log
          where status = 'refused' and reason = 'limit'
            and ($1::uuid[] is null or survivor_id = any($1) or absorbed_id = any($1))
          order by recorded_at, merge_id limit $2`,
};

/** Joins that a limit forbids still, of these members or of all. */
export async function readRefusals(
  sql: Sql,
  members: readonly MemberPlace[] | null,
  limit: number,
): Promise<readonly string[]> {
  const ids = members === null ? null : uuidArray(members.map((member) => member.id));
  const rows = await sql.rows<{ merge_id: string }>(refusals, [ids, limit]);
  return rows.map((row) => row.merge_id);
}

const lockRefused: Statement = {
  name: 'lock_refusal',
  text: `select survivor_shard, survivor_id, absorbed_shard, absorbed_id, identities[1] as hash, identity_type, cause_source, cause_message_id
           from merge_log where merge_id = $1 and status = 'refused' for update`,
};

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

export async function lockRefusal(sql: Sql, mergeId: string): Promise<Refusal | undefined> {
  const [row] = await sql.rows<RefusalRow>(lockRefused, [mergeId]);
  if (row === undefined) return undefined;
  const { absorbed_shard: shard, absorbed_id: id } = row;
  return {
    mergeId,
    member: { shard: row.survivor_shard, id: row.survivor_id },
    other: shard === null || id === null ? null : { shard, id },
    identity: row.hash === null ? null : { hash: row.hash, type: row.identity_type },
    causeSource: row.cause_source,
    causeMessageId: row.cause_message_id,
  };
}

const resolved: Statement = {
  name: 'mark_refusal_resolved',
  text: `update merge_log set status = 'resolved' where merge_id = $1`,
};

export async function markResolved(sql: Sql, mergeId: string): Promise<void> {
  await sql.execute(resolved, [mergeId]);
}

/** The end of the chain of merges that stand; positions grow along it, so it has one. */
const current: Statement = {
  name: 'current_place',
  text: `with recursive chain as (
           select $1::integer as shard, $2::uuid as id, 0 as depth
           union all
           select m.survivor_shard, m.survivor_id, chain.depth + 1
             from chain join merge_log m on m.absorbed_shard = chain.shard and m.absorbed_id = chain.id and m.status = 'merged'
            where chain.depth < 1000)
         select shard, id from chain order by depth desc limit 1`,
};

export async function currentPlace(sql: Sql, member: MemberPlace): Promise<MemberPlace> {
  const [row] = await sql.rows<MemberPlace>(current, [member.shard, member.id]);
  return row ?? member;
}
