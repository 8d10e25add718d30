import { textOf } from '../../../urls/read-parts.ts';
import type { RawSearch } from '../../../urls/read-parts.ts';

export interface ReferenceSearch {
  /** Products, stores, staff or rates. */
  readonly id?: string;
  readonly cursor?: string;
  readonly q?: string;
  /** The entry that is open; a new one where `act` says so. */
  readonly item?: string;
  readonly act?: string;
}

export function readReferenceSearch(raw: RawSearch): ReferenceSearch {
  return {
    ...textOf(raw, 'id'),
    ...textOf(raw, 'cursor'),
    ...textOf(raw, 'q'),
    ...textOf(raw, 'item'),
    ...textOf(raw, 'act'),
  };
}
