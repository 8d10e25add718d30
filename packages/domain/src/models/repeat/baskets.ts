import type { Transactions } from '../transactions/transactions.ts';
import { NO_CODE } from '../transactions/transactions.ts';

/** What is told apart: the category column or the product column. */
export type ItemColumn = 'product' | 'category';

/** The days on which a customer bought, with the distinct items of each day, restricted to the items that matter most. */
export interface Baskets {
  readonly column: ItemColumn;
  /** Codes kept, most customers first; position in this list is the `item` below. */
  readonly items: readonly number[];
  readonly names: readonly string[];
  /** Customers who ever bought each item. */
  readonly buyers: readonly number[];
}

const ITEMS_MAX = 500;

/**
 * The items bought by most customers; empty when the column is absent. Restricting to the most bought keeps the transition table small: a rare
 * item says nothing about what is bought next anyway.
 * @throws RangeError when `limit` is not 1 to 500.
 */
export function topItems(transactions: Transactions, column: ItemColumn, limit: number): Baskets {
  if (!Number.isInteger(limit) || limit < 1 || limit > ITEMS_MAX)
    throw new RangeError(`1 to ${ITEMS_MAX} items can be followed: got ${limit}`);
  const codes = transactions[column];
  const dictionary = column === 'product' ? transactions.dictionaries.products : transactions.dictionaries.categories;
  const buyersByCode = new Map<number, number>();
  const lastBuyer = new Map<number, number>();
  for (let row = 0; codes !== undefined && row < codes.length; row++) {
    const code = codes[row] ?? NO_CODE;
    const who = transactions.customer[row] ?? 0;
    if (code === NO_CODE || transactions.isReturn?.[row] === 1 || lastBuyer.get(code) === who) continue;
    lastBuyer.set(code, who);
    buyersByCode.set(code, (buyersByCode.get(code) ?? 0) + 1);
  }
  const ranked = [...buyersByCode].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, limit);
  return {
    column,
    items: ranked.map(([code]) => code),
    names: ranked.map(([code]) => dictionary?.[code] ?? String(code)),
    buyers: ranked.map(([, buyers]) => buyers),
  };
}

/** One purchase day of one customer: which followed items it held, and what the customer did around it. */
export interface BasketDay {
  readonly who: number;
  readonly day: number;
  /** 0 for the customer's first day. */
  readonly ordinal: number;
  /** Positions in `Baskets.items`, distinct. The array is reused: copy what you keep. */
  readonly items: readonly number[];
}

/** Calls `visit` for every purchase day, customers and days ascending, up to the end of day `asOf`. */
export function forEachBasketDay(
  transactions: Transactions,
  baskets: Baskets,
  options: { readonly asOf: number; readonly visit: (day: BasketDay) => void },
): void {
  const codes = transactions[baskets.column];
  const position = new Map(baskets.items.map((code, index) => [code, index]));
  const items: number[] = [];
  for (let who = 0; who < transactions.customerCount; who++) {
    const end = transactions.start[who + 1] ?? 0;
    let ordinal = 0;
    let row = transactions.start[who] ?? 0;
    while (row < end) {
      const day = transactions.orderedOn[row] ?? 0;
      if (day > options.asOf) break;
      items.length = 0;
      let bought = false;
      for (; row < end && transactions.orderedOn[row] === day; row++) {
        if (transactions.isReturn?.[row] === 1) continue;
        bought = true;
        const item = position.get(codes?.[row] ?? NO_CODE);
        if (item !== undefined && !items.includes(item)) items.push(item);
      }
      if (bought) options.visit({ who, day, ordinal: ordinal++, items });
    }
  }
}
