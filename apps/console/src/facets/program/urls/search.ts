import { textOf } from '../../../urls/read-parts.ts';
import type { RawSearch } from '../../../urls/read-parts.ts';

export interface ProgramSearch {
  readonly lifecycle?: string;
  readonly tab?: string;
  /** Draft that is being edited. */
  readonly draft?: string;
  /** What is open on the tab: the id of a metric, a type of identity, or `new`. */
  readonly item?: string;
}

export function readProgramSearch(raw: RawSearch): ProgramSearch {
  return { ...textOf(raw, 'lifecycle'), ...textOf(raw, 'tab'), ...textOf(raw, 'draft'), ...textOf(raw, 'item') };
}
