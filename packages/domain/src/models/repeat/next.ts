import type { Transactions } from '../transactions/transactions.ts';
import { forEachBasketDay, topItems } from './baskets.ts';
import type { ItemColumn } from './baskets.ts';

/** After buying `from`, how much likelier than usual is `to` on the next purchase day. */
export interface NextPurchase {
  readonly from: string;
  readonly to: string;
  /** Purchase days with `from` that were followed by another purchase day. */
  readonly chances: number;
  /** Those of them where the next day held `to`. */
  readonly followed: number;
  readonly share: number;
  /** Share of all next purchase days that held `to`. */
  readonly usualShare: number;
  /** `share` over `usualShare`, shrunk towards 1 by ten imagined chances, so that a handful of cases proves nothing. */
  readonly lift: number;
}

export interface NextPurchaseOptions {
  readonly asOf: number;
  readonly column: ItemColumn;
  /** Items followed; the most bought ones. 50 where absent, 500 at most. */
  readonly itemsMax?: number;
  /** Fewest `followed` for a row to be told; 5 where absent. */
  readonly followedMin?: number;
}

const IMAGINED_CHANCES = 10;

/**
 * What is bought next: pairs in descending order of how many extra purchases they stand for. Empty without the column.
 * @throws RangeError as `topItems` does.
 */
export function nextPurchases(transactions: Transactions, options: NextPurchaseOptions): readonly NextPurchase[] {
  const baskets = topItems(transactions, options.column, options.itemsMax ?? 50);
  const size = baskets.items.length;
  const followed = new Float64Array(size * size);
  const chances = new Float64Array(size);
  const usual = new Float64Array(size);
  let days = 0;
  let before: { readonly who: number; readonly items: readonly number[] } | undefined;
  forEachBasketDay(transactions, baskets, {
    asOf: options.asOf,
    visit: ({ who, items }) => {
      if (before?.who === who) {
        days++;
        for (const to of items) usual[to] = (usual[to] ?? 0) + 1;
        for (const from of before.items) {
          chances[from] = (chances[from] ?? 0) + 1;
          for (const to of items) followed[from * size + to] = (followed[from * size + to] ?? 0) + 1;
        }
      }
      before = { who, items: [...items] };
    },
  });
  const rows: NextPurchase[] = [];
  for (let cell = 0; cell < followed.length; cell++) {
    const count = followed[cell] ?? 0;
    if (count < (options.followedMin ?? 5)) continue;
    const from = Math.floor(cell / size);
    const to = cell % size;
    const usualShare = (usual[to] ?? 0) / days;
    const base = chances[from] ?? 0;
    const shrunk = (count + IMAGINED_CHANCES * usualShare) / (base + IMAGINED_CHANCES);
    rows.push({
      from: baskets.names[from] ?? '',
      to: baskets.names[to] ?? '',
      chances: base,
      followed: count,
      share: count / base,
      usualShare,
      lift: shrunk / usualShare,
    });
  }
  const extra = (row: NextPurchase): number => row.chances * row.usualShare * (row.lift - 1);
  return rows.sort(
    (a, b) => extra(b) - extra(a) || (a.from < b.from ? -1 : a.from > b.from ? 1 : a.to < b.to ? -1 : 1),
  );
}
