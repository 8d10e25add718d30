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
}

export function readProgramSearch(raw: RawSearch): ProgramSearch {
  return {
    ...textOf(raw, 'lifecycle'),
    ...textOf(raw, 'tab'),
    ...textOf(raw, 'draft'),
    ...textOf(raw, 'item'),
    ...counterOf(raw, 'version', counterMax),
    ...counterOf(raw, 'against', counterMax),
  };
}

/** The search without what is open on its tab: the way to another tab, or back to the tab's own beginning. */
export function withNothingOpen({ item: _i, version: _v, against: _a, ...rest }: ProgramSearch): ProgramSearch {
  return rest;
}
