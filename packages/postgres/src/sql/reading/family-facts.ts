import type { LogSegment } from '@perennial/engine';
import type { Sql } from '../../database/database.ts';
import { int8Array } from '../../wire/binary-arrays.ts';
import { placeArrays } from '../place-arrays.ts';

/** A fact, or a decision, as the timeline shows it. */
export interface FamilyFactRow {
  /** As the log numbers kinds. */
  readonly kind: number;
  /** Index of the segment that it stands in, from 1. */
  readonly segment: number;
  readonly shard: number;
  readonly position: number;
  readonly type: string;
  readonly occurred_at: number;
  readonly recorded_at: number;
  readonly source: string;
  readonly message_id: string;
  readonly channel: string;
  readonly store_id: string;
  readonly is_backfill: boolean;
  readonly payload: string;
  /** Blind indexes, strongest first, separated by commas. */
  readonly identities: string;
  /** What sorts those of one instant. */
  readonly tie: string;
}

/** What happened at an instant, in few words. */
export type FactAtRow = Pick<
  FamilyFactRow,
  'segment' | 'shard' | 'position' | 'type' | 'occurred_at' | 'identities' | 'tie'
>;

export interface FamilyFactsQuery {
  /** Nothing that happened later, epoch milliseconds. */
  readonly until: number;
  /** The last one seen. */
  readonly before: { readonly at: number; readonly tie: string };
  readonly limit: number;
}

/** Facts of these parts of logs that had happened by then, epoch milliseconds (index: fact_by_member). */
export async function countSegmentFacts(sql: Sql, segments: readonly LogSegment[], until: number): Promise<number> {
  const [row] = await sql.rows<{ count: number }>(
    {
      name: 'count_segment_facts',
      text: `select count(*) as count
               from unnest($1::integer[], $2::uuid[], $3::bigint[], $4::bigint[]) as s(shard, member_id, after, upto)
               join fact f on f.shard = s.shard and f.member_id = s.member_id
                          and f.position > s.after and f.position <= s.upto
              where f.kind = 0 and f.occurred_at <= $5::bigint`,
    },
    [...segmentArrays(segments), until],
  );
  return row?.count ?? 0;
}

function segmentArrays(segments: readonly LogSegment[]) {
  return [
    ...placeArrays(segments.map(({ place }) => place)),
    int8Array(segments.map(({ after }) => after)),
    int8Array(segments.map(({ upTo }) => upTo ?? Number.MAX_SAFE_INTEGER)),
  ];
}

/**
 * Facts and decisions of these parts of logs, newest first by when they happened, by code point within an instant. Reads all of them by index
 * (fact_by_member) and sorts them: hundreds for a person; a shared card has at most 50,000 that are folded.
 */
export async function readSegmentFacts(
  sql: Sql,
  segments: readonly LogSegment[],
  query: FamilyFactsQuery,
): Promise<FamilyFactRow[]> {
  return sql.rows(
    {
      name: 'read_segment_facts',
      text: `select kind, segment, shard, position, type, occurred_at, recorded_at, source, message_id, channel, store_id, is_backfill, payload,
                    identities, tie
               from (select f.kind, s.segment::integer as segment, f.shard, f.position, f.type, f.occurred_at, f.recorded_at, f.source,
                            f.message_id, f.channel, f.store_id, f.is_backfill, f.payload, array_to_string(f.identities, ',') as identities,
                            ((case f.kind when 0 then 'fact  ' else 'decision ' end) || f.shard || ' ' || f.position)
                              collate "C" as tie
                       from unnest($1::integer[], $2::uuid[], $3::bigint[], $4::bigint[])
                            with ordinality as s(shard, member_id, after, upto, segment)
                       join fact f on f.shard = s.shard and f.member_id = s.member_id
                                  and f.position > s.after and f.position <= s.upto
                      where f.kind in (0, 4) and f.occurred_at <= $5::bigint) item
              where (occurred_at, tie) < ($6::bigint, $7)
              order by occurred_at desc, tie desc limit $8`,
    },
    [...segmentArrays(segments), query.until, query.before.at, query.before.tie, query.limit],
  );
}

/** Facts of these parts of logs that happened at one of these instants, by code point within an instant (index: fact_by_member). */
export async function readSegmentFactsAt(
  sql: Sql,
  segments: readonly LogSegment[],
  instants: readonly number[],
): Promise<FactAtRow[]> {
  return sql.rows(
    {
      name: 'read_segment_facts_at',
      text: `select segment, shard, position, type, occurred_at, identities, tie
               from (select s.segment::integer as segment, f.shard, f.position, f.type, f.occurred_at,
                            array_to_string(f.identities, ',') as identities,
                            ('fact  ' || f.shard || ' ' || f.position) collate "C" as tie
                       from unnest($1::integer[], $2::uuid[], $3::bigint[], $4::bigint[])
                            with ordinality as s(shard, member_id, after, upto, segment)
                       join fact f on f.shard = s.shard and f.member_id = s.member_id
                                  and f.position > s.after and f.position <= s.upto
                      where f.kind = 0 and f.occurred_at = any($5::bigint[])) item
              order by occurred_at, tie`,
    },
    [
      ...placeArrays(segments.map(({ place }) => place)),
      int8Array(segments.map(({ after }) => after)),
      int8Array(segments.map(({ upTo }) => upTo ?? Number.MAX_SAFE_INTEGER)),
      int8Array(instants),
    ],
  );
}
