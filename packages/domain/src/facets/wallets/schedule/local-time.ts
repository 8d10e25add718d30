import type { FactValue } from '../../../kernel/base/payload.ts';
import { dayMs } from '../../../kernel/base/instants.ts';
import type { DayTable } from '../../../kernel/base/day-table.ts';
import { help, patternSchema } from '../../../kernel/documents/json-schema.ts';
import type { JsonSchema } from '../../../kernel/documents/json-schema.ts';
import { tell } from '../../../kernel/documents/read-json.ts';
import type { Spot } from '../../../kernel/documents/read-json.ts';
import { civilDayOf, dayLabelOf, dayNumberOf } from '../../../models/statistics/months.ts';

/** Calendar days and wall times of the program's zone as documents write them, and the instants that they are. */

const dayPattern = /^\d{4}-\d{2}-\d{2}$/u;
const momentPattern = /^\d{4}-\d{2}-\d{2}(?:T(?:[01]\d|2[0-3]):[0-5]\d)?$/u;
/** The days that a day table knows: what lies beyond would be reckoned with the wrong offset. */
const yearRange = { min: 1970, max: 2100 } as const;
const minuteMs = 60_000;
export const minutesPerDay = dayMs / minuteMs;

/** Day number of a text `2026-03-08` that is a day of the calendar. */
export function dayNumberOfText(text: string): number {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
  return dayNumberOf(year, month, day);
}

function isDay(text: string): boolean {
  const number = dayNumberOfText(text);
  const { year } = civilDayOf(number);
  return dayLabelOf(number) === text && year >= yearRange.min && year <= yearRange.max;
}

/** Reads a calendar day, as its text. */
export function readDay(value: FactValue | undefined, spot: Spot): string | null {
  if (typeof value === 'string' && dayPattern.test(value) && isDay(value)) return value;
  tell(spot, 'document.not_a_day', 'A calendar day from 1970 to 2100, such as 2026-03-08, is expected here.');
  return null;
}

/** Reads a calendar day, or a minute of one: `2026-03-08`, `2026-03-08T10:00`. */
export function readMoment(value: FactValue | undefined, spot: Spot): string | null {
  if (typeof value === 'string' && momentPattern.test(value) && isDay(value.slice(0, 10))) return value;
  tell(spot, 'document.not_a_moment', 'A calendar day, or a time such as 2026-03-08T10:00, is expected here.');
  return null;
}

export function daySchema(description: string): JsonSchema {
  return help(description, { ...patternSchema(dayPattern), format: 'date' });
}

export const momentSchema: JsonSchema = patternSchema(momentPattern);

/** Minutes after midnight of a text `HH:MM`, `24:00` included. */
export function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

/** When a moment begins: a day with its first instant, a minute with its own. */
export function startOfMoment(moment: string, days: DayTable): number {
  const [day = '', time = '00:00'] = moment.split('T');
  return instantOf(dayNumberOfText(day), minutesOf(time), days);
}

/** When what lasts until a moment ends: through a whole day, that is at 00:00 of the next, and at a minute itself. */
export function endOfMoment(moment: string, days: DayTable): number {
  return moment.includes('T') ? startOfMoment(moment, days) : days.startOf(dayNumberOfText(moment) + 1);
}

/**
 * The instant of a wall time on a day of the zone. A time that does not exist is the first instant after the gap;
 * one that occurs twice is the earlier. Only days on which the clocks are changed need the rules of the zone.
 */
export function instantOf(day: number, minutes: number, days: DayTable): number {
  const startAt = days.startOf(day);
  if (minutes === 0) return startAt;
  const nextAt = days.startOf(day + 1);
  if (minutes === minutesPerDay) return nextAt;
  return nextAt - startAt === dayMs ? startAt + minutes * minuteMs : changedInstantOf(day, minutes, days.zone);
}

function changedInstantOf(day: number, minutes: number, zone: string): number {
  const time = Temporal.PlainDate.from(dayLabelOf(day)).toPlainDateTime().add({ minutes });
  const found = time.toZonedDateTime(zone, { disambiguation: 'earlier' });
  if (found.toPlainDateTime().equals(time)) return found.epochMilliseconds;
  return found.getTimeZoneTransition('next')?.epochMilliseconds ?? found.epochMilliseconds;
}
