import { dayNumberOf } from '../../../models/statistics/months.ts';

/** A day of the Chinese lunisolar calendar (农历). */
export interface LunarDay {
  /** The solar year in which the lunar one begins: 2025 is 乙巳, from 29 January 2025. */
  readonly year: number;
  readonly month: number;
  readonly isLeapMonth: boolean;
  readonly day: number;
}

/**
 * Lunar years whose months are known: for these the runtime's tables agree, month by month, with the published
 * table that the test holds them to. For years beyond there is nothing to compare with, so nothing is said of them.
 */
export const lunarYears = { first: 1900, last: 2100 } as const;

const calendar = 'chinese';

/** Whether such a day was, or will be. */
export function isLunarDay(lunar: LunarDay): boolean {
  if (lunar.year < lunarYears.first || lunar.year > lunarYears.last) return false;
  const found = lunarDayOf(lunarDayIn(lunar.year, lunar));
  return found.month === lunar.month && found.isLeapMonth === lunar.isLeapMonth && found.day === lunar.day;
}

/**
 * Day number of a month and day in a lunar year. A thirtieth that the month does not have is its last day, and a
 * leap month that the year does not have is the ordinary month of its number.
 */
export function lunarDayIn(year: number, { month, isLeapMonth, day }: Omit<LunarDay, 'year'>): number {
  const monthCode = `M${String(month).padStart(2, '0')}${isLeapMonth ? 'L' : ''}`;
  const date = Temporal.PlainDate.from({ calendar, year, monthCode, day }, { overflow: 'constrain' });
  const solar = date.withCalendar('iso8601');
  return dayNumberOf(solar.year, solar.month, solar.day);
}

/** The lunar day of a day number. */
export function lunarDayOf(dayNumber: number): LunarDay {
  const date = Temporal.PlainDate.from('1970-01-01').add({ days: dayNumber }).withCalendar(calendar);
  return {
    year: date.year,
    month: Number(date.monthCode.slice(1, 3)),
    isLeapMonth: date.monthCode.endsWith('L'),
    day: date.day,
  };
}
