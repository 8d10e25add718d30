import type { TimelineItem } from '@perennial/contracts/staff';
import { readStageMoves } from '@perennial/postgres/reading';
import type { StageMoveRow } from '@perennial/postgres/reading';
import type { Sql } from '@perennial/postgres';
import type { MemberPlace } from '../kernel/member-place.ts';

export interface StageMovesQuery {
  readonly until: number;
  readonly before: { readonly at: number; readonly tie: string };
  readonly limit: number;
}

export interface StageMove {
  readonly item: TimelineItem;
  /** What sorts moves of one instant. */
  readonly tie: string;
}

/** Moves between stages that neither a fact nor a decision caused, for the timeline, newest first. */
export async function listStageMoves(
  sql: Sql,
  place: MemberPlace,
  query: StageMovesQuery,
): Promise<readonly StageMove[]> {
  const rows = await readStageMoves(sql, { ...place, ...query });
  return rows.map((row) => ({ item: toItem(row), tie: row.tie }));
}

const moveKinds = ['wake', 'program', 'merge', 'split', 'refold'] as const;

function toItem(row: StageMoveRow): TimelineItem {
  const kind = moveKinds.find((one) => one === row.cause_kind) ?? 'refold';
  return {
    id: `${kind}:${row.lifecycle}:${row.valid_from}`,
    kind,
    type: 'stage.changed',
    occurredAt: row.valid_from,
    recordedAt: row.recorded_at,
    source: '',
    channel: '',
    storeId: '',
    isBackfill: false,
    by: '',
    payload: { lifecycle: row.lifecycle },
    effects: [],
  };
}
