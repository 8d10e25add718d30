import { compareCards } from './rows.ts';
import type { StampCardRow } from './rows.ts';

/** The open ones, in an order that does not tell how they came to be loaded. */
export function openOf(rows: readonly StampCardRow[]): readonly StampCardRow[] {
  return rows.filter(({ endedAt }) => endedAt === null).sort(compareCards);
}
