import { memberSortFields } from '@perennial/contracts/staff';
import type { RouteInput } from '@perennial/contracts';
import type { Routes } from '@perennial/contracts/staff';
import { isPlainDate } from '../../../format/zoned-days.ts';
import type { MembersSearch } from '../urls/search.ts';

export type MembersListQuery = NonNullable<RouteInput<Routes['members']['list']>['query']>;
export type MemberSortField = (typeof memberSortFields)[number];

/** Filters beside stage, with the kind of value each takes; the names are those of the API. */
export const memberFilters = {
  movedFrom: 'stage',
  movedTo: 'stage',
  movedAfter: 'day',
  movedBefore: 'day',
  isReactivation: 'boolean',
  nextStage: 'stage',
  nextWithinDays: 'integer',
  store: 'text',
  channel: 'text',
  tag: 'text',
  spendMin: 'amount',
  spendMax: 'amount',
  ordersMin: 'integer',
  ordersMax: 'integer',
  firstOrderAfter: 'day',
  firstOrderBefore: 'day',
  lastOrderAfter: 'day',
  lastOrderBefore: 'day',
  joinedAfter: 'day',
  joinedBefore: 'day',
} as const;
export type MemberFilter = keyof typeof memberFilters;
export const memberFilterNames = Object.keys(memberFilters).filter(isMemberFilter);

export function isMemberFilter(name: string): name is MemberFilter {
  return name in memberFilters;
}

export function sortOf(search: MembersSearch): { readonly sort: MemberSortField; readonly direction: 'asc' | 'desc' } {
  // Sorting by orders of a past day goes through those of everybody: for who asks for it only.
  const first = search.asOf === undefined ? 'lastOrderAt' : 'stageSince';
  return {
    sort: memberSortFields.find((field) => field === search.sort) ?? first,
    direction: search.direction === 'asc' ? 'asc' : 'desc',
  };
}

/** The API's question behind an address. Filters that the address spells wrongly are left out. */
export function toListQuery(search: MembersSearch): MembersListQuery {
  const filters = Object.fromEntries(
    Object.entries(search.where ?? {}).filter(([name, value]) => isMemberFilter(name) && isValid(name, value)),
  );
  return {
    ...filters,
    ...(search.lifecycle === undefined ? {} : { lifecycle: search.lifecycle }),
    ...(search.asOf === undefined ? {} : { asOf: search.asOf }),
    ...(search.stage === undefined ? {} : { stage: [...search.stage] }),
    ...sortOf(search),
  };
}

function isValid(name: MemberFilter, value: string): boolean {
  switch (memberFilters[name]) {
    case 'day':
      return isPlainDate(value);
    case 'integer':
      return /^\d{1,9}$/.test(value);
    case 'amount':
      return /^-?\d{1,12}$/.test(value);
    case 'boolean':
      return value === 'true' || value === 'false';
    case 'stage':
    case 'text':
      return value !== '';
  }
}
