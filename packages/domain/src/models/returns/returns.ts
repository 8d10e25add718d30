import { monthLabelOf, monthTable } from '../statistics/months.ts';
import { quantileOf } from '../statistics/order.ts';
import { NO_CODE, NO_DAY } from '../transactions/transactions.ts';
import type { Transactions } from '../transactions/transactions.ts';

/** Sales and what came back, units of currency, both positive. */
export interface ReturnTotals {
  readonly sales: number;
  readonly returned: number;
  /** `returned` over `sales`; NaN without sales. Above 1 when returns are of purchases before the data. */
  readonly share: number;
}

export interface ReturnsByName extends ReturnTotals {
  readonly name: string;
}

export interface Returns extends ReturnTotals {
  /** Customers with any return, of those with any sale. */
  readonly peopleReturning: number;
  readonly people: number;
  /** By month of the return and of the sale, ascending; every month between first and last. */
  readonly byMonth: readonly ReturnsByName[];
  /** By what was returned, most money first, at most 50 rows; empty without the column. */
  readonly byProduct: readonly ReturnsByName[];
  readonly byCategory: readonly ReturnsByName[];
  /** Days from purchase to return where the lines say (`returnOf`): how many, quartiles and the ninth decile; NaN of none. */
  readonly daysToReturn: {
    readonly known: number;
    readonly low: number;
    readonly median: number;
    readonly high: number;
    readonly ninthDecile: number;
  };
}

const ROWS_MAX = 50;

/** What comes back, as of the end of day `asOf`. */
export function returnsOf(transactions: Transactions, asOf: number): Returns {
  const months = monthTable(transactions.firstOn, Math.min(asOf, transactions.lastOn));
  const firstMonth = months[0] ?? 0;
  const byMonth = Array.from(
    { length: months.length > 0 ? (months[months.length - 1] ?? 0) - firstMonth + 1 : 0 },
    () => ({ sales: 0, returned: 0 }),
  );
  const byProduct = new Map<number, Sums>();
  const byCategory = new Map<number, Sums>();
  const all: Sums = { sales: 0, returned: 0 };
  const days: number[] = [];
  let people = 0;
  let peopleReturning = 0;
  for (let who = 0; who < transactions.customerCount; who++) {
    let bought = false;
    let gaveBack = false;
    for (let row = transactions.start[who] ?? 0; row < (transactions.start[who + 1] ?? 0); row++) {
      const day = transactions.orderedOn[row] ?? 0;
      if (day > asOf) break;
      const isReturn = transactions.isReturn?.[row] === 1;
      const amount = Math.abs(transactions.amount[row] ?? 0);
      const month = byMonth[(months[day - transactions.firstOn] ?? 0) - firstMonth];
      for (const sums of [
        all,
        month,
        sumsAt(byProduct, transactions.product?.[row]),
        sumsAt(byCategory, transactions.category?.[row]),
      ]) {
        if (sums !== undefined) sums[isReturn ? 'returned' : 'sales'] += amount;
      }
      bought ||= !isReturn;
      gaveBack ||= isReturn;
      const boughtOn = transactions.returnOf?.[row] ?? NO_DAY;
      if (isReturn && boughtOn !== NO_DAY && boughtOn <= day) days.push(day - boughtOn);
    }
    if (bought) people++;
    if (bought && gaveBack) peopleReturning++;
  }
  const ascending = Float64Array.from(days).sort();
  return {
    ...withShare(all),
    people,
    peopleReturning,
    byMonth: byMonth.map((sums, index) => ({ name: monthLabelOf(firstMonth + index), ...withShare(sums) })),
    byProduct: ranked(byProduct, transactions.dictionaries.products),
    byCategory: ranked(byCategory, transactions.dictionaries.categories),
    daysToReturn: {
      known: days.length,
      low: quantileOf(ascending, 0.25),
      median: quantileOf(ascending, 0.5),
      high: quantileOf(ascending, 0.75),
      ninthDecile: quantileOf(ascending, 0.9),
    },
  };
}

interface Sums {
  sales: number;
  returned: number;
}

function sumsAt(table: Map<number, Sums>, code: number | undefined): Sums | undefined {
  if (code === undefined || code === NO_CODE) return undefined;
  const found = table.get(code) ?? { sales: 0, returned: 0 };
  table.set(code, found);
  return found;
}

function withShare({ sales, returned }: Sums): ReturnTotals {
  return { sales, returned, share: sales > 0 ? returned / sales : Number.NaN };
}

function ranked(table: Map<number, Sums>, names: readonly string[] | undefined): readonly ReturnsByName[] {
  return [...table]
    .filter(([, sums]) => sums.returned > 0)
    .sort((a, b) => b[1].returned - a[1].returned || a[0] - b[0])
    .slice(0, ROWS_MAX)
    .map(([code, sums]) => ({ name: names?.[code] ?? String(code), ...withShare(sums) }));
}
