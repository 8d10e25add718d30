/**
 * Calendar arithmetic on day numbers (days since 1970-01-01) without objects: a million rows are turned into months, and one Temporal
 * object costs microseconds. The civil-from-days algorithm of Howard Hinnant ("chrono-Compatible Low-Level Date Algorithms").
 */

export interface CivilDay {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  /** 1 to 31. */
  readonly day: number;
}

/** Year, month and day of a day number, proleptic Gregorian. */
export function civilDayOf(dayNumber: number): CivilDay {
  const shifted = dayNumber + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

/** The day number of a civil day. */
export function dayNumberOf(year: number, month: number, day: number): number {
  const shiftedYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(shiftedYear / 400);
  const yearOfEra = shiftedYear - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** Months since January 1970, a number to count and subtract with. */
export function monthNumberOf(dayNumber: number): number {
  const { year, month } = civilDayOf(dayNumber);
  return (year - 1970) * 12 + month - 1;
}

/** First day of a month number. */
export function monthStartOf(monthNumber: number): number {
  const year = 1970 + Math.floor(monthNumber / 12);
  return dayNumberOf(year, monthNumber - (year - 1970) * 12 + 1, 1);
}

/** The same day so many months later: 31 January and a month is the end of February. */
export function addMonths(dayNumber: number, months: number): number {
  const first = monthStartOf(monthNumberOf(dayNumber) + months);
  const next = monthStartOf(monthNumberOf(first) + 1);
  return Math.min(first + civilDayOf(dayNumber).day - 1, next - 1);
}

/** `YYYY-MM` of a month number. */
export function monthLabelOf(monthNumber: number): string {
  return dayLabelOf(monthStartOf(monthNumber)).slice(0, 7);
}

/** `YYYY-MM-DD` of a day number. */
export function dayLabelOf(dayNumber: number): string {
  const { year, month, day } = civilDayOf(dayNumber);
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** 0 Monday … 6 Sunday (ISO 8601 less one). 1970-01-01 was a Thursday. */
export function weekdayOf(dayNumber: number): number {
  return (((dayNumber + 3) % 7) + 7) % 7;
}

/** Month numbers of a span of days, for lookup in hot loops: `table[day − from]`. */
export function monthTable(from: number, to: number): Int32Array {
  const table = new Int32Array(Math.max(0, to - from + 1));
  for (let index = 0; index < table.length; index++) table[index] = monthNumberOf(from + index);
  return table;
}
