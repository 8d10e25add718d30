import { textOf } from '../../../urls/read-parts.ts';
import type { RawSearch } from '../../../urls/read-parts.ts';

export interface ImportsSearch {
  /** The import that is open. */
  readonly id?: string;
}

export function readImportsSearch(raw: RawSearch): ImportsSearch {
  return textOf(raw, 'id');
}
