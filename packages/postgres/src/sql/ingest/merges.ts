import type { MemberId } from '@perennial/domain';
import type { MemberPlace, MergeRecord, UndoneMerge } from '@perennial/engine';
import type { Sql } from '../../database/database.ts';
import { uuidArray } from '../../wire/binary-arrays.ts';
import { placeArrays } from '../place-arrays.ts';

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

/** All but the status, which depends on the instant that is asked about. */
const columns = `merge_id, survivor_shard, survivor_id, survivor_position, absorbed_shard, absorbed_id, absorbed_position,
                    array_to_string(identities, ',') as identities, undone_survivor_position,
                    coalesce(array_to_string(undone_identities, ','), '') as undone_identities`;

/** Ids of the merges that one of the places $1, $2 took part in; each side by its index. */
export const mergesOfPlaces = `select m.merge_id from unnest($1::integer[], $2::uuid[]) as k(shard, id)
                  join merge_log m on m.survivor_shard = k.shard and m.survivor_id = k.id
                 union all
                select m.merge_id from unnest($1::integer[], $2::uuid[]) as k(shard, id)
                  join merge_log m on m.absorbed_shard = k.shard and m.absorbed_id = k.id`;

/** Merges with one of these members, undone ones too (indexes: merge_log_by_survivor, merge_log_by_absorbed). */
export async function readMergesOf(sql: Sql, members: readonly MemberPlace[]): Promise<readonly MergeRecord[]> {
  const rows = await sql.rows<Row>(
    {
      name: 'read_merges_of',
      text: `select status, ${columns}
               from merge_log
              where status in ('merged', 'undone') and absorbed_id is not null and merge_id in (${mergesOfPlaces})
              order by recorded_at, merge_id`,
    },
    placeArrays(members),
  );
  return rows.map(toRecord);
}

/**
 * The same as they stood at an instant: merges that were undone later still stood. The one that is being undone counts
 * as undone, though the other side's step may have been recorded a little later.
 */
export async function readMergesAsOf(
  sql: Sql,
  members: readonly MemberPlace[],
  asOf: { readonly mergeId: string | null; readonly recordedAt: number },
): Promise<readonly MergeRecord[]> {
  const rows = await sql.rows<Row>(
    {
      name: 'read_merges_as_of',
      text: `select case when merge_id = $4::uuid or undone_at <= $3 then 'undone' else 'merged' end as status, ${columns}
               from merge_log
              where status in ('merged', 'undone') and absorbed_id is not null and recorded_at <= $3
                and merge_id in (${mergesOfPlaces})
              order by recorded_at, merge_id`,
    },
    [...placeArrays(members), asOf.recordedAt, asOf.mergeId],
  );
  return rows.map(toRecord);
}

/** Locks and reads a merge that took place; undefined for others and for refusals (index: primary key). */
export async function lockMerge(sql: Sql, mergeId: string): Promise<MergeRecord | undefined> {
  const [row] = await sql.rows<Row>(
    {
      name: 'lock_merge',
      text: `select status, ${columns}
               from merge_log
              where merge_id = $1 and status in ('merged', 'undone') and absorbed_id is not null
                for update`,
    },
    [mergeId],
  );
  return row === undefined ? undefined : toRecord(row);
}

/** Whether somebody has absorbed this member and the merge stands (index: merge_log_by_absorbed). */
export async function isAbsorbed(sql: Sql, member: MemberPlace): Promise<boolean> {
  const [row] = await sql.rows<{ found: boolean }>(
    {
      name: 'is_absorbed',
      text: `select exists (select 1 from merge_log
                             where absorbed_shard = $1 and absorbed_id = $2 and status = 'merged') as found`,
    },
    [member.shard, member.id],
  );
  return row?.found ?? false;
}

/** The caller holds the row (index: primary key). */
export async function markUndone(sql: Sql, undone: UndoneMerge): Promise<void> {
  await sql.execute(
    {
      name: 'mark_merge_undone',
      text: `update merge_log
                set status = 'undone', undone_at = $2, undone_by = $3, undone_survivor_position = $4,
                    undone_absorbed_position = $5, undone_identities = $6::uuid[]
              where merge_id = $1`,
    },
    [
      undone.mergeId,
      undone.undoneAt,
      undone.undoneBy,
      undone.survivorPosition,
      undone.absorbedPosition,
      uuidArray(undone.identities),
    ],
  );
}

/**
 * Who a member is now: the end of the chain of merges that stand; positions grow along it, so it has one (index:
 * merge_log_by_absorbed).
 */
export async function currentPlace(sql: Sql, member: MemberPlace): Promise<MemberPlace> {
  const [row] = await sql.rows<MemberPlace>(
    {
      name: 'current_place',
      text: `with recursive chain as (
               select $1::integer as shard, $2::uuid as id, 0 as depth
                union all
               select m.survivor_shard, m.survivor_id, chain.depth + 1
                 from chain
                 join merge_log m on m.absorbed_shard = chain.shard and m.absorbed_id = chain.id and m.status = 'merged'
                where chain.depth < 1000
             )
             select shard, id from chain order by depth desc limit 1`,
    },
    [member.shard, member.id],
  );
  return row ?? member;
}

/** Of those who were absorbed, who they are now, as `currentPlace` says it of one (index: merge_log_by_absorbed). */
export async function readSurvivors(
  sql: Sql,
  members: readonly MemberPlace[],
): Promise<ReadonlyMap<MemberId, MemberId>> {
  const rows = await sql.rows<{ readonly absorbed: MemberId; readonly survivor: MemberId }>(
    {
      name: 'read_survivors',
      text: `with recursive chain as (
               select m.absorbed_id as absorbed, m.survivor_shard as shard, m.survivor_id as id, 1 as depth
                 from unnest($1::integer[], $2::uuid[]) as wanted(shard, member_id)
                 join merge_log m on m.absorbed_shard = wanted.shard and m.absorbed_id = wanted.member_id and m.status = 'merged'
                union all
               select chain.absorbed, m.survivor_shard, m.survivor_id, chain.depth + 1
                 from chain
                 join merge_log m on m.absorbed_shard = chain.shard and m.absorbed_id = chain.id and m.status = 'merged'
                where chain.depth < 1000
             )
             select distinct on (absorbed) absorbed, id as survivor from chain order by absorbed, depth desc`,
    },
    placeArrays(members),
  );
  return new Map(rows.map(({ absorbed, survivor }) => [absorbed, survivor]));
}
