import { counterMax } from '@perennial/contracts';
import { counterOf, textOf } from '../../../urls/read-parts.ts';
import type { RawSearch } from '../../../urls/read-parts.ts';

export interface ProgramSearch {
  readonly lifecycle?: string;
  readonly tab?: string;
  /** Draft that is being edited. */
  readonly draft?: string;
  /** What is open on the tab: the id of a metric, a type of identity, or `new`. */
  readonly item?: string;
  /** Published version that is looked at; absent means the one in force. */
  readonly version?: number;
  /** What it is compared with; absent means the one before. */
  readonly against?: number;
  /** Of what is open a list, and one of its members. */
  readonly list?: string;
  readonly who?: string;
}

export function readProgramSearch(raw: RawSearch): ProgramSearch {
  return {
    ...textOf(raw, 'lifecycle'),
    ...textOf(raw, 'tab'),
    ...textOf(raw, 'draft'),
    ...textOf(raw, 'item'),
    ...counterOf(raw, 'version', counterMax),
    ...counterOf(raw, 'against', counterMax),
    ...textOf(raw, 'list'),
    ...textOf(raw, 'who'),
  };
}

/** The search without what is open on its tab: the way to another tab, or back to the tab's own beginning. */
export function withNothingOpen(search: ProgramSearch): ProgramSearch {
  const { item: _i, version: _v, against: _a, list: _l, who: _w, ...rest } = search;
  return rest;
}
