import type { DayTable } from '../../../kernel/base/day-table.ts';
import { civilDayOf, dayNumberOf } from '../../../models/statistics/months.ts';
import { lunarDayIn, lunarDayOf, lunarYears } from './lunar-calendar.ts';
import type { YearlyDate } from './yearly-date.ts';

/**
 * Days on which a date comes round, as day numbers (days since 1970-01-01 in the zone of whoever asks).
 *
 * - 29 February is 28 February in common years.
 * - A lunar date is the same month and day of each lunar year; a thirtieth that the month does not have is its last
 *   day, and a leap month falls into the ordinary month of its number in years without that leap month.
 * - A date comes round first in the year after its own; without a year of its own it always has.
 *
 * Days are those of a calendar, so the zone matters only to which day it is now, and when a day begins. The Chinese
 * calendar is reckoned at the meridian of Beijing; its dates are kept as dates everywhere, as New Year is.
 */

/**
 * The first day after `afterDay` on which the date comes round. Null where it is lunar and the next one lies beyond
 * the years whose months are known. About 10 µs for a lunar date: for wakes and facts that ask, not for every page
 * view.
 */
export function nextYearly(date: YearlyDate, afterDay: number): number | null {
  const present = yearOf(date, afterDay);
  const first = date.year === null ? present : Math.max(present, date.year + 1);
  for (let year = first; isKnownYear(date, year); year += 1) {
    const day = dayInYear(date, year);
    if (day > afterDay) return day;
  }
  return null;
}

/** The instant at which the first such day begins that begins after `at`: when to wake a member. */
export function nextYearlyAt(date: YearlyDate, at: number, days: DayTable): number | null {
  const day = nextYearly(date, days.dayOf(at));
  return day === null ? null : days.startOf(day);
}

/** Whether the date comes round on a day. */
export function isYearlyDay(date: YearlyDate, day: number): boolean {
  return nextYearly(date, day - 1) === day;
}

/** Whether a day lies in the month of its calendar in which the date comes round that year: a birthday month. */
export function isInYearlyMonth(date: YearlyDate, day: number): boolean {
  const year = yearOf(date, day);
  if (date.year !== null && year <= date.year) return false;
  return isKnownYear(date, year) && monthOf(date, dayInYear(date, year)) === monthOf(date, day);
}

function isKnownYear({ calendar }: YearlyDate, year: number): boolean {
  return calendar === 'solar' || (year >= lunarYears.first && year <= lunarYears.last);
}

function yearOf({ calendar }: YearlyDate, day: number): number {
  return calendar === 'solar' ? civilDayOf(day).year : lunarDayOf(day).year;
}

/** Tells a month from the leap month of the same number. */
function monthOf({ calendar }: YearlyDate, day: number): number {
  if (calendar === 'solar') return civilDayOf(day).month;
  const { month, isLeapMonth } = lunarDayOf(day);
  return isLeapMonth ? -month : month;
}

function dayInYear(date: YearlyDate, year: number): number {
  if (date.calendar === 'lunar') return lunarDayIn(year, date);
  const day = dayNumberOf(year, date.month, date.day);
  return civilDayOf(day).month === date.month ? day : day - 1;
}
