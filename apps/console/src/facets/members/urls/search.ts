import { listOf, readViewSearch, recordOf, textOf } from '../../../urls/read-parts.ts';
import type { RawSearch, ViewSearch } from '../../../urls/read-parts.ts';

export interface MembersSearch extends ViewSearch {
  readonly q?: string;
  readonly stage?: readonly string[];
  readonly sort?: string;
  readonly direction?: string;
  readonly cursor?: string;
  readonly columns?: readonly string[];
  /** Filters of the list by name; each a plain value. */
  readonly where?: Readonly<Record<string, string>>;
}

export interface MemberSearch extends ViewSearch {
  readonly tab?: string;
}

export function readMembersSearch(raw: RawSearch): MembersSearch {
  return {
    ...readViewSearch(raw),
    ...textOf(raw, 'q'),
    ...textOf(raw, 'sort'),
    ...textOf(raw, 'direction'),
    ...textOf(raw, 'cursor'),
    ...listOf(raw, 'stage'),
    ...listOf(raw, 'columns'),
    ...recordOf(raw, 'where'),
  };
}

export function readMemberSearch(raw: RawSearch): MemberSearch {
  return { ...readViewSearch(raw), ...textOf(raw, 'tab') };
}
