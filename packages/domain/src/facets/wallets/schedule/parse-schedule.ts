import type { FactValue } from '../../../kernel/base/payload.ts';
import {
  help,
  idSchema,
  listSchema,
  objectSchema,
  orNull,
  patternSchema,
} from '../../../kernel/documents/json-schema.ts';
import type { JsonSchema } from '../../../kernel/documents/json-schema.ts';
import { at, readId, readList, readObject, tell } from '../../../kernel/documents/read-json.ts';
import type { Spot } from '../../../kernel/documents/read-json.ts';
import type { Calendars, Hours, Schedule, ScheduledHolidays } from './documents.ts';
import { momentSchema, readMoment } from './local-time.ts';

const scheduleKeys = ['from', 'until', 'weekdays', 'hours', 'monthDays', 'months', 'holidays'] as const;
const hoursKeys = ['from', 'to'] as const;
const holidaysKeys = ['calendar', 'ids'] as const;
const timePattern = /^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/u;
const weekdayMax = 7;
const monthDayMax = 31;
const monthMax = 12;
const holidayIdsMax = 50;

/**
 * Reads a schedule; the calendars that it may name are those of the program. A part that is not sound is told and
 * left out, so what is returned holds only where nothing was told. Null for what is no object at all.
 */
export function parseSchedule(value: FactValue | undefined, spot: Spot, calendars: Calendars): Schedule | null {
  const object = readObject(value, spot, scheduleKeys);
  if (object === null) return null;
  const read = <Part>(key: string, reader: (part: FactValue, there: Spot) => Part | null): Part | null => {
    const part = object[key];
    return part === undefined || part === null ? null : reader(part, at(spot, key));
  };
  const schedule: { -readonly [Key in keyof Schedule]: Schedule[Key] } = {};
  const from = read('from', readMoment);
  const until = read('until', readMoment);
  const weekdays = read('weekdays', (part, there) => readNumbers(part, there, weekdayMax));
  const hours = read('hours', readHours);
  const monthDays = read('monthDays', (part, there) => readNumbers(part, there, monthDayMax));
  const months = read('months', (part, there) => readNumbers(part, there, monthMax));
  const holidays = read('holidays', (part, there) => readHolidays(part, there, calendars));
  if (from !== null) schedule.from = from;
  if (until !== null) schedule.until = until;
  if (weekdays !== null) schedule.weekdays = weekdays;
  if (hours !== null) schedule.hours = hours;
  if (monthDays !== null) schedule.monthDays = monthDays;
  if (months !== null) schedule.months = months;
  if (holidays !== null) schedule.holidays = holidays;
  if (from !== null && until !== null && isCrossed(from, until))
    tell(at(spot, 'until'), 'schedule.ends_before_start', 'The schedule ends before it begins.');
  return schedule;
}

/** As texts: a day ends after all of its minutes, so `2026-11-01` as an end comes after `2026-11-01T23:59`. */
function isCrossed(from: string, until: string): boolean {
  return until.includes('T') ? startText(from) >= until : from.slice(0, 10) > until;
}

function startText(moment: string): string {
  return moment.includes('T') ? moment : `${moment}T00:00`;
}

/** An empty list would never hold; nothing to say is said by leaving it out. */
function readNumbers(value: FactValue, spot: Spot, max: number): readonly number[] {
  const numbers: number[] = [];
  const items = readList(value, spot, max);
  if (Array.isArray(value) && value.length === 0) tell(spot, 'schedule.empty_list', 'At least one number is expected.');
  for (const [index, item] of items.entries()) {
    const there = at(spot, index);
    if (typeof item !== 'number' || !Number.isInteger(item) || item < 1 || item > max)
      tell(there, 'document.not_in_range', `A whole number from 1 to ${max} is expected here.`);
    else if (numbers.includes(item)) tell(there, 'schedule.listed_twice', `${item} stands here twice.`);
    else numbers.push(item);
  }
  return numbers;
}

