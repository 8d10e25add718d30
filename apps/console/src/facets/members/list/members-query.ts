import { memberSortFields } from '@perennial/contracts/staff';
import type { RouteInput } from '@perennial/contracts';
import type { Routes } from '@perennial/contracts/staff';
import { isPlainDate } from '../../../format/zoned-days.ts';
import { pageSizes } from '../urls/search.ts';
import type { MembersSearch } from '../urls/search.ts';
import { isMovement } from '../urls/movements.ts';
import { isMoment } from '../urls/question.ts';

export type MembersListQuery = NonNullable<RouteInput<Routes['members']['list']>['query']>;
export type MemberSortField = (typeof memberSortFields)[number];

const pageSizeFirst = 50;

export function pageSizeOf({ limit }: MembersSearch): number {
  return pageSizes.find((size) => String(size) === limit) ?? pageSizeFirst;
}

export function sortOf(search: MembersSearch): { readonly sort: MemberSortField; readonly direction: 'asc' | 'desc' } {
  // Sorting by orders of a past day goes through those of everybody: for who asks for it only.
  const first = search.asOf === undefined ? 'lastOrderAt' : 'stageSince';
  return {
    sort: memberSortFields.find((field) => field === search.sort) ?? first,
    direction: search.direction === 'asc' ? 'asc' : 'desc',
  };
}

/** The API's question behind an address. */
export function toListQuery(search: MembersSearch): MembersListQuery {
  const { lifecycle, asOf, known, condition, segment, who } = search;
  return {
    ...(lifecycle === undefined ? {} : { lifecycle }),
    ...(asOf === undefined ? {} : { asOf }),
    ...(known !== undefined && isMoment(known) ? { known } : {}),
    ...(condition === undefined ? {} : { condition }),
    ...(segment === undefined ? {} : { segment }),
    ...(who === undefined ? {} : { who }),
    ...movedQuery(search.moved ?? {}),
    ...sortOf(search),
  };
}

/** Parts of a move that the address spells wrongly are left out. */
function movedQuery(moved: Readonly<Record<string, string>>): MembersListQuery {
  const { from = '', to = '', after = '', before = '', between, as, isReactivation } = moved;
  return {
    ...(from === '' ? {} : { movedFrom: from }),
    ...(to === '' ? {} : { movedTo: to }),
    ...(isPlainDate(after) ? { movedAfter: after } : {}),
    ...(isPlainDate(before) ? { movedBefore: before } : {}),
    ...(between === 'ends' ? { movedBetween: between } : {}),
    ...(isMovement(as) ? { movedAs: as } : {}),
    ...(isReactivation === 'true' || isReactivation === 'false' ? { isReactivation } : {}),
  };
}
