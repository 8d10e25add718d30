import { lifecycleRulesOf } from '@perennial/domain';
import { asksOrders } from '@perennial/clickhouse';
import type { ListedMember, MemberFilter, MemberListOptions, StageRoles } from '@perennial/clickhouse';
import type { RouteCall, Routes } from '@perennial/contracts';
import { membersAsOfMax } from '@perennial/engine';
import type { Caller } from '../kernel/caller.ts';
import { refuseUnknown } from '../kernel/known-values.ts';
import { endOfDay, startOfDay } from '../reading/days.ts';
import type { AsOfKnown } from '../reading/moment.ts';
import { lifecycleIn, stageRolesOf } from '../reading/world.ts';
import type { ReadingWorld } from '../reading/world.ts';
import { listConditionOf } from './list-condition.ts';
import type { FindSegments } from '../segments/meaning/read-segments.ts';
import { toListed } from './page-figures.ts';
import type { FiguresOf } from './page-figures.ts';

/** What a list of members is narrowed by and sorted by, as it is asked for: days, amounts, names. */
export type MemberFilterRequest = Omit<
  RouteCall<Routes['members']['download']>['query'],
  'language' | 'form' | 'columns'
>;

export interface FilterDependencies {
  readonly world: ReadingWorld;
  /** Segments that it is narrowed by. */
  readonly findSegments: FindSegments;
  /** Of a past instant; those of now are in the lens. */
  readonly figuresOf: FiguresOf;
  /** Members on either side of a merge that was taken back, at most so many: the lens keeps some of their facts under the other. */
  readonly splitMembers: (limit: number) => Promise<readonly Pick<ListedMember, 'id' | 'shard'>[]>;
}

export type SortedFilter = MemberFilter & Pick<MemberListOptions, 'sort' | 'direction'>;

interface FilterAsked {
  readonly request: MemberFilterRequest;
  readonly asOf: AsOfKnown;
  readonly caller: Caller;
}

/** The same as the lens reads it: instants, ranges, and what of a past instant it cannot know by itself. */
export async function toSortedFilter(dependencies: FilterDependencies, asked: FilterAsked): Promise<SortedFilter> {
  const filter = await toFilter(dependencies, asked);
  return withKnown(dependencies, { ...filter, ...sortOf(asked) });
}

/** Tells the lens the orders of a past instant that it cannot know by itself. */
async function withKnown({ figuresOf, splitMembers }: FilterDependencies, filter: SortedFilter): Promise<SortedFilter> {
  const { past } = filter;
  if (past === undefined || !asksOrders(filter, filter.sort)) return filter;
  const found = await figuresOf(await splitMembers(membersAsOfMax), past.asOfAt);
  const knownOrders = [...found].map(([id, figures]) => ({ id, ...toListed(figures) }));
  return { ...filter, past: { ...past, knownOrders } };
}

/** Sorting by figures of a past instant goes through the orders of everybody, so nobody gets it without asking. */
function sortOf({ request, asOf }: FilterAsked): Pick<MemberListOptions, 'sort' | 'direction'> {
  return { sort: request.sort ?? (asOf.isNow ? 'lastOrderAt' : 'stageSince'), direction: request.direction };
}

async function toFilter(
  { world, findSegments }: FilterDependencies,
  { request, asOf, caller }: FilterAsked,
): Promise<MemberFilter> {
  const shown = await lifecycleIn(world, request.lifecycle);
  const { id: lifecycle, stages } = shown;
  const stageIds = stages.map(({ id }) => id);
  refuseUnknown('/query/movedFrom', request.movedFrom, ['none', ...stageIds]);
  refuseUnknown('/query/movedTo', request.movedTo, stageIds);
  const { zone } = world;
  const { settings, numberSpaces } = lifecycleRulesOf(await world.program());
  const { purchaseCountsWhen } = settings;
  const condition = await listConditionOf(world, { value: request.condition, asOf, caller });
  const segments = await findSegments(request, { caller, asOf });
  const moved = toMoved(request, { asOf, zone, roles: stageRolesOf(shown) });
  return {
    lifecycle,
    ...(asOf.known === undefined ? {} : { known: asOf.known }),
    ...(condition === undefined ? {} : { condition }),
    ...(asOf.isNow ? {} : { past: { asOfAt: asOf.at, purchaseCountsWhen, numberSpaces } }),
    ...(moved === undefined ? {} : { moved }),
    ...(segments.length === 0 ? {} : { segments }),
  };
}

interface MovedUse {
  readonly asOf: AsOfKnown;
  readonly zone: string;
  readonly roles: StageRoles;
}

function toMoved(request: MemberFilterRequest, { asOf, zone, roles }: MovedUse): MemberFilter['moved'] {
  const { movedFrom, movedTo, movedAfter, movedBefore, movedBetween, movedAs, isReactivation } = request;
  const parts = [movedFrom, movedTo, movedAfter, movedBefore, movedBetween, movedAs, isReactivation];
  if (parts.every((part) => part === undefined)) return undefined;
  return {
    fromAt: movedAfter === undefined ? 0 : startOfDay(movedAfter, zone),
    // An as-of in the middle of a day knows nothing of the rest of it.
    toAt: Math.min(movedBefore === undefined ? Infinity : endOfDay(movedBefore, zone), asOf.at + 1),
    // An empty text stands for "from nowhere": the first entry.
    ...(movedFrom === undefined ? {} : { from: movedFrom === 'none' ? '' : movedFrom }),
    ...(movedTo === undefined ? {} : { to: movedTo }),
    ...(movedBetween === 'ends' ? { isNet: true } : {}),
    ...(movedAs === undefined ? {} : { as: { movement: movedAs, roles } }),
    ...(isReactivation === undefined ? {} : { isReactivation: isReactivation === 'true' }),
  };
}