function readHours(value: FactValue, spot: Spot): Hours | null {
  const object = readObject(value, spot, hoursKeys);
  if (object === null) return null;
  const from = readTime(object['from'], at(spot, 'from'));
  const to = readTime(object['to'], at(spot, 'to'));
  if (from === null || to === null) return null;
  if (from === '24:00') tell(at(spot, 'from'), 'schedule.not_a_time', 'A day begins at 00:00.');
  if (from === to) tell(at(spot, 'to'), 'schedule.hours_empty', 'Hours end at another time than they begin.');
  return { from, to };
}

function readTime(value: FactValue | undefined, spot: Spot): string | null {
  if (typeof value === 'string' && timePattern.test(value)) return value;
  tell(spot, 'schedule.not_a_time', 'A time such as 09:30 is expected here, at most 24:00.');
  return null;
}

function readHolidays(value: FactValue, spot: Spot, calendars: Calendars): ScheduledHolidays | null {
  const object = readObject(value, spot, holidaysKeys);
  const calendar = object === null ? null : readId(object['calendar'], at(spot, 'calendar'));
  if (object === null || calendar === null) return null;
  const known = calendars.get(calendar);
  if (known === undefined)
    tell(at(spot, 'calendar'), 'schedule.unknown_calendar', `There is no calendar "${calendar}".`);
  if (object['ids'] === undefined || object['ids'] === null) return { calendar };
  const ids: string[] = [];
  const idsSpot = at(spot, 'ids');
  const items = readList(object['ids'], idsSpot, holidayIdsMax);
  if (items.length === 0) tell(idsSpot, 'schedule.empty_list', 'At least one holiday is expected.');
  for (const [index, item] of items.entries()) {
    const there = at(idsSpot, index);
    const id = readId(item, there);
    if (id === null) continue;
    if (ids.includes(id)) tell(there, 'schedule.listed_twice', `"${id}" stands here twice.`);
    if (known !== undefined && !known.holidays.some((holiday) => holiday.id === id))
      tell(there, 'schedule.unknown_holiday', `The calendar has no holiday "${id}".`);
    ids.push(id);
  }
  return { calendar, ids };
}

/** For documents that hold a schedule. */
export function scheduleSchema(): JsonSchema {
  const hours = objectSchema(hoursKeys, {
    from: help('From this time: 09:30.', patternSchema(timePattern)),
    to: help('Up to this time, 24:00 at most; a smaller one is on the next day.', patternSchema(timePattern)),
  });
  const ids = optional(
    'Of its holidays these; all of them where nothing stands here.',
    listSchema(idSchema, { max: holidayIdsMax, min: 1, isUnique: true }),
  );
  const holidays = objectSchema(holidaysKeys, { calendar: help('Id of a holiday calendar.', idSchema), ids }, ['ids']);
  const parts = {
    from: optional('The first day, or the minute from which: 2026-11-01T10:00.', momentSchema),
    until: optional('The last day, or the minute up to which.', momentSchema),
    weekdays: optional('1 Monday to 7 Sunday.', numbersSchema(weekdayMax)),
    hours: optional('Hours of a day; over midnight they belong to the day on which they begin.', hours),
    monthDays: optional('1 to 31; a day that a month does not have is its last.', numbersSchema(monthDayMax)),
    months: optional('1 January to 12 December.', numbersSchema(monthMax)),
    holidays: optional('On days off of a calendar.', holidays),
  };
  return help(
    "When it holds, in the program's zone: where all that stands here does.",
    objectSchema(scheduleKeys, parts, scheduleKeys),
  );
}

/** What may be left out, or null. */
function optional(description: string, schema: JsonSchema): JsonSchema {
  return help(description, orNull(schema));
}

function numbersSchema(max: number): JsonSchema {
  const numbers: JsonSchema = { enum: Array.from({ length: max }, (_, index) => index + 1) };
  return listSchema(numbers, { max, min: 1, isUnique: true });
}
