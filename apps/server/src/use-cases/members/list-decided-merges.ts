import type { TimelineItem } from '@perennial/contracts/staff';
import { memberFamily, type SegmentStore } from '@perennial/engine';
import { readDecidedMerges } from '@perennial/postgres/reading';
import type { DecidedMergeRow } from '@perennial/postgres/reading';
import type { Sql } from '@perennial/postgres';

type Family = Awaited<ReturnType<typeof memberFamily>>;

export interface DecidedMerge {
  readonly item: TimelineItem;
  /** What sorts those of one instant. */
  readonly tie: string;
}

/** Who said that somebody of the family is one with another, or is not: for the timeline, newest first. */
export async function listDecidedMerges(
  { sql, merges }: { readonly sql: Sql; readonly merges: SegmentStore },
  member: Family[number],
  query: Parameters<typeof readDecidedMerges>[2],
): Promise<readonly DecidedMerge[]> {
  const rows = await readDecidedMerges(sql, await memberFamily(merges, member), query);
  return rows.map((row) => ({ item: toItem(row), tie: row.tie }));
}

function toItem(row: DecidedMergeRow): TimelineItem {
  return {
    id: `${row.kind}:${row.merge_id}`,
    kind: 'decision',
    type: row.kind,
    occurredAt: row.decided_at,
    recordedAt: row.decided_at,
    source: '',
    channel: '',
    storeId: '',
    isBackfill: false,
    by: row.decided_by,
    payload: { mergeId: row.merge_id, survivorId: row.survivor_id, absorbedId: row.absorbed_id },
    effects: [],
  };
}
