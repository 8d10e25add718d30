import { readViewSearch } from '../../../urls/read-parts.ts';
import type { RawSearch, ViewSearch } from '../../../urls/read-parts.ts';

export interface OverviewSearch extends ViewSearch {
  /** Length of the period that ends on the as-of day. */
  readonly days?: number;
}

export function readOverviewSearch(raw: RawSearch): OverviewSearch {
  const days = Number(raw['days']);
  const isKnown = Number.isInteger(days) && days >= 1 && days <= 400;
  return { ...readViewSearch(raw), ...(isKnown ? { days } : {}) };
}
