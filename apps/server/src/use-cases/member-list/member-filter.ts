import { lifecycleRulesOf } from '@perennial/domain';
import { asksOrders } from '@perennial/clickhouse';
import type { ListedMember, MemberFilter, MemberListOptions, Range } from '@perennial/clickhouse';
import type { RouteCall, Routes } from '@perennial/contracts';
import { membersAsOfMax } from '@perennial/engine';
import { storesOf } from '../kernel/caller.ts';
import type { Caller } from '../kernel/caller.ts';
import { endOfDay, startOfDay } from '../reading/days.ts';
import type { AsOf } from '../reading/days.ts';
import { lifecycleIn } from '../reading/world.ts';
import type { ReadingWorld } from '../reading/world.ts';
import { listConditionOf } from './list-condition.ts';
import { toListed } from './page-figures.ts';
import type { FiguresOf } from './page-figures.ts';

/** What a list of members is narrowed by and sorted by, as it is asked for: days, amounts, names. */
export type MemberFilterRequest = RouteCall<Routes['members']['download']>['query'];

export interface FilterDependencies {
  readonly world: ReadingWorld;
  /** Of a past instant; those of now are in the lens. */
  readonly figuresOf: FiguresOf;
  /** Members on either side of a merge that was taken back, at most so many: the lens keeps some of their facts under the other. */
  readonly splitMembers: (limit: number) => Promise<readonly Pick<ListedMember, 'id' | 'shard'>[]>;
}

export type SortedFilter = MemberFilter & Pick<MemberListOptions, 'sort' | 'direction'>;

interface FilterAsked {
  readonly request: MemberFilterRequest;
  readonly asOf: AsOf;
  readonly caller: Caller;
}

const dayMs = 86_400_000;

/** The same as the lens reads it: instants, ranges, and what of a past instant it cannot know by itself. */
export async function toSortedFilter(dependencies: FilterDependencies, asked: FilterAsked): Promise<SortedFilter> {
  const filter = await toFilter(dependencies.world, asked);
  return withKnown(dependencies, { ...filter, ...sortOf(asked) });
}

/** Tells the lens the orders of a past instant that it cannot know by itself. */
async function withKnown({ figuresOf, splitMembers }: FilterDependencies, filter: SortedFilter): Promise<SortedFilter> {
  const { past } = filter;
  if (past === undefined || !asksOrders(filter, filter.sort)) return filter;
  const found = await figuresOf(await splitMembers(membersAsOfMax), past.asOfAt);
  const known = [...found].map(([id, figures]) => ({ id, ...toListed(figures) }));
  return { ...filter, past: { ...past, known } };
}

/** Sorting by figures of a past instant goes through the orders of everybody, so nobody gets it without asking. */
function sortOf({ request, asOf }: FilterAsked): Pick<MemberListOptions, 'sort' | 'direction'> {
  return { sort: request.sort ?? (asOf.isNow ? 'lastOrderAt' : 'stageSince'), direction: request.direction };
}

async function toFilter(world: ReadingWorld, { request, asOf, caller }: FilterAsked): Promise<MemberFilter> {
  const lifecycle = (await lifecycleIn(world, request.lifecycle)).id;
  const { zone } = world;
  const { settings, numberSpaces } = lifecycleRulesOf(await world.program());
  const { purchaseCountsWhen } = settings;
  const { nextWithinDays } = request;
  const { condition } = request;
  const parts = {
    condition: condition === undefined ? undefined : await listConditionOf(world, condition, asOf),
    past: asOf.isNow ? undefined : { asOfAt: asOf.at, purchaseCountsWhen, numberSpaces },
    stages: request.stage,
    storeIds: confineStores(request.store, caller),
    channels: request.channel,
    tags: request.tag,
    nextStage: request.nextStage,
    nextChangeAt: nextWithinDays === undefined ? undefined : { min: asOf.at, max: asOf.at + nextWithinDays * dayMs },
    spendMinor: toRange(request.spendMin, request.spendMax),
    orders: toRange(request.ordersMin, request.ordersMax),
    firstOrderAt: toDayRange(request.firstOrderAfter, request.firstOrderBefore, zone),
    lastOrderAt: toDayRange(request.lastOrderAfter, request.lastOrderBefore, zone),
    joinedAt: toDayRange(request.joinedAfter, request.joinedBefore, zone),
    moved: toMoved(request, asOf, zone),
  };
  return { lifecycle, ...onlyGiven(parts) };
}

/** Store staff see their own stores, whatever they ask for. */
function confineStores(asked: readonly string[] | undefined, caller: Caller): readonly string[] | undefined {
  const own = storesOf(caller);
  if (own === undefined) return asked;
  return asked === undefined ? own : asked.filter((store) => own.includes(store));
}

function toMoved(request: MemberFilterRequest, asOf: AsOf, zone: string): MemberFilter['moved'] {
  const { movedFrom, movedTo, movedAfter, movedBefore, isReactivation } = request;
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
