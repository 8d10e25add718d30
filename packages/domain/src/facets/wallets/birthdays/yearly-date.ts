import { dayNumberOf, civilDayOf } from '../../../models/statistics/months.ts';
import type { DayTable } from '../../../kernel/base/day-table.ts';
import { isLunarDay } from './lunar-calendar.ts';

/** A day that comes round once a year, in the calendar in which its owner counts. */
export interface YearlyDate {
  readonly calendar: 'solar' | 'lunar';
  /**
   * The year in which it began, where that is told: a birth, a first day. Of the Chinese calendar where that is the
   * calendar.
   */
  readonly year: number | null;
  /** 1 to 12. */
  readonly month: number;
  /** 1 to 31, of the lunar calendar to 30. */
  readonly day: number;
  /** The second month of that number in a lunar year of thirteen. Never of a solar date. */
  readonly isLeapMonth: boolean;
}

const solarPattern = /^(?:(?<year>\d{4})-)?(?<month>\d{2})-(?<day>\d{2})$/u;
const lunarPattern = /^lunar:(?:(?<year>\d{4})-)?(?<leap>leap)?(?<month>\d{2})-(?<day>\d{2})$/u;
/** Without a year every day that some year has is one: 29 February. */
const someLeapYear = 2000;

/**
 * Reads `1990-05-17`, `05-17`, `lunar:1990-03-15`, `lunar:03-15`, `lunar:leap04-01` or `lunar:1990-leap05-01`. Null
 * for any other text and for a day that its calendar does not have: 30 February; 29 February 1991; a leap month, or
 * a thirtieth, that the lunar year named did not have. A lunar year must be one of those whose months are known.
 */
export function parseYearlyDate(text: string): YearlyDate | null {
  const solar = solarPattern.exec(text)?.groups;
  if (solar !== undefined) return solarDate(numbersOf(solar));
  const lunar = lunarPattern.exec(text)?.groups;
  return lunar === undefined ? null : lunarDate({ ...numbersOf(lunar), isLeapMonth: lunar['leap'] !== undefined });
}

interface Numbers {
  readonly year: number | null;
  readonly month: number;
  readonly day: number;
}

function numbersOf(groups: { readonly [name: string]: string | undefined }): Numbers {
  const { year, month, day } = groups;
  return { year: year === undefined ? null : Number(year), month: Number(month), day: Number(day) };
}

function solarDate(numbers: Numbers): YearlyDate | null {
  const { year, month, day } = numbers;
  if (month < 1 || month > 12 || day < 1) return null;
  const found = civilDayOf(dayNumberOf(year ?? someLeapYear, month, day));
  return found.month === month && found.day === day ? { calendar: 'solar', ...numbers, isLeapMonth: false } : null;
}

function lunarDate(numbers: Numbers & { readonly isLeapMonth: boolean }): YearlyDate | null {
  const { year, month, day } = numbers;
  if (month < 1 || month > 12 || day < 1 || day > 30) return null;
  if (year !== null && !isLunarDay({ ...numbers, year })) return null;
  return { calendar: 'lunar', ...numbers };
}

/** The day of the year on which an instant lies in the zone: the anniversaries of a sign-up. */
export function anniversaryOf(at: number, days: DayTable): YearlyDate {
  return { calendar: 'solar', ...civilDayOf(days.dayOf(at)), isLeapMonth: false };
}
