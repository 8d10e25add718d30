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

/** The place of the level on a day, and with which day it ends; null: it does not. */
export function naiveLevel(
  ladder: NaiveLadder,
  orders: readonly NaiveOrder[],
  { from, until }: { readonly from: number; readonly until: number },
): { readonly place: number; readonly endsOn: number | null } {
  let place = 0;
  let ends: number | null = null;
  let grace: { readonly ends: number; readonly to: number } | null = null;
  const spent = (first: number, last: number) =>
    orders.filter(({ day }) => day >= first && day <= last).reduce((sum, { netMinor }) => sum + netMinor, 0);
  const reached = (day: number) => {
    const sum = spent(monthStart(day), day);
    return ladder.asks.findLastIndex((atLeast) => sum >= atLeast);
  };
  const lasts = (day: number) => monthStart(day, ladder.months + 1);
  const holds = (at: number, day: number) => {
    place = at;
    grace = null;
    ends = at === 0 ? null : lasts(day);
  };
  for (let day = from; day <= until; day += 1) {
    const over: number | null = grace === null ? ends : (grace as { readonly ends: number }).ends;
    if (over === day) {
      const now = reached(day - 1);
      const left: number = ladder.atPeriodEnd === 're_assess' ? now : Math.max(now, place - 1);
      if (now >= place) holds(place, day - 1);
      else if (grace === null && ladder.graceDays > 0) grace = { ends: day + ladder.graceDays, to: left };
      else holds(grace === null ? left : Math.max((grace as { readonly to: number }).to, now), day - 1);
    }
    if (!orders.some((one) => one.day === day)) continue;
    const now = reached(day);
    if (now > place || (now === place && place > 0)) holds(now, day);
    else if (grace !== null)
      grace = { ...(grace as { ends: number; to: number }), to: Math.max((grace as { to: number }).to, now) };
  }
  const open = grace as { readonly ends: number } | null;
  return { place, endsOn: open === null ? ends : open.ends };
}
