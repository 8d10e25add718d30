import { oneOf, textOf } from '../../../urls/read-parts.ts';
import type { RawSearch } from '../../../urls/read-parts.ts';

/** How far the forecast looks ahead; the last one is to the end of the period, or a year. */
export const forecastReaches = ['30', '90', 'furthest'] as const;
export type ForecastReach = (typeof forecastReaches)[number];

export interface LadderSearch {
  /** The first when absent. */
  readonly ahead?: ForecastReach;
}

export function readLadderSearch(raw: RawSearch): LadderSearch {
  // A number in an address is read as one.
  return oneOf(textOf(raw, 'ahead'), 'ahead', forecastReaches);
}
