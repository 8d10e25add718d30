import type { MemberPlace } from '@perennial/engine';
import type { Sql } from '../../database/database.ts';
import { mergesOfPlaces } from '../ingest/merges.ts';
import { placeArrays } from '../place-arrays.ts';

/** That two members are one, or are not, on somebody's word. */
export interface DecidedMergeRow {
  readonly kind: 'merge' | 'undoMerge';
  readonly merge_id: string;
  readonly decided_at: number;
  readonly decided_by: string;
  readonly survivor_id: string;
  readonly absorbed_id: string;
  /** What sorts those of one instant. */
  readonly tie: string;
}

export interface DecidedMergesQuery {
  /** Nothing that was decided later, epoch milliseconds. */
  readonly until: number;
  /** The last one seen. */
  readonly before: { readonly at: number; readonly tie: string };
  readonly limit: number;
}

/**
 * Merges of a family that somebody decided, and all that were taken back, newest first, by code point within an instant (indexes:
 * merge_log_by_survivor, merge_log_by_absorbed). Those that facts brought about were nobody's decision.
 */
export async function readDecidedMerges(
  sql: Sql,
  family: readonly MemberPlace[],
  query: DecidedMergesQuery,
): Promise<DecidedMergeRow[]> {
  return sql.rows(
    {
      name: 'read_decided_merges',
      text: `with merge as materialized (
               select merge_id, reason, status, cause_message_id, recorded_at, undone_at, undone_by, survivor_id, absorbed_id
                 from merge_log
                where merge_id in (${mergesOfPlaces}) and status in ('merged', 'undone') and absorbed_id is not null
             ), decided as (
               select 'merge' as kind, merge_id, recorded_at as decided_at, cause_message_id as decided_by, survivor_id, absorbed_id,
                      ('merge ' || merge_id) collate "C" as tie
                 from merge where reason = 'staff'
                union all
               select 'undoMerge', merge_id, undone_at, undone_by, survivor_id, absorbed_id, ('undo ' || merge_id) collate "C"
                 from merge where status = 'undone'
             )
             select kind, merge_id, decided_at, decided_by, survivor_id, absorbed_id, tie
               from decided
              where decided_at <= $3::bigint and (decided_at, tie) < ($4::bigint, $5)
              order by decided_at desc, tie desc limit $6`,
    },
    [...placeArrays(family), query.until, query.before.at, query.before.tie, query.limit],
  );
}
