import { civilDayOf, weekdayOf } from '../statistics/months.ts';
import type { Occasions } from '../transactions/occasions.ts';

/** One weekday or month of the year. */
export interface SeasonPoint {
  /** Weekday: 0 Monday … 6 Sunday. Month: 1 … 12. */
  readonly key: number;
  readonly purchases: number;
  readonly sales: number;
  /** Such days in the data, days without any sale included. */
  readonly days: number;
  /** Sales per such day over sales per day of all; 1 is usual, NaN without days. */
  readonly index: number;
}

export interface Seasonality {
  readonly weekdays: readonly SeasonPoint[];
  readonly months: readonly SeasonPoint[];
  /** Whole years watched. Under 2, a month's index cannot be told from growth or from a single event. */
  readonly yearsWatched: number;
  readonly monthsTrusted: boolean;
}

const DAYS_PER_YEAR = 365.25;

/** Plain averages of sales (before returns) by weekday and by month, from the first occasion to the end of day `asOf`. */
export function seasonalityOf(occasions: Occasions, asOf: number): Seasonality {
  const first = occasions.day.reduce((least, day) => Math.min(least, day), asOf);
  const weekdays = Array.from({ length: 7 }, () => ({ purchases: 0, sales: 0, days: 0 }));
  const months = Array.from({ length: 12 }, () => ({ purchases: 0, sales: 0, days: 0 }));
  const monthOfDay = new Uint8Array(asOf - first + 1);
  for (let day = first; day <= asOf; day++) {
    monthOfDay[day - first] = civilDayOf(day).month - 1;
    for (const sums of [weekdays[weekdayOf(day)], months[monthOfDay[day - first] ?? 0]])
      if (sums !== undefined) sums.days++;
  }
  let sales = 0;
  for (let at = 0; at < occasions.count; at++) {
    const day = occasions.day[at] ?? 0;
    if (day > asOf) continue;
    const amount = occasions.amount[at] ?? 0;
    sales += amount;
    for (const sums of [weekdays[weekdayOf(day)], months[monthOfDay[day - first] ?? 0]]) {
      if (sums === undefined) continue;
      sums.purchases++;
      sums.sales += amount;
    }
  }
  const perDay = sales / (asOf - first + 1);
  const years = Math.floor((asOf - first + 1) / DAYS_PER_YEAR);
  return {
    weekdays: weekdays.map((sums, key) => ({ key, ...sums, index: sums.sales / sums.days / perDay })),
    months: months.map((sums, index) => ({ key: index + 1, ...sums, index: sums.sales / sums.days / perDay })),
    yearsWatched: years,
    monthsTrusted: years >= 2,
  };
}
