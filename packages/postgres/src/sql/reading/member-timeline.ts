import type { Sql } from '../../database/database.ts';
import { int8Array } from '../../wire/binary-arrays.ts';

/** A fact of the member or of one that she took in, or a move that no fact caused (a wake, a program version, a merge). */
export interface TimelineRow {
  readonly item_kind: string;
  readonly shard: number;
  readonly position: number;
  readonly lifecycle: string;
  readonly type: string;
  readonly occurred_at: number;
  readonly recorded_at: number;
  readonly source: string;
  readonly channel: string;
  readonly store_id: string;
  readonly is_backfill: boolean;
  readonly payload: string;
}

export interface TimelineQuery {
  readonly shard: number;
  readonly memberId: string;
  /** Nothing that happened later. */
  readonly until: number;
  /** The last row seen: its instant, and its kind, shard and position as one text. */
  readonly before: { readonly at: number; readonly tie: string };
  readonly limit: number;
}

/**
 * Newest first by when it happened. Reads all facts of one member by index (fact_by_member; stage_entry by primary key) and
 * sorts them: hundreds for a person; a shared card has at most 50,000 that are folded.
 */
export async function readMemberTimeline(sql: Sql, query: TimelineQuery): Promise<TimelineRow[]> {
  return sql.rows(
    {
      name: 'read_member_timeline',
      text: `with recursive log (shard, member_id, until_position) as (
               select $1::integer, $2::uuid, 9223372036854775807
               union
               select a.absorbed_shard, a.absorbed_id, a.absorbed_position
                 from member_absorption a join log l on l.shard = a.shard and l.member_id = a.member_id
                where a.undone_position is null and a.at_position <= l.until_position
             ), item as (
               select 'fact' as item_kind, f.shard, f.position, '' as lifecycle, f.type, f.occurred_at, f.recorded_at,
                      f.source, f.channel, f.store_id, f.is_backfill, f.payload
                 from log l join fact f on f.shard = l.shard and f.member_id = l.member_id and f.position <= l.until_position
                where f.kind = 0
               union all
               select e.cause_kind, e.shard, e.cause_position, e.lifecycle, 'stage.changed', e.valid_from, e.recorded_at,
                      '', '', '', false, ''
                 from stage_entry e
                where e.shard = $1 and e.member_id = $2::uuid and e.superseded_at is null and e.cause_kind <> 'fact'
             )
             select item_kind, shard, position, lifecycle, type, occurred_at, recorded_at, source, channel, store_id,
                    is_backfill, payload
               from item
              where occurred_at <= $3::bigint
                and (occurred_at, item_kind || ' ' || lifecycle || ' ' || shard || ' ' || position) < ($4::bigint, $5)
              order by occurred_at desc, item_kind || ' ' || lifecycle || ' ' || shard || ' ' || position desc
              limit $6`,
    },
    [query.shard, query.memberId, query.until, query.before.at, query.before.tie, query.limit],
  );
}

/** The tie-breaker of a row, as the statement above writes it. */
export function tieOf(row: TimelineRow): string {
  return `${row.item_kind} ${row.lifecycle} ${row.shard} ${row.position}`;
}

export interface CausingFact {
  readonly type: string;
  readonly occurredAt: number;
}

/** What facts are, by their positions in the log of a shard (index: primary key of fact). */
export async function readCausingFacts(
  sql: Sql,
  shard: number,
  positions: readonly number[],
): Promise<ReadonlyMap<number, CausingFact>> {
  if (positions.length === 0) return new Map();
  const rows = await sql.rows<CausingFact & { position: number }>(
    {
      name: 'read_causing_facts',
      text: `select position, type, occurred_at as "occurredAt" from fact where shard = $1 and position = any($2::bigint[]) and kind = 0`,
    },
    [shard, int8Array(positions)],
  );
  return new Map(rows.map(({ position, ...fact }) => [position, fact]));
}
