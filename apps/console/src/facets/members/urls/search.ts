import { pageSizeMax } from '@perennial/contracts';
import { memberSortFields } from '@perennial/contracts/staff';
import { readCondition } from '../../../conditions/address-condition.ts';
import { isPlainDate } from '../../../format/zoned-days.ts';
import { dateOf, listOf, oneOf, readViewSearch, recordOf, textOf } from '../../../urls/read-parts.ts';
import type { RawSearch, ViewSearch } from '../../../urls/read-parts.ts';
import { isMovement } from './movements.ts';

export interface MembersSearch extends ViewSearch {
  readonly q?: string;
  /** The moment that the figure behind the address was counted at: what came since is left out. */
  readonly known?: string;
  /** What the list is narrowed by, a condition as JSON. */
  readonly condition?: string;
  /** A saved segment, by its id. */
  readonly segment?: string;
  /** Who would be in a segment, a condition as JSON. */
  readonly who?: string;
  /** A transition: `from`, `to`, `after`, `before`, `between`, `as`, `isReactivation`. */
  readonly moved?: Readonly<Record<string, string>>;
  readonly sort?: string;
  readonly direction?: string;
  readonly cursor?: string;
  /** Members a page. */
  readonly limit?: string;
  readonly columns?: readonly string[];
  /** Names of filters of an older address that say nothing that is known. */
  readonly left?: readonly string[];
}

/** With the filters as addresses carried them before they were conditions: `stage`, and the others by name. */
export interface OlderMembersSearch extends MembersSearch {
  readonly stage?: readonly string[];
  readonly where?: Readonly<Record<string, string>>;
}

export interface MemberSearch extends ViewSearch {
  readonly tab?: string;
  /** What of her wallets is looked at: one of them, one of its lists, which part of it, its page, and over which days. */
  readonly wallet?: string;
  readonly list?: string;
  readonly state?: string;
  readonly cursor?: string;
  readonly from?: string;
  readonly to?: string;
}

/** Members a page, to choose from. */
export const pageSizes = [20, 50, 100, pageSizeMax] as const;

const moveParts: Readonly<Record<string, (value: string) => boolean>> = {
  from: () => true,
  to: () => true,
  after: isPlainDate,
  before: isPlainDate,
  between: (value) => value === 'ends',
  as: isMovement,
  isReactivation: (value) => value === 'true' || value === 'false',
};

/** Parts of a move that the address spells wrongly are left out. */
function movedOf(raw: RawSearch): Pick<MembersSearch, 'moved'> {
  const { moved = {} } = recordOf(raw, 'moved');
  const known = Object.entries(moved).filter(([name, value]) => value !== '' && moveParts[name]?.(value) === true);
  return known.length === 0 ? {} : { moved: Object.fromEntries(known) };
}

export interface TagsSearch {
  readonly cursor?: string;
}

export function readTagsSearch(raw: RawSearch): TagsSearch {
  return textOf(raw, 'cursor');
}

export function readMembersSearch(raw: RawSearch): OlderMembersSearch {
  return {
    ...readViewSearch(raw),
    ...textOf(raw, 'q'),
    ...textOf(raw, 'known'),
    ...textOf(raw, 'condition'),
    ...textOf(raw, 'segment'),
    ...textOf(raw, 'who'),
    ...movedOf(raw),
    ...oneOf(raw, 'sort', memberSortFields),
    ...oneOf(raw, 'direction', ['asc', 'desc']),
    ...textOf(raw, 'cursor'),
    ...oneOf(raw, 'limit', pageSizes.map(String)),
    ...listOf(raw, 'columns'),
    ...listOf(raw, 'left'),
    ...listOf(raw, 'stage'),
    ...recordOf(raw, 'where'),
  };
}

/** Whether the filter of an address can be read: nothing is asked by half of one. */
export function canBeAsked({ condition }: MembersSearch): boolean {
  return condition === undefined || readCondition(condition) !== undefined;
}

export function readMemberSearch(raw: RawSearch): MemberSearch {
  return {
    ...readViewSearch(raw),
    ...textOf(raw, 'tab'),
    ...textOf(raw, 'wallet'),
    ...textOf(raw, 'list'),
    ...textOf(raw, 'state'),
    ...textOf(raw, 'cursor'),
    ...dateOf(raw, 'from'),
    ...dateOf(raw, 'to'),
  };
}

/** The search without what is open on its tab: the way to another tab. */
export function withNothingOpen(search: MemberSearch): MemberSearch {
  const { wallet: _w, list: _l, state: _s, cursor: _c, from: _f, to: _t, ...rest } = search;
  return rest;
}
