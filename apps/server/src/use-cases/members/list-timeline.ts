import type { RouteAnswer, Routes } from '@perennial/contracts';
import type { TimelineItem } from '@perennial/contracts/staff';
import { readMemberTimeline, tieOf } from '@perennial/postgres/reading';
import type { TimelineRow } from '@perennial/postgres/reading';
import type { Sql } from '@perennial/postgres';
import { lastInstant, lastText } from '../kernel/list-ends.ts';
import type { MemberPlace } from '../kernel/member-place.ts';
import { decodeCursor, toPage } from '../kernel/paging.ts';
import type { PageRequest } from '../kernel/paging.ts';
import { readJson } from '../kernel/stored-json.ts';
import { changesCausedBy } from '../lifecycle/caused-changes.ts';
import { asOfIn } from '../reading/world.ts';
import type { ReadingWorld } from '../reading/world.ts';

export interface TimelineRequest extends PageRequest {
  readonly asOf?: string | undefined;
}

export interface TimelineDependencies {
  readonly sql: Sql;
  readonly world: ReadingWorld;
}

/** A page of what happened to a member, newest first, each fact with the moves that it caused. */
export async function listTimeline(
  { sql, world }: TimelineDependencies,
  place: MemberPlace,
  { cursor, limit, asOf }: TimelineRequest,
): Promise<RouteAnswer<Routes['members']['timeline']>> {
  const [at, tie] = decodeCursor(cursor, [lastInstant, lastText]);
  const until = asOfIn(world, asOf).at;
  const rows = await readMemberTimeline(sql, { ...place, until, before: { at, tie }, limit: limit + 1 });
  const shown = rows.slice(0, limit);
  const positions = shown
    .filter((row) => row.item_kind === 'fact' && row.shard === place.shard)
    .map((row) => row.position);
  const effects = await changesCausedBy(sql, place, positions);
  const { nextCursor } = toPage(rows, limit, { item: (row) => row, cursor: (row) => [row.occurred_at, tieOf(row)] });
  const effectsOf = (row: TimelineRow) => (row.shard === place.shard ? (effects.get(row.position) ?? []) : []);
  return { items: shown.map((row) => toItem(row, effectsOf(row))), nextCursor };
}

const itemKinds = ['fact', 'wake', 'program', 'merge', 'split', 'refold'] as const;

function toItem(row: TimelineRow, effects: readonly TimelineItem['effects'][number][]): TimelineItem {
  const kind = itemKinds.find((one) => one === row.item_kind) ?? 'refold';
  return {
    id: kind === 'fact' ? `${row.shard}:${row.position}` : `${kind}:${row.lifecycle}:${row.occurred_at}`,
    kind,
    type: row.type,
    occurredAt: row.occurred_at,
    recordedAt: row.recorded_at,
    source: row.source,
    channel: row.channel,
    storeId: row.store_id,
    isBackfill: row.is_backfill,
    payload: row.payload === '' ? { lifecycle: row.lifecycle } : readJson(row.payload),
    effects: [...effects],
  };
}
