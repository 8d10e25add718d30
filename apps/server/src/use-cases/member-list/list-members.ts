import { countMembers, goesThroughPast, listMembers } from '@perennial/clickhouse';
import type { LensReader, ListedMember, MemberListOptions, MemberPage } from '@perennial/clickhouse';
import type { RouteAnswer, RouteCall, Routes } from '@perennial/contracts';
import type { MemberRow } from '@perennial/contracts/staff';
import type { CallContext } from '../kernel/call-context.ts';
import type { LabelsOf } from '../personal-data/label.ts';
import type { StoreNames } from '../reference/store-names.ts';
import { resolveKnown } from '../reading/moment.ts';
import { maskTags } from '../registers/registers.ts';
import { toSortedFilter } from './member-filter.ts';
import type { FilterDependencies } from './member-filter.ts';
import { figuresOfPage } from './page-figures.ts';
import type { FiguresOf, PageFigures } from './page-figures.ts';
import { refuseSlow } from './refuse-slow.ts';

export interface ListMembersDependencies extends FilterDependencies {
  readonly labelsOf: LabelsOf;
  readonly storeNames: StoreNames;
}

export type MemberListRequest = RouteCall<Routes['members']['list']>['query'];
type MemberListAnswer = RouteAnswer<Routes['members']['list']>;
export type ListMembers = (
  context: Pick<CallContext, 'caller'>,
  request: MemberListRequest,
) => Promise<MemberListAnswer>;

/** Members out of the lens, filtered and sorted, page by page. Store staff see those of their own stores. */
export function createListMembers(dependencies: ListMembersDependencies): ListMembers {
  const { world, figuresOf } = dependencies;
  return async ({ caller }, request) => {
    const { asOf, held } = await resolveKnown(world, request);
    const { limit, cursor } = request;
    const options = {
      ...(await toSortedFilter(dependencies, { request, asOf, caller })),
      limit,
      ...(cursor === undefined ? {} : { cursor }),
    };
    const [page, figures, count] = await readList(await world.lens(), figuresOf, options);
    return {
      items: await toRows(page.items, figures, dependencies),
      nextCursor: page.nextCursor,
      previousCursor: page.previousCursor,
      count,
      asOfAt: asOf.at,
      isHistory: !asOf.isNow,
      held,
      lagMilliseconds: world.lensLagMs(),
    };
  };
}

async function readList(
  lens: LensReader,
  figuresOf: FiguresOf,
  options: MemberListOptions,
): Promise<readonly [MemberPage, PageFigures, number]> {
  const isLong = goesThroughPast(options, options.sort);
  const countAll = () => countMembers(lens, options);
  // What goes through all orders brings the count with it.
  const [page, counted] = await refuseSlow(options, () =>
    Promise.all([listMembers(lens, options), isLong ? null : countAll()]),
  );
  const count = counted ?? page.count ?? (await refuseSlow(options, countAll));
  return [page, await figuresOfPage(page.items, options.past, figuresOf), count];
}

async function toRows(
  members: readonly ListedMember[],
  figures: PageFigures,
  { labelsOf, storeNames }: Pick<ListMembersDependencies, 'labelsOf' | 'storeNames'>,
): Promise<MemberRow[]> {
  const [labels, storeName] = await Promise.all([
    labelsOf(members.map((member) => member.id)),
    storeNames(members.map((member) => member.storeId)),
  ]);
  return members.map((member) => {
    const { tags, ...metrics } = figures(member);
    return {
      id: member.id,
      label: labels.get(member.id)?.label ?? '',
      isUnreadable: labels.get(member.id)?.isUnreadable ?? false,
      stage: member.stage,
      stageSince: member.stageSinceAt,
      nextStage: member.nextStage === '' ? null : member.nextStage,
      nextChangeAt: member.nextChangeAt,
      joinedAt: member.joinedAt,
      ...metrics,
      storeId: member.storeId,
      storeName: storeName(member.storeId),
      channel: member.channel,
      tags: maskTags(tags),
    };
  });
}
