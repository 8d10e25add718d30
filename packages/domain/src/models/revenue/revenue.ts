import { monthLabelOf, monthNumberOf, monthTable } from '../statistics/months.ts';
import type { Occasions } from '../transactions/occasions.ts';

/** One month, new customers (first purchase in this month) against returning ones. Money net of returns, in the month of the purchase. */
export interface RevenueMonth {
  readonly month: number;
  readonly label: string;
  readonly newPeople: number;
  readonly returningPeople: number;
  /** First purchase days bring this; what new customers buy later in the month counts as returning. */
  readonly newSales: number;
  readonly returningSales: number;
  /** The month of `asOf` when it is not over. */
  readonly incomplete: boolean;
}

/** New against returning revenue by month, every month from the first occasion to `asOf`. In the first months nearly all look new: data begin there. */
export function revenueByMonth(occasions: Occasions, asOf: number): readonly RevenueMonth[] {
  const first = occasions.day.reduce((least, day) => Math.min(least, day), asOf);
  const months = monthTable(first, asOf);
  const firstMonth = months[0] ?? 0;
  const rows = Array.from({ length: (months[months.length - 1] ?? 0) - firstMonth + 1 }, () => ({
    newPeople: 0,
    returningPeople: 0,
    newSales: 0,
    returningSales: 0,
  }));
  for (let who = 0; who < occasions.customerCount; who++) {
    const from = occasions.start[who] ?? 0;
    let counted = -1;
    for (let at = from; at < (occasions.start[who + 1] ?? 0); at++) {
      const day = occasions.day[at] ?? 0;
      if (day > asOf) break;
      const index = (months[day - first] ?? 0) - firstMonth;
      const row = rows[index];
      if (row === undefined) continue;
      row[at === from ? 'newSales' : 'returningSales'] += (occasions.amount[at] ?? 0) - (occasions.returned[at] ?? 0);
      if (at === from) row.newPeople++;
      else if (index !== counted) row.returningPeople++;
      counted = index;
    }
  }
  const lastIncomplete = monthNumberOf(asOf + 1) === monthNumberOf(asOf);
  return rows.map((row, index) => ({
    month: firstMonth + index,
    label: monthLabelOf(firstMonth + index),
    ...row,
    incomplete: lastIncomplete && index === rows.length - 1,
  }));
}
