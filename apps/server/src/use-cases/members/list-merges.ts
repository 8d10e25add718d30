import type { RouteAnswer, Routes } from '@perennial/contracts';
import { readMemberMerges } from '@perennial/postgres/reading';
import type { MergeRow } from '@perennial/postgres/reading';
import type { Sql } from '@perennial/postgres';
import { lastInstant } from '../kernel/list-ends.ts';
import type { MemberPlace } from '../kernel/member-place.ts';
import { decodeCursor, lastUuid, toPage, uuidOrLast } from '../kernel/paging.ts';
import type { PageRequest } from '../kernel/paging.ts';

type MergesPage = RouteAnswer<Routes['members']['merges']>;

/** Merges of a member, refused links and merges that were taken back, newest first. */
export async function listMerges(sql: Sql, place: MemberPlace, request: PageRequest): Promise<MergesPage> {
  const [at, id] = decodeCursor(request.cursor, [lastInstant, lastUuid]);
  const rows = await readMemberMerges(sql, {
    ...place,
    before: { at, id: uuidOrLast(id) },
    limit: request.limit + 1,
  });
  return toPage(rows, request.limit, { item: toMerge, cursor: (row) => [row.recorded_at, row.merge_id] });
}

function toMerge(row: MergeRow): MergesPage['items'][number] {
  const isMerged = row.status === 'merged';
  return {
    id: row.merge_id,
    at: row.recorded_at,
    kind: isMerged ? 'merged' : row.status === 'undone' ? 'undone' : 'refused',
    survivorId: row.survivor_id,
    absorbedId: row.absorbed_id,
    identityType: row.identity_type,
    reason: row.reason,
    canUndo: isMerged,
  };
}
