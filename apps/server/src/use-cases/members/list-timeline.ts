import type { RouteAnswer, Routes } from '@perennial/contracts';
import type { FactValue } from '@perennial/domain';
import type { TimelineItem } from '@perennial/contracts/staff';
import { logKinds, logSegmentsOf, readDecision } from '@perennial/engine';
import type { SegmentStore } from '@perennial/engine';
import { readFamilyFacts } from '@perennial/postgres/reading';
import type { FamilyFactRow } from '@perennial/postgres/reading';
import type { Sql } from '@perennial/postgres';
import { lastInstant, lastText } from '../kernel/list-ends.ts';
import type { MemberPlace } from '../kernel/member-place.ts';
import { decodeCursor, toPage } from '../kernel/paging.ts';
import type { PageRequest } from '../kernel/paging.ts';
import { readJson } from '../kernel/stored-json.ts';
import { changesCausedBy } from '../lifecycle/caused-changes.ts';
import { listStageMoves } from '../lifecycle/list-stage-moves.ts';
import { maskPayload } from '../personal-data/mask-text.ts';
import { withoutCosts, withoutRules } from '../reading/sight.ts';
import type { BusinessSight } from '../reading/sight.ts';
import { asOfIn } from '../reading/world.ts';
import type { ReadingWorld } from '../reading/world.ts';
import { keyOf } from './find-member.ts';
import { listDecidedMerges } from './list-decided-merges.ts';

export interface TimelineRequest extends PageRequest {
  readonly asOf?: string | undefined;
}

/** All of it, for who has a right to reveal. */
const wholeSight: BusinessSight = { rules: true, costs: true };

interface Shown {
  readonly show?: ShowPayload;
  readonly sight?: BusinessSight;
}

/** How a payload is shown, by the type of its fact; of a decision there is none. */
export type ShowPayload = (payload: FactValue, type: string) => FactValue;

export interface TimelineDependencies {
  readonly sql: Sql;
  readonly world: ReadingWorld;
  /** The merge log: what she did under another name is told as well. */
  readonly merges: SegmentStore;
}

/** One row of the timeline, with what sorts rows of one instant. */
interface Entry {
  readonly item: TimelineItem;
  readonly tie: string;
}

/** A page of what happened to a member and was decided about her, newest first, each with the moves that it caused. Masked unless said otherwise. */
export async function listTimeline(
  { sql, world, merges }: TimelineDependencies,
  place: MemberPlace,
  { cursor, limit, asOf, ...shown }: TimelineRequest & Shown,
): Promise<RouteAnswer<Routes['members']['timeline']>> {
  const [at, tie] = decodeCursor(cursor, [lastInstant, lastText]);
  const { show = maskPayload, sight = wholeSight } = shown;
  const showSeen: ShowPayload = (payload, type) => show(sight.costs ? payload : withoutCosts(payload), type);
  const query = { until: asOfIn(world, asOf).at, before: { at, tie }, limit: limit + 1 };
  const [steps, moves, decided] = await Promise.all([
    logSegmentsOf(merges, keyOf(place)).then((segments) => readFamilyFacts(sql, segments, query)),
    listStageMoves(sql, place, query),
    listDecidedMerges({ sql, merges }, keyOf(place), query),
  ]);
  const effects = await changesCausedBy(sql, place, positionsIn(place.shard, steps));
  const effectsOf = (row: FamilyFactRow) => (row.shard === place.shard ? (effects.get(row.position) ?? []) : []);
  const told = steps.map((row) => ({ item: toItem(row, showSeen, effectsOf(row)), tie: row.tie }));
  const entries = [...told, ...moves, ...decided];
  return toPage(entries.toSorted(newestFirst), limit, {
    item: ({ item }) => (sight.rules ? item : { ...item, effects: withoutRules(item.effects) }),
    cursor: (entry) => [entry.item.occurredAt, entry.tie],
  });
}

function positionsIn(shard: number, steps: readonly FamilyFactRow[]): readonly number[] {
  return steps.filter((row) => row.shard === shard).map((row) => row.position);
}

/** As the statements sort: within an instant by code point. */
function newestFirst(one: Entry, other: Entry): number {
  return other.item.occurredAt - one.item.occurredAt || (one.tie < other.tie ? 1 : -1);
}

function toItem(
  row: FamilyFactRow,
  show: ShowPayload,
  effects: readonly TimelineItem['effects'][number][],
): TimelineItem {
  return {
    ...saidBy(row, show),
    id: `${row.shard}:${row.position}`,
    type: row.type,
    occurredAt: row.occurred_at,
    recordedAt: row.recorded_at,
    channel: row.channel,
    storeId: row.store_id,
    isBackfill: row.is_backfill,
    effects: [...effects],
  };
}

/** A decision has no source but who decided. */
function saidBy(
  { kind, source, type, payload }: FamilyFactRow,
  show: ShowPayload,
): Pick<TimelineItem, 'kind' | 'source' | 'by' | 'payload'> {
  if (kind === logKinds.fact) return { kind: 'fact', source, by: '', payload: show(readJson(payload), type) };
  const { by, parts } = readDecision(payload);
  return { kind: 'decision', source: '', by, payload: show(parts, '') };
}
