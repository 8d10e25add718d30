import type { LogSegment } from '@perennial/engine';
import type { Sql } from '../../database/database.ts';
import { int8Array } from '../../wire/binary-arrays.ts';
import { placeArrays } from '../place-arrays.ts';

export interface GivenFactRow {
  /** Index of the segment that it stands in, from 1. */
  readonly segment: number;
  readonly shard: number;
  readonly position: number;
  /** Blind indexes, strongest first, separated by commas. */
  readonly identities: string;
}

/** Places of the facts in these parts of logs, those too that were attached to their member later, with what says whose they are (index: fact_by_member). */
export async function readFactPlaces(sql: Sql, segments: readonly LogSegment[]): Promise<GivenFactRow[]> {
  return sql.rows(
    {
      name: 'read_fact_places',
      text: `select s.segment::integer as segment, f.shard, f.position, coalesce(array_to_string(f.identities, ','), '') as identities
               from unnest($1::integer[], $2::uuid[], $3::bigint[], $4::bigint[])
                    with ordinality as s(shard, member_id, after, upto, segment)
               join fact f on f.shard = s.shard and f.member_id = s.member_id and f.position > s.after and f.position <= s.upto
              where f.kind in (0, 6)
              order by s.segment, f.position`,
    },
    [
      ...placeArrays(segments.map(({ place }) => place)),
      int8Array(segments.map(({ after }) => after)),
      int8Array(segments.map(({ upTo }) => upTo ?? Number.MAX_SAFE_INTEGER)),
    ],
  );
}
