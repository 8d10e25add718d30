import { civilDayOf, dayNumberOf } from '../../../models/statistics/months.ts';

/*
 * A second, naive telling of what is earned: day by day, with sums over all orders. Calendar months, upgrades at once.
 */

export interface NaiveOrder {
  readonly day: number;
  readonly netMinor: number;
}

export interface NaiveLadder {
  /** What each level asks for, from low to high; the lowest asks for nothing. */
  readonly asks: readonly number[];
  readonly atPeriodEnd: 'step_down_one' | 're_assess';
  /** A level lasts to the end of so many months after the one it was earned in. */
  readonly months: number;
  readonly graceDays: number;
}

function monthStart(day: number, later = 0): number {
  const { year, month } = civilDayOf(day);
  const months = year * 12 + month - 1 + later;
  return dayNumberOf(Math.floor(months / 12), (months % 12) + 1, 1);
}

interface Standing {
  readonly place: number;
  /** The day with which the level ends; null: it does not. */
  readonly endsOn: number | null;
  /** Of grace: what is left when it is over. */
  readonly leaves: number | null;
}

/** The place of the level on a day, and with which day it, or its grace, ends. */
export function naiveLevel(
  ladder: NaiveLadder,
  orders: readonly NaiveOrder[],
  { from, until }: { readonly from: number; readonly until: number },
): Standing {
  const reached = (day: number) => {
    const own = orders.filter((order) => order.day >= monthStart(day) && order.day <= day);
    const sum = own.reduce((all, { netMinor }) => all + netMinor, 0);
    return ladder.asks.findLastIndex((atLeast) => sum >= atLeast);
  };
  const earned = (place: number, day: number): Standing => {
    return { place, endsOn: place === 0 ? null : monthStart(day, ladder.months + 1), leaves: null };
  };
  const over = ({ place, leaves }: Standing, day: number): Standing => {
    const now = reached(day - 1);
    if (now >= place) return earned(place, day - 1);
    if (leaves !== null) return earned(Math.max(leaves, now), day - 1);
    const left = ladder.atPeriodEnd === 're_assess' ? now : Math.max(now, place - 1);
    return ladder.graceDays > 0 ? { place, endsOn: day + ladder.graceDays, leaves: left } : earned(left, day - 1);
  };
  let standing: Standing = { place: 0, endsOn: null, leaves: null };
  for (let day = from; day <= until; day += 1) {
    if (standing.endsOn === day) standing = over(standing, day);
    if (!orders.some((order) => order.day === day)) continue;
    const now = reached(day);
    const { place, leaves } = standing;
    if (now > place || (now === place && place > 0)) standing = earned(now, day);
    else if (leaves !== null) standing = { ...standing, leaves: Math.max(leaves, now) };
  }
  return standing;
}
