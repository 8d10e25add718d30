import type { MemberPlace } from '@perennial/engine';
import type { Sql } from '../../database/database.ts';
import { mergesOfPlaces } from '../ingest/merges.ts';
import { placeArrays } from '../place-arrays.ts';

export interface MergeRow {
  readonly merge_id: string;
  readonly status: string;
  readonly reason: string;
  readonly survivor_id: string;
  readonly absorbed_id: string | null;
  readonly identity_type: string;
  readonly recorded_at: number;
}

/** Merges and refusals that one of a family is part of, newest first (index: merge_log_by_survivor, merge_log_by_absorbed). */
export async function readFamilyMerges(
  sql: Sql,
  family: readonly MemberPlace[],
  page: { readonly before: { readonly at: number; readonly id: string }; readonly limit: number },
): Promise<MergeRow[]> {
  return sql.rows(
    {
      name: 'read_family_merges',
      text: `select merge_id, status, reason, survivor_id, absorbed_id, identity_type, recorded_at from merge_log
              where merge_id in (${mergesOfPlaces}) and (recorded_at, merge_id) < ($3::bigint, $4::uuid)
              order by recorded_at desc, merge_id desc limit $5`,
    },
    [...placeArrays(family), page.before.at, page.before.id, page.limit],
  );
}
