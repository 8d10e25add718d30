import type { LotScope, SpendKey } from '../documents/wallet-document.ts';
import type { LotRow, LotShare } from './rows.ts';

/** What units are spent on; what is null is not known, and fits no lot that asks for it. */
export interface SpendPlace {
  readonly storeId: string | null;
  readonly channel: string | null;
  /** Category paths of what is bought; a lot for `Skin` may be spent on `Skin/Serum`. */
  readonly categories: readonly string[];
}

export const anywhere: SpendPlace = { storeId: null, channel: null, categories: [] };

/** Units of a lot that can be spent at an instant: what waits, is held or has expired cannot (W3). */
export function spendableOf(lot: LotRow, at: number): number {
  if (lot.endedAt !== null || lot.waitsFor !== '' || lot.startsAt > at) return 0;
  if (lot.expiresAt !== null && lot.expiresAt <= at) return 0;
  return lot.remaining - lot.held;
}

export function fitsScope(lot: LotRow, place: SpendPlace | null): boolean {
  if (lot.scope === '' || place === null) return true;
  const { stores, channels, categories } = scopeOf(lot.scope);
  if (stores !== undefined && (place.storeId === null || !stores.includes(place.storeId))) return false;
  if (channels !== undefined && (place.channel === null || !channels.includes(place.channel))) return false;
  return categories === undefined || place.categories.some((path) => categories.some((known) => isUnder(path, known)));
}

function isUnder(path: string, category: string): boolean {
  return path === category || path.startsWith(`${category}/`);
}

/** The one place where the text of a row becomes a scope again; the fold alone writes it. */
export function scopeOf(text: string): LotScope {
  return JSON.parse(text) as LotScope;
}

const last = Number.POSITIVE_INFINITY;
type Compare = (a: LotRow, b: LotRow) => number;
const comparisons: Readonly<Record<SpendKey, Compare>> = {
  priority: (a, b) => a.priority - b.priority,
  expiry: (a, b) => compare(a.expiresAt ?? last, b.expiresAt ?? last),
  oldest: (a, b) => a.startsAt - b.startsAt,
  newest: (a, b) => b.startsAt - a.startsAt,
};

function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** Lots in the order in which they are spent; the number of the lot decides between equals, so that the order is total. */
export function inSpendOrder(lots: readonly LotRow[], order: readonly SpendKey[]): readonly LotRow[] {
  return lots.toSorted((a, b) => {
    for (const key of order) {
      const difference = comparisons[key](a, b);
      if (difference !== 0) return difference;
    }
    return a.lot - b.lot;
  });
}

export interface SpendUse {
  readonly at: number;
  readonly order: readonly SpendKey[];
  /** Null: whatever the scope of the lots, because nothing is bought. */
  readonly place: SpendPlace | null;
}

/** Which lots give how much of `units`; the shares sum to less where there is not enough. */
export function sharesToSpend(
  lots: readonly LotRow[],
  units: number,
  { at, order, place }: SpendUse,
): readonly LotShare[] {
  const shares: LotShare[] = [];
  let left = units;
  for (const lot of inSpendOrder(lots, order)) {
    if (left === 0) break;
    if (!fitsScope(lot, place)) continue;
    const share = Math.min(left, spendableOf(lot, at));
    if (share > 0) shares.push([lot.lot, share]);
    left -= share;
  }
  return shares;
}

export function unitsOf(shares: readonly (readonly [lot: number, units: number, ...unknown[]])[]): number {
  return shares.reduce((sum, [, units]) => sum + units, 0);
}
