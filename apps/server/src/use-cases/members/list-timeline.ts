import type { RouteAnswer, Routes } from '@perennial/contracts';
import type { FactValue } from '@perennial/domain';
import type { TimelineItem } from '@perennial/contracts/staff';
import { logKinds, logSegmentsOf, readDecision } from '@perennial/engine';
import { readFamilyFacts } from '@perennial/postgres/reading';
import type { FamilyFactRow } from '@perennial/postgres/reading';
import { lastInstant, lastText } from '../kernel/list-ends.ts';
import type { MemberPlace } from '../kernel/member-place.ts';
import { decodeCursor, toPage } from '../kernel/paging.ts';
import type { PageRequest } from '../kernel/paging.ts';
import { readJson } from '../kernel/stored-json.ts';
import { listMoves, placeText } from '../lifecycle/list-moves.ts';
import type { ListMovesDependencies } from '../lifecycle/list-moves.ts';
import { maskPayload } from '../personal-data/mask-text.ts';
import { withoutCosts, withoutRules } from '../reading/sight.ts';
import type { BusinessSight } from '../reading/sight.ts';
import { asOfIn } from '../reading/world.ts';
import type { ReadingWorld } from '../reading/world.ts';
import { namedProducts, readCatalogueNames } from '../reference/product-names.ts';
import type { StoreNames } from '../reference/store-names.ts';
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

export interface TimelineDependencies extends ListMovesDependencies {
  readonly world: ReadingWorld;
  readonly storeNames: StoreNames;
}

/** One row of the timeline, with what sorts rows of one instant. */
interface Entry {
  readonly item: TimelineItem;
  readonly tie: string;
}

/**
 * A page of what happened to a member and was decided about her, newest first, each with the moves that it caused; what time
 * caused stands at its own instant. Masked unless said otherwise.
 */
export async function listTimeline(
  dependencies: TimelineDependencies,
  place: MemberPlace,
  { cursor, limit, asOf, ...shown }: TimelineRequest & Shown,
): Promise<RouteAnswer<Routes['members']['timeline']>> {
  const { sql, world, merges } = dependencies;
  const [at, tie] = decodeCursor(cursor, [lastInstant, lastText]);
  const { show = maskPayload, sight = wholeSight } = shown;
  const showSeen: ShowPayload = (payload, type) => show(sight.costs ? payload : withoutCosts(payload), type);
  const query = { until: asOfIn(world, asOf).at, before: { at, tie }, limit: limit + 1 };
  const [steps, moves, decided] = await Promise.all([
    logSegmentsOf(merges, keyOf(place)).then((segments) => readFamilyFacts(sql, segments, query)),
    listMoves(dependencies, place, query.until),
    listDecidedMerges({ sql, merges }, keyOf(place), query),
  ]);
  const told = steps.map((row) => ({
    item: toItem(row, showSeen, moves.byFact.get(placeText(row)) ?? []),
    tie: row.tie,
  }));
  const standing = moves.standing.filter(({ item, tie: own }) =>
    isBefore({ at: item.occurredAt, tie: own }, { at, tie }),
  );
  const entries = [...told, ...standing, ...decided];
  const page = toPage(entries.toSorted(newestFirst), limit, {
    item: ({ item }) => (sight.rules ? item : { ...item, effects: withoutRules(item.effects) }),
    cursor: (entry) => [entry.item.occurredAt, entry.tie],
  });
  return { ...page, items: await withNames(dependencies, page.items) };
}

/** What it happened to and where, as people call it. */
async function withNames(
  { sql, storeNames }: TimelineDependencies,
  items: readonly TimelineItem[],
): Promise<RouteAnswer<Routes['members']['timeline']>['items']> {
  const spokenOf = items.map((item) => ({ item, products: item.kind === 'fact' ? namedProducts(item.payload) : [] }));
  const unnamed = spokenOf.flatMap(({ products }) => products.filter(({ name }) => name === ''));
  const [storeName, productName] = await Promise.all([
    storeNames(items.map(({ storeId }) => storeId)),
    readCatalogueNames(
      sql,
      unnamed.map(({ productId }) => productId),
    ),
  ]);
  return spokenOf.map(({ item, products }) => ({
    ...item,
    storeName: storeName(item.storeId),
    products: products.map(({ productId, name }) => ({ productId, name: name || productName(productId) })),
  }));
}

interface Spot {
  readonly at: number;
  readonly tie: string;
}

function isBefore(one: Spot, last: Spot): boolean {
  return one.at < last.at || (one.at === last.at && one.tie < last.tie);
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
