import { countMembers, listMembers } from '@perennial/clickhouse';
import type { MemberId } from '@perennial/domain';
import type { MemberPlace } from '@perennial/engine';
import type { Caller } from '../kernel/caller.ts';
import { toSortedFilter } from './member-filter.ts';
import type { FilterDependencies, MemberFilterRequest, SortedFilter } from './member-filter.ts';
import { refuseSlow } from './refuse-slow.ts';
import { asOfIn } from '../reading/world.ts';

export type MembersMeantDependencies = FilterDependencies;

export interface Meant {
  readonly caller: Caller;
  readonly filter: Partial<MemberFilterRequest>;
}

const pageSize = 5_000;

function filterOf(dependencies: MembersMeantDependencies, { caller, filter }: Meant): Promise<SortedFilter> {
  const asOf = asOfIn(dependencies.world, filter.asOf);
  // By what nothing of a change of tags moves.
  const request: MemberFilterRequest = { ...filter, sort: 'joinedAt', direction: 'asc' };
  return toSortedFilter(dependencies, { request, asOf, caller });
}

/** As many as the list itself says. */
export async function countedMembers(dependencies: MembersMeantDependencies, meant: Meant): Promise<number> {
  const filter = await filterOf(dependencies, meant);
  const lens = await dependencies.world.lens();
  const options = { ...filter, limit: 1 };
  return refuseSlow(options, () => countMembers(lens, options));
}

/** All of them at once, before the first is changed: who is changed may leave the list. */
export async function collectMembers(
  dependencies: MembersMeantDependencies,
  meant: Meant,
): Promise<readonly MemberPlace[]> {
  const filter = await filterOf(dependencies, meant);
  const lens = await dependencies.world.lens();
  const members: MemberPlace[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const options = { ...filter, limit: pageSize, ...(cursor === undefined ? {} : { cursor }) };
    const page = await refuseSlow(options, () => listMembers(lens, options));
    // Ids come from the lens, which holds those that were made here.
    members.push(...page.items.map(({ id, shard }) => ({ id: id as MemberId, shard })));
    cursor = page.nextCursor;
  }
  return members;
}
