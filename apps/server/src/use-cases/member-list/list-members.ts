import { asksOrders, countMembers, goesThroughPast, LensQueryError, listMembers } from '@perennial/clickhouse';
import type {
  LensReader,
  ListedMember,
  MemberFilter,
  MemberListOptions,
  MemberPage,
  Range,
} from '@perennial/clickhouse';
import type { RouteCall, Routes } from '@perennial/contracts';
import { figuresMembersMax } from '@perennial/engine';
import { storesOf } from '../kernel/caller.ts';
import type { Caller } from '../kernel/caller.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import type { GroupHandlers } from '../../http/routing/handlers.ts';
import { toCsvRow } from '../reading/csv.ts';
import { endOfDay, startOfDay } from '../reading/days.ts';
import type { AsOf } from '../reading/days.ts';
import { figuresOfPage, toListed } from './page-figures.ts';
import type { FiguresOf, PageFigures } from './page-figures.ts';
import { asOfIn, lifecycleIn } from '../reading/world.ts';
import type { ReadingWorld } from '../reading/world.ts';

/** Names to show for members, by id: a masked identity, never a full one. */
export type LabelsOf = (ids: readonly string[]) => Promise<ReadonlyMap<string, string>>;

export interface MemberListDependencies {
  readonly world: ReadingWorld;
  readonly labelsOf: LabelsOf;
  /** Of a past instant; those of now are in the lens. */
  readonly figuresOf: FiguresOf;
  /** Members on either side of a merge that was taken back, at most so many: the lens keeps some of their facts under the other. */
  readonly splitMembers: (limit: number) => Promise<readonly Pick<ListedMember, 'id' | 'shard'>[]>;
}

type ListQuery = RouteCall<Routes['members']['list']>['query'];
type FilterQuery = RouteCall<Routes['members']['download']>['query'];

/** So few pages that going through everybody's orders for each is bearable, so small that one is soon sent. */
const downloadPageSize = 5_000;
const dayMs = 86_400_000;
const timedOut = '159';

export function createMemberListHandlers(
  dependencies: MemberListDependencies,
): Pick<GroupHandlers<'members'>, 'list' | 'download'> {
  const { world } = dependencies;
  return {
    list: async ({ query, caller }) => {
      const asOf = asOfIn(world, query.asOf);
      const filter = await toFilter(world, { query, asOf, caller });
      const lens = await world.lens();
      const options = { ...(await withKnown(dependencies, filter, sortOf(query, asOf))), ...pagingOf(query) };
      const [page, figures, count] = await readList(lens, dependencies.figuresOf, options);
      return {
        items: await toRows(page.items, figures, dependencies.labelsOf),
        nextCursor: page.nextCursor,
        count,
        asOfAt: asOf.at,
        isHistory: !asOf.isNow,
        lagMilliseconds: world.lensLagMs(),
      };
    },
    download: async ({ query, caller, signal }) => {
      const asOf = asOfIn(world, query.asOf);
      const filter = await toFilter(world, { query, asOf, caller });
      return {
        fileName: 'members.csv',
        parts: csvOf(dependencies, await withKnown(dependencies, filter, sortOf(query, asOf)), signal),
      };
    },
  };
}

/** Tells the lens the orders of a past instant that it cannot know by itself. */
async function withKnown(
  { figuresOf, splitMembers }: MemberListDependencies,
  filter: MemberFilter,
  sorting: Pick<MemberListOptions, 'sort' | 'direction'>,
): Promise<SortedFilter> {
  const { past } = filter;
  if (past === undefined || !asksOrders(filter, sorting.sort)) return { ...filter, ...sorting };
  const found = await figuresOf(await splitMembers(figuresMembersMax), past.asOfAt);
  const known = [...found].map(([id, figures]) => ({ id, ...toListed(figures) }));
  return { ...filter, ...sorting, past: { ...past, known } };
}

/** Sorting by figures of a past instant goes through the orders of everybody, so nobody gets it without asking. */
function sortOf(query: FilterQuery, asOf: AsOf): Pick<MemberListOptions, 'sort' | 'direction'> {
  return { sort: query.sort ?? (asOf.isNow ? 'lastOrderAt' : 'stageSince'), direction: query.direction };
}

function pagingOf({ limit, cursor }: ListQuery) {
  return { limit, ...(cursor === undefined ? {} : { cursor }) };
}

async function readList(
  lens: LensReader,
  figuresOf: FiguresOf,
  options: MemberListOptions,
): Promise<readonly [MemberPage, PageFigures, number]> {
  const isLong = goesThroughPast(options, options.sort);
  const countAll = () => countMembers(lens, options);
  // What goes through all orders brings the count with it.
  const [page, counted] = await readPage(options, () =>
    Promise.all([listMembers(lens, options), isLong ? null : countAll()]),
  );
  const count = counted ?? page.count ?? (await readPage(options, countAll));
  return [page, await figuresOfPage(page.items, options.past, figuresOf), count];
}

/** The lens refuses a cursor that is none of its own, and gives up what takes too long. */
async function readPage<T>(options: MemberListOptions, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof RangeError) throw new ProblemError('request.cursor_invalid', { cause: error });
    if (error instanceof LensQueryError && error.code === timedOut && goesThroughPast(options, options.sort))
      throw new ProblemError('members.past_too_long', { cause: error });
    throw error;
  }
}

