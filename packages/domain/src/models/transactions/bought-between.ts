import type { Occasions } from './occasions.ts';

/** What each customer did in a stretch, as columns in the order of the customers asked for. */
export interface Bought {
  /** Purchase days. */
  readonly purchases: Float64Array;
  /** Net of returns. */
  readonly sales: Float64Array;
}

/** Purchase days and net sales of each customer in `after < day ≤ to`. */
export function boughtBetween(
  occasions: Occasions,
  customers: Uint32Array,
  days: { readonly after: number; readonly to: number },
): Bought {
  const purchases = new Float64Array(customers.length);
  const sales = new Float64Array(customers.length);
  customers.forEach((who, row) => {
    for (let at = occasions.start[who] ?? 0; at < (occasions.start[who + 1] ?? 0); at++) {
      const day = occasions.day[at] ?? 0;
      if (day <= days.after || day > days.to) continue;
      purchases[row] = (purchases[row] ?? 0) + 1;
      sales[row] = (sales[row] ?? 0) + (occasions.amount[at] ?? 0) - (occasions.returned[at] ?? 0);
    }
  });
  return { purchases, sales };
}

/** Customers with an occasion, ascending. */
export function customersOf({ customer }: Occasions): Uint32Array {
  return customer.filter((who, at) => at === 0 || who !== customer[at - 1]);
}
