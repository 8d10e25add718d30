import { textOf } from '../../../urls/read-parts.ts';
import type { RawSearch } from '../../../urls/read-parts.ts';

export interface ExplorerSearch {
  /** The call that is looked at: `members.list`. */
  readonly call?: string;
}

export function readExplorerSearch(raw: RawSearch): ExplorerSearch {
  return textOf(raw, 'call');
}
