import { countMembers, listMembers } from '@perennial/clickhouse';
import type { ListedMember, MemberFilter, Range } from '@perennial/clickhouse';
import type { RouteCall, Routes } from '@perennial/contracts';
import { storesOf } from '../caller.ts';
import type { Caller } from '../caller.ts';
import { ProblemError } from '../problem-error.ts';
import type { GroupHandlers } from '../routing/handlers.ts';
import { toCsvRow } from './reading/csv.ts';
import { endOfDay, startOfDay } from './reading/days.ts';
import type { AsOf } from './reading/days.ts';
import { asOfIn, lifecycleIn } from './reading/world.ts';
import type { ReadingWorld } from './reading/world.ts';

/** Names to show for members, by id: a masked identity, never a full one. */
export type LabelsOf = (ids: readonly string[]) => Promise<ReadonlyMap<string, string>>;

export interface MemberListDependencies {
  readonly world: ReadingWorld;
  readonly labelsOf: LabelsOf;
}

type ListQuery = RouteCall<Routes['members']['list']>['query'];
type FilterQuery = RouteCall<Routes['members']['download']>['query'];

const downloadPageSize = 1_000;
const dayMs = 86_400_000;

export function createMemberListHandlers(
  dependencies: MemberListDependencies,
): Pick<GroupHandlers<'members'>, 'list' | 'download'> {
  const { world } = dependencies;
  return {
    list: async ({ query, caller }) => {
      const asOf = asOfIn(world, query.asOf);
      const filter = await toFilter(world, { query, asOf, caller });
      const lens = await world.lens();
      const [page, count] = await Promise.all([
        readPage(() => listMembers(lens, { ...filter, ...pagingOf(query) })),
        countMembers(lens, filter),
      ]);
      return {
        items: await toRows(page.items, dependencies.labelsOf),
        nextCursor: page.nextCursor,
        count,
        asOfAt: asOf.at,
        lagMilliseconds: world.lensLagMs(),
      };
    },
    download: async ({ query, caller, signal }) => {
      const asOf = asOfIn(world, query.asOf);
      const filter = await toFilter(world, { query, asOf, caller });
      return {
        fileName: 'members.csv',
        parts: csvOf(world, { ...filter, sort: query.sort, direction: query.direction }, signal),
      };
    },
  };
}

function pagingOf(query: ListQuery) {
  const { sort, direction, limit, cursor } = query;
  return { sort, direction, limit, ...(cursor === undefined ? {} : { cursor }) };
}

/** The lens refuses a cursor that is none of its own. */
async function readPage<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof RangeError) throw new ProblemError('request.cursor_invalid', { cause: error });
    throw error;
  }
}

export async function toRows(members: readonly ListedMember[], labelsOf: LabelsOf) {
  const labels = await labelsOf(members.map((member) => member.id));
  return members.map((member) => ({
    id: member.id,
    label: labels.get(member.id) ?? '',
    stage: member.stage,
    stageSince: member.stageSinceAt,
    nextStage: member.nextStage === '' ? null : member.nextStage,
    nextChangeAt: member.nextChangeAt,
    joinedAt: member.joinedAt,
    firstOrderAt: member.firstOrderAt,
    lastOrderAt: member.lastOrderAt,
    orders: member.orders,
    spendMinor: member.spendMinor,
    storeId: member.storeId,
    channel: member.channel,
    tags: [...member.tags],
  }));
}

interface FilterRequest {
  readonly query: FilterQuery;
  readonly asOf: AsOf;
  readonly caller: Caller | undefined;
}

async function toFilter(world: ReadingWorld, { query, asOf, caller }: FilterRequest): Promise<MemberFilter> {
  const lifecycle = (await lifecycleIn(world, query.lifecycle)).id;
  const { zone } = world;
  const parts = {
    asOfAt: asOf.isNow ? undefined : asOf.at,
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

type SortedFilter = MemberFilter & Pick<Parameters<typeof listMembers>[1], 'sort' | 'direction'>;

/** Page by page, so that a million members never stand in memory; it stops when the caller hangs up. */
async function* csvOf(world: ReadingWorld, filter: SortedFilter, signal: AbortSignal): AsyncGenerator<string> {
  yield toCsvRow(csvHeader);
  const lens = await world.lens();
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listMembers>> = await listMembers(lens, {
      ...filter,
      limit: downloadPageSize,
      ...(cursor === null ? {} : { cursor }),
    });
    yield page.items.map(toCsvMember).join('');
    cursor = page.nextCursor;
  } while (cursor !== null && !signal.aborted);
}

function toCsvMember(member: ListedMember): string {
  const instant = (at: number | null) => (at === null ? '' : new Date(at).toISOString());
  return toCsvRow([
    member.id,
    member.stage,
    instant(member.stageSinceAt),
    member.nextStage,
    instant(member.nextChangeAt),
    instant(member.joinedAt),
    instant(member.firstOrderAt),
    instant(member.lastOrderAt),
    String(member.orders),
    String(member.spendMinor),
    member.storeId,
    member.channel,
    member.tags.join(' '),
  ]);
}
