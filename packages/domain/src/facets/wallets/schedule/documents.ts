import type { LocalizedText } from '../../../kernel/documents/localized-text.ts';

/** Days off of one year, with the days that are worked for them. */
export interface Holiday {
  /** The same every year, so that a schedule can name it: `spring-festival`. */
  readonly id: string;
  readonly name: LocalizedText;
  /** First and last day off, `YYYY-MM-DD`. */
  readonly from: string;
  readonly to: string;
  /** Days at weekends that are worked to make up for it (调休). */
  readonly workdays?: readonly string[];
}

/**
 * `calendars/<id>.json`: the holidays of a country as its government publishes them, usually a year at a time. What
 * lies beyond `publishedUntil` is not known, which is another thing than a year without holidays.
 */
export interface HolidayCalendar {
  readonly id: string;
  readonly name: LocalizedText;
  /** The last day of the last year that was published: `YYYY-12-31`. */
  readonly publishedUntil: string;
  readonly holidays: readonly Holiday[];
}

/**
 * Wall times `HH:MM`, from the first up to the second; over midnight where the second is the smaller. `24:00` ends
 * a day.
 */
export interface Hours {
  readonly from: string;
  readonly to: string;
}

export interface ScheduledHolidays {
  /** Id of a holiday calendar. */
  readonly calendar: string;
  /** Of its holidays these; without them all. */
  readonly ids?: readonly string[];
}

/**
 * When something holds, in the program's zone. All that is said must hold at once; what is not said holds always.
 *
 * Hours over midnight belong to the day on which they begin: Friday from 22:00 to 02:00 ends on Saturday, and the
 * other parts are asked of Friday.
 */
export interface Schedule {
  /** A day with its first instant, or a minute: `2026-11-01`, `2026-11-01T10:00`. */
  readonly from?: string;
  /** Through a day, that is to 00:00 of the next, or up to a minute. */
  readonly until?: string;
  /** 1 Monday to 7 Sunday. */
  readonly weekdays?: readonly number[];
  readonly hours?: Hours;
  /** 1 to 31; one that a month does not have is its last day. */
  readonly monthDays?: readonly number[];
  readonly months?: readonly number[];
  readonly holidays?: ScheduledHolidays;
}

export type Calendars = ReadonlyMap<string, HolidayCalendar>;
