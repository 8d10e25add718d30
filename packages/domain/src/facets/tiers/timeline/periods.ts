import { addMonths, civilDayOf, monthNumberOf, monthStartOf } from '../../../models/statistics/months.ts';
import type { CalendarLength, EndRounding } from '../../wallets/documents/wallet-document.ts';
import type { PeriodUnit, TierPeriod } from '../documents/tier-set.ts';

/*
 * The calendar of levels, in day numbers of the program's zone: whatever ends, ends when a day begins, so that no instant is needed until
 * the end is told to somebody.
 */

/** Days from `from` up to, and without, `before`. */
export interface DaySpan {
  readonly from: number;
  readonly before: number;
}

const monthsOf: Readonly<Record<PeriodUnit, number>> = { month: 1, quarter: 3, half_year: 6, year: 12 };
const monthsAYear = 12;

/** The calendar period, or the year from the day she joined, that a day lies in; null for periods without ends. */
export function periodOf(period: TierPeriod, day: number, joinedOn: number): DaySpan | null {
  if (period.kind === 'calendar') return unitOf(monthsOf[period.unit], day);
  return period.kind === 'anniversary' ? yearFrom(joinedOn, day) : null;
}

function unitOf(months: number, day: number): DaySpan {
  const first = Math.floor(monthNumberOf(day) / months) * months;
  return { from: monthStartOf(first), before: monthStartOf(first + months) };
}

function yearFrom(joinedOn: number, day: number): DaySpan {
  const years = civilDayOf(day).year - civilDayOf(joinedOn).year;
  const passed = addYears(joinedOn, years) <= day ? years : years - 1;
  return { from: addYears(joinedOn, passed), before: addYears(joinedOn, passed + 1) };
}

/** Of 29 February the 28th, where there is none. */
function addYears(day: number, years: number): number {
  return addMonths(day, years * monthsAYear);
}

export function addLength(day: number, { unit, count }: CalendarLength): number {
  if (unit === 'days') return day + count;
  return addMonths(day, unit === 'months' ? count : count * monthsAYear);
}

/** The day that begins when the one is over that `day` lies in: a day, a month, a quarter … `none`: the day itself. */
export function roundUp(day: number, rounding: EndRounding): number {
  if (rounding === 'none') return day;
  return rounding === 'day' ? day + 1 : unitOf(monthsOf[rounding], day).before;
}

/** When the n-th period is over after the one that a day lies in. */
export function endOfPeriods(
  period: TierPeriod,
  { day, joinedOn, periods }: { readonly day: number; readonly joinedOn: number; readonly periods: number },
): number | null {
  let end = periodOf(period, day, joinedOn)?.before ?? null;
  for (let n = 0; n < periods && end !== null; n += 1) end = periodOf(period, end, joinedOn)?.before ?? null;
  return end;
}
