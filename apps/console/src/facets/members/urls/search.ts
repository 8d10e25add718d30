import { readCondition } from '../../../conditions/address-condition.ts';
import { listOf, readViewSearch, recordOf, textOf } from '../../../urls/read-parts.ts';
import type { RawSearch, ViewSearch } from '../../../urls/read-parts.ts';

export interface MembersSearch extends ViewSearch {
  readonly q?: string;
  /** What the list is narrowed by, a condition as JSON. */
  readonly condition?: string;
  /** A transition: `from`, `to`, `after`, `before`, `between`, `isReactivation`. */
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
    ...textOf(raw, 'condition'),
    ...recordOf(raw, 'moved'),
    ...textOf(raw, 'sort'),
    ...textOf(raw, 'direction'),
    ...textOf(raw, 'cursor'),
    ...textOf(raw, 'limit'),
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
  return { ...readViewSearch(raw), ...textOf(raw, 'tab') };
}
