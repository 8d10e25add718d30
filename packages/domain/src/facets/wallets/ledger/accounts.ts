import { notByTime } from '../../../kernel/base/instants.ts';
import type { AccountRow, LotRow } from './rows.ts';

export function emptyAccount(wallet: string): AccountRow {
  return {
    wallet,
    posted: 0,
    pending: 0,
    held: 0,
    debt: 0,
    sequence: 0,
    lots: 0,
    chain: '',
    earned: 0,
    spent: 0,
    expired: 0,
    expiresAt: null,
    isBlocked: false,
    openedAt: null,
  };
}

/** Units that can be spent now; less than none while something is owed. */
export function availableOf({ posted, pending, held }: AccountRow): number {
  return posted - pending - held;
}

/** When time alone changes a lot next: it becomes available, is given up, or expires. */
export function lotDueAt(lot: LotRow, now: number): number | null {
  if (lot.endedAt !== null) return null;
  if (lot.waitsFor === 'time') return lot.startsAt;
  if (lot.waitsFor !== '') return lot.cancelsAt;
  // What is left of a lot that has expired is held, and ends with its hold.
  return lot.expiresAt !== null && lot.expiresAt > now ? lot.expiresAt : null;
}

/** The earliest instant at which one of these changes by itself. */
export function earliestDue(rows: readonly { readonly dueAt: number | null }[]): number {
  return rows.reduce((earliest, { dueAt }) => Math.min(earliest, dueAt ?? notByTime), notByTime);
}
