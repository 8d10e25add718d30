import type { SpendEvidence } from '../spend/spend-history.ts';
import type { Occasions } from '../transactions/occasions.ts';

export interface SpendHistoryOptions {
  /** As of the end of this day. */
  readonly asOf: number;
  /** `all` purchase days, or `repeat`: without everybody's first, as the published fits of Gamma-Gamma have it. */
  readonly counted: 'all' | 'repeat';
}

/** Purchase days and their mean net amount (a day whose returns exceed its sales counts as nothing); one row a customer of `customers`. */
export function spendHistoriesOf(
  occasions: Occasions,
  customers: Uint32Array,
  { asOf, counted }: SpendHistoryOptions,
): SpendEvidence {
  const purchases = new Float64Array(customers.length);
  const averageSpend = new Float64Array(customers.length);
  const squares = new Float64Array(customers.length);
  customers.forEach((who, row) => {
    let count = 0;
    let sum = 0;
    let square = 0;
    const from = (occasions.start[who] ?? 0) + (counted === 'repeat' ? 1 : 0);
    for (let at = from; at < (occasions.start[who + 1] ?? 0); at++) {
      if ((occasions.day[at] ?? 0) > asOf) break;
      const amount = Math.max(0, (occasions.amount[at] ?? 0) - (occasions.returned[at] ?? 0));
      count++;
      sum += amount;
      square += amount * amount;
    }
    purchases[row] = count;
    averageSpend[row] = count > 0 ? sum / count : 0;
    squares[row] = square;
  });
  return { purchases, averageSpend, squares };
}
