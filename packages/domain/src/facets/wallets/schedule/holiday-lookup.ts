import type { HolidayCalendar } from './documents.ts';

/** What a calendar says of a day. */
export type CalendarDay =
  | { readonly kind: 'holiday'; readonly id: string }
  | { readonly kind: 'workday' | 'ordinary' | 'unknown' };

/**
 * Looks days up, by their texts. A calendar knows the years from that in which its earliest holiday ends to the end
 * of the last one published. Of any other day that it does not name it says that it is unknown: it never claims a
 * year without holidays that nobody wrote down.
 */
export function createHolidayLookup({ holidays, publishedUntil }: HolidayCalendar): (day: string) => CalendarDay {
  const sorted = holidays.toSorted((one, other) => (one.from < other.from ? -1 : 1));
  const workdays = new Set(holidays.flatMap((holiday) => holiday.workdays ?? []));
  const knownFrom = `${(sorted[0]?.to ?? publishedUntil).slice(0, 4)}-01-01`;
  return (day) => {
    const holiday = sorted.findLast(({ from }) => from <= day);
    if (holiday !== undefined && day <= holiday.to) return { kind: 'holiday', id: holiday.id };
    if (workdays.has(day)) return { kind: 'workday' };
    return { kind: day >= knownFrom && day <= publishedUntil ? 'ordinary' : 'unknown' };
  };
}