async function toRows(members: readonly ListedMember[], figures: PageFigures, labelsOf: LabelsOf) {
  const labels = await labelsOf(members.map((member) => member.id));
  return members.map((member) => {
    const { tags, ...metrics } = figures(member);
    return {
      id: member.id,
      label: labels.get(member.id) ?? '',
      stage: member.stage,
      stageSince: member.stageSinceAt,
      nextStage: member.nextStage === '' ? null : member.nextStage,
      nextChangeAt: member.nextChangeAt,
      joinedAt: member.joinedAt,
      ...metrics,
      storeId: member.storeId,
      channel: member.channel,
      tags: [...tags],
    };
  });
}

interface FilterRequest {
  readonly query: FilterQuery;
  readonly asOf: AsOf;
  readonly caller: Caller | undefined;
}

async function toFilter(world: ReadingWorld, { query, asOf, caller }: FilterRequest): Promise<MemberFilter> {
  const lifecycle = (await lifecycleIn(world, query.lifecycle)).id;
  const { zone } = world;
  const { purchaseCountsWhen } = (await world.program()).settings;
  const parts = {
    past: asOf.isNow ? undefined : { asOfAt: asOf.at, purchaseCountsWhen },
    stages: query.stage,
    storeIds: confineStores(query.store, caller),
    channels: query.channel,
    tags: query.tag,
    nextStage: query.nextStage,
    nextChangeAt:
      query.nextWithinDays === undefined ? undefined : { min: asOf.at, max: asOf.at + query.nextWithinDays * dayMs },
    spendMinor: toRange(query.spendMin, query.spendMax),
    orders: toRange(query.ordersMin, query.ordersMax),
    firstOrderAt: toDayRange(query.firstOrderAfter, query.firstOrderBefore, zone),
    lastOrderAt: toDayRange(query.lastOrderAfter, query.lastOrderBefore, zone),
    joinedAt: toDayRange(query.joinedAfter, query.joinedBefore, zone),
    moved: toMoved(query, asOf, zone),
  };
  return { lifecycle, ...onlyGiven(parts) };
}

/** Store staff see their own stores, whatever they ask for. */
function confineStores(
  asked: readonly string[] | undefined,
  caller: Caller | undefined,
): readonly string[] | undefined {
  const own = caller === undefined ? undefined : storesOf(caller);
  if (own === undefined) return asked;
  return asked === undefined ? own : asked.filter((store) => own.includes(store));
}

function toMoved(query: FilterQuery, asOf: AsOf, zone: string): MemberFilter['moved'] {
  const { movedFrom, movedTo, movedAfter, movedBefore, isReactivation } = query;
  if ([movedFrom, movedTo, movedAfter, movedBefore, isReactivation].every((part) => part === undefined))
    return undefined;
  return {
    fromAt: movedAfter === undefined ? 0 : startOfDay(movedAfter, zone),
    toAt: movedBefore === undefined ? asOf.at + 1 : endOfDay(movedBefore, zone),
    // An empty text stands for "from nowhere": the first entry.
    ...onlyGiven({ from: movedFrom === 'none' ? '' : movedFrom, to: movedTo }),
    ...(isReactivation === undefined ? {} : { isReactivation: isReactivation === 'true' }),
  };
}

function toRange(min: number | undefined, max: number | undefined): Range | undefined {
  return min === undefined && max === undefined ? undefined : onlyGiven({ min, max });
}

function toDayRange(first: string | undefined, last: string | undefined, zone: string): Range | undefined {
  return toRange(
    first === undefined ? undefined : startOfDay(first, zone),
    last === undefined ? undefined : endOfDay(last, zone) - 1,
  );
}

/** Leaves out what is undefined, as optional properties that must not be undefined ask for. */
function onlyGiven<T extends Record<string, unknown>>(parts: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const given = Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));
  return given as { [K in keyof T]?: Exclude<T[K], undefined> };
}

const csvHeader = [
  'member_id',
  'stage',
  'stage_since',
  'next_stage',
  'next_change_at',
  'joined_at',
  'first_order_at',
  'last_order_at',
  'orders',
  'spend_minor',
  'store_id',
  'channel',
  'tags',
];

type SortedFilter = MemberFilter & Pick<MemberListOptions, 'sort' | 'direction'>;

/** Page by page, so that a million members never stand in memory; it stops when the caller hangs up. */
async function* csvOf(
  { world, figuresOf }: MemberListDependencies,
  filter: SortedFilter,
  signal: AbortSignal,
): AsyncGenerator<string> {
  yield toCsvRow(csvHeader);
  const lens = await world.lens();
  let cursor: string | null = null;
  do {
    const options = { ...filter, limit: downloadPageSize, ...(cursor === null ? {} : { cursor }) };
    const page: MemberPage = await readPage(options, () => listMembers(lens, options));
    const figures = await figuresOfPage(page.items, filter.past, figuresOf);
    yield page.items.map((member) => toCsvMember(member, figures)).join('');
    cursor = page.nextCursor;
  } while (cursor !== null && !signal.aborted);
}

function toCsvMember(member: ListedMember, figuresOf: PageFigures): string {
  const instant = (at: number | null) => (at === null ? '' : new Date(at).toISOString());
  const figures = figuresOf(member);
  return toCsvRow([
    member.id,
    member.stage,
    instant(member.stageSinceAt),
    member.nextStage,
    instant(member.nextChangeAt),
    instant(member.joinedAt),
    instant(figures.firstOrderAt),
    instant(figures.lastOrderAt),
    String(figures.orders),
    String(figures.spendMinor),
    member.storeId,
    member.channel,
    figures.tags.join(' '),
  ]);
}
