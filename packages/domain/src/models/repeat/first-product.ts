import { shareInterval } from '../statistics/intervals.ts';
import type { Interval } from '../statistics/intervals.ts';
import { occasionsOf } from '../transactions/occasions.ts';
import type { Occasions } from '../transactions/occasions.ts';
import type { Transactions } from '../transactions/transactions.ts';
import { forEachBasketDay, topItems } from './baskets.ts';
import type { ItemColumn } from './baskets.ts';

/** What became of those whose first purchase day held an item. An association: the item may draw better customers, not make them. */
export interface FirstProductEffect {
  readonly name: string;
  /** Customers who started with it and have been watched for `withinDays`. */
  readonly people: number;
  /** Of them, those who bought again within the time. */
  readonly returned: number;
  readonly share: number;
  readonly interval: Interval;
  /** Share among all customers watched as long. */
  readonly usualShare: number;
  /** `interval` lies wholly above or below the usual share. */
  readonly verdict: 'better' | 'worse' | 'no-difference';
  /** Net sales within the time after the first day, per person, beside that of everybody. */
  readonly laterSalesPerPerson: number;
  readonly usualLaterSalesPerPerson: number;
}

export interface FirstProductOptions {
  readonly asOf: number;
  readonly column: ItemColumn;
  /** Days watched after the first purchase: only customers with as many behind them count. 90 where absent. */
  readonly withinDays?: number;
  readonly itemsMax?: number;
  /** Fewest people for a row to be told; 20 where absent. */
  readonly peopleMin?: number;
}

/**
 * First-product effects, by people descending. Empty without the column. As many rows as items make one in twenty "differences" chance; the
 * report says so.
 * @throws RangeError as `topItems` does.
 */
export function firstProductEffects(
  transactions: Transactions,
  options: FirstProductOptions,
): readonly FirstProductEffect[] {
  const withinDays = options.withinDays ?? 90;
  const baskets = topItems(transactions, options.column, options.itemsMax ?? 50);
  const occasions = occasionsOf(transactions, { to: options.asOf });
  const everybody = { people: 0, returned: 0, later: 0 };
  const byItem = baskets.items.map(() => ({ people: 0, returned: 0, later: 0 }));
  forEachBasketDay(transactions, baskets, {
    asOf: options.asOf - withinDays,
    visit: ({ who, ordinal, day, items }) => {
      if (ordinal > 0) return;
      const { returned, later } = afterwards(occasions, who, { day, withinDays });
      for (const totals of [everybody, ...items.map((item) => byItem[item])]) {
        if (totals === undefined) continue;
        totals.people++;
        totals.returned += returned;
        totals.later += later;
      }
    },
  });
  const rows = byItem.map((totals, item) => effectOf(baskets.names[item] ?? '', totals, everybody));
  return rows
    .filter((row) => row.people >= (options.peopleMin ?? 20))
    .sort((a, b) => b.people - a.people || (a.name < b.name ? -1 : 1));
}

interface Totals {
  readonly people: number;
  readonly returned: number;
  readonly later: number;
}

function effectOf(name: string, totals: Totals, everybody: Totals): FirstProductEffect {
  const usualShare = everybody.returned / everybody.people;
  const interval = shareInterval(totals.returned, totals.people);
  return {
    name,
    people: totals.people,
    returned: totals.returned,
    share: totals.returned / totals.people,
    interval,
    usualShare,
    verdict: interval.low > usualShare ? 'better' : interval.high < usualShare ? 'worse' : 'no-difference',
    laterSalesPerPerson: totals.later / totals.people,
    usualLaterSalesPerPerson: everybody.later / everybody.people,
  };
}

function afterwards(
  occasions: Occasions,
  who: number,
  first: { readonly day: number; readonly withinDays: number },
): { returned: number; later: number } {
  let returned = 0;
  let later = 0;
  for (let at = occasions.start[who] ?? 0; at < (occasions.start[who + 1] ?? 0); at++) {
    const day = occasions.day[at] ?? 0;
    if (day <= first.day || day > first.day + first.withinDays) continue;
    returned = 1;
    later += (occasions.amount[at] ?? 0) - (occasions.returned[at] ?? 0);
  }
  return { returned, later };
}
