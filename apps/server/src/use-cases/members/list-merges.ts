import type { RouteAnswer, Routes } from '@perennial/contracts';
import { memberFamily } from '@perennial/engine';
import type { SegmentStore } from '@perennial/engine';
import { readFamilyMerges } from '@perennial/postgres/reading';
import type { MergeRow } from '@perennial/postgres/reading';
import type { Sql } from '@perennial/postgres';
import { lastInstant } from '../kernel/list-ends.ts';
import { decodeCursor, lastUuid, toPage, uuidOrLast } from '../kernel/paging.ts';
import type { PageRequest } from '../kernel/paging.ts';
import { keyOf } from './find-member.ts';
import type { FoundMember } from './find-member.ts';

type MergesPage = RouteAnswer<Routes['members']['merges']>;

export interface MergesDependencies {
  readonly sql: Sql;
  readonly merges: SegmentStore;
}

/** Merges of a member and of those whom she took in, refused links and merges that were taken back, newest first. */
export async function listMerges(
  { sql, merges }: MergesDependencies,
  member: FoundMember,
  request: PageRequest,
): Promise<MergesPage> {
  const [at, id] = decodeCursor(request.cursor, [lastInstant, lastUuid]);
  const family = await memberFamily(merges, keyOf(member));
  const page = { before: { at, id: uuidOrLast(id) }, limit: request.limit + 1 };
  const rows = await readFamilyMerges(sql, family, page);
  return toPage(rows, request.limit, {
    item: (row) => toMerge(row, member),
    cursor: (row) => [row.recorded_at, row.merge_id],
  });
}

/** Of merges within merges the last goes first; of an erased member none is taken back. */
function canUndo({ status, survivor_id: survivor, absorbed_id: absorbed }: MergeRow, member: FoundMember): boolean {
  if (status !== 'merged' || member.status === 'erased') return false;
  return absorbed === member.memberId || (survivor === member.memberId && member.status === 'live');
}

function toMerge(row: MergeRow, member: FoundMember): MergesPage['items'][number] {
  return {
    id: row.merge_id,
    at: row.recorded_at,
    kind: row.status === 'merged' ? 'merged' : row.status === 'undone' ? 'undone' : 'refused',
    survivorId: row.survivor_id,
    absorbedId: row.absorbed_id,
    identityType: row.identity_type,
    reason: row.reason,
    canUndo: canUndo(row, member),
  };
}
