import { textOf } from '../../../urls/read-parts.ts';
import type { RawSearch } from '../../../urls/read-parts.ts';

export interface QuarantineSearch {
  /** The fact that is open. */
  readonly id?: string;
  readonly cursor?: string;
  readonly status?: string;
  /** Why facts wait: only those are listed. */
  readonly reason?: string;
}

export function readQuarantineSearch(raw: RawSearch): QuarantineSearch {
  return { ...textOf(raw, 'id'), ...textOf(raw, 'cursor'), ...textOf(raw, 'status'), ...textOf(raw, 'reason') };
}
