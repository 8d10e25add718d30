import type { FactValue } from '../../../kernel/base/payload.ts';
import type { ParseUse } from '../../../kernel/facet.ts';
import type { DocumentKind } from '../../../kernel/document-kind.ts';
import { pathsOf } from '../../../kernel/documents/document.ts';
import {
  help,
  idSchema,
  listSchema,
  localizedSchema,
  objectSchema,
  patternSchema,
} from '../../../kernel/documents/json-schema.ts';
import type { JsonSchema } from '../../../kernel/documents/json-schema.ts';
import { at, readId, readList, readLocalized, readObject, tell } from '../../../kernel/documents/read-json.ts';
import type { Spot } from '../../../kernel/documents/read-json.ts';
import type { Calendars, Holiday, HolidayCalendar } from './documents.ts';
import { daySchema, readDay } from './local-time.ts';
import { holidayCalendarWords } from './words.ts';

export const calendarsFolder = 'calendars/';
const calendarsMax = 20;
const holidaysMax = 1000;
const workdaysMax = 20;
const calendarKeys = ['id', 'name', 'publishedUntil', 'holidays'] as const;
const holidayKeys = ['id', 'name', 'from', 'to', 'workdays'] as const;
const yearEndPattern = /^\d{4}-12-31$/u;

export const holidayCalendarsKind: DocumentKind = {
  path: calendarsFolder,
  countMax: calendarsMax,
  words: holidayCalendarWords,
  schema: holidayCalendarSchema,
};

/** All calendars of a program by id; one without any has none. */
export function parseCalendars({ documents, problemsOf }: Pick<ParseUse, 'documents' | 'problemsOf'>): Calendars {
  const calendars = new Map<string, HolidayCalendar>();
  const paths = pathsOf(documents, holidayCalendarsKind);
  if (paths.length > calendarsMax)
    problemsOf(calendarsFolder).add('document.too_many', '', `At most ${calendarsMax} calendars may stand here.`);
  for (const path of paths) {
    const problems = problemsOf(path);
    const calendar = parseHolidayCalendar(documents[path], { path: '', problems });
    if (calendar === null) continue;
    if (`${calendarsFolder}${calendar.id}.json` !== path)
      problems.add('calendar.wrong_path', 'id', `The id does not fit the path ${path}.`);
    calendars.set(calendar.id, calendar);
  }
  return calendars;
}

export function parseHolidayCalendar(value: FactValue | undefined, spot: Spot): HolidayCalendar | null {
  const object = readObject(value, spot, calendarKeys);
  if (object === null) return null;
  const id = readId(object['id'], at(spot, 'id'));
  const name = readLocalized(object['name'], at(spot, 'name'));
  const publishedUntil = readYearEnd(object['publishedUntil'], at(spot, 'publishedUntil'));
  const holidays: Holiday[] = [];
  const holidaysSpot = at(spot, 'holidays');
  for (const [index, item] of readList(object['holidays'], holidaysSpot, holidaysMax).entries()) {
    const itemSpot = at(holidaysSpot, index);
    const holiday = parseHoliday(item, itemSpot);
    if (holiday === null) continue;
    tellOverlap(holiday, itemSpot, holidays);
    if (publishedUntil !== null && holiday.to > publishedUntil)
      tell(at(itemSpot, 'to'), 'calendar.beyond_published', `The calendar is published until ${publishedUntil} only.`);
    holidays.push(holiday);
  }
  tellWorkdaysOff(holidays, holidaysSpot);
  return id === null || name === null || publishedUntil === null ? null : { id, name, publishedUntil, holidays };
}

function readYearEnd(value: FactValue | undefined, spot: Spot): string | null {
  const day = readDay(value, spot);
  if (day === null || yearEndPattern.test(day)) return day;
  tell(spot, 'calendar.not_a_year_end', 'The last day of a year, such as 2026-12-31, is expected here.');
  return null;
}

function parseHoliday(value: FactValue, spot: Spot): Holiday | null {
  const object = readObject(value, spot, holidayKeys);
  if (object === null) return null;
  const id = readId(object['id'], at(spot, 'id'));
  const name = readLocalized(object['name'], at(spot, 'name'));
  const from = readDay(object['from'], at(spot, 'from'));
  const to = readDay(object['to'], at(spot, 'to'));
  const workdays: string[] = [];
  const workdaysSpot = at(spot, 'workdays');
  for (const [index, item] of readList(object['workdays'] ?? [], workdaysSpot, workdaysMax).entries()) {
    const day = readDay(item, at(workdaysSpot, index));
    if (day === null) continue;
    if (workdays.includes(day)) tell(at(workdaysSpot, index), 'calendar.workday_twice', `${day} stands here twice.`);
    workdays.push(day);
  }
  if (id === null || name === null || from === null || to === null) return null;
  if (from > to) {
    tell(at(spot, 'to'), 'calendar.ends_before_start', 'A holiday ends on the day on which it begins, or later.');
    return null;
  }
  return { id, name, from, to, ...(workdays.length === 0 ? {} : { workdays }) };
}

/** A day off belongs to one holiday: which of two a schedule means could not be said. */
function tellOverlap(holiday: Holiday, spot: Spot, before: readonly Holiday[]): void {
  const other = before.find(({ from, to }) => holiday.from <= to && from <= holiday.to);
  if (other !== undefined)
    tell(spot, 'calendar.holidays_overlap', `Some of its days are those of "${other.id}" from ${other.from} as well.`);
}

function tellWorkdaysOff(holidays: readonly Holiday[], spot: Spot): void {
  for (const [index, { workdays = [] }] of holidays.entries())
    for (const day of workdays)
      if (holidays.some(({ from, to }) => from <= day && day <= to))
        tell(at(at(spot, index), 'workdays'), 'calendar.workday_off', `${day} is a day off and worked at once.`);
}

function holidayCalendarSchema(): JsonSchema {
  const holiday = objectSchema(
    holidayKeys,
    {
      id: help('The same every year: schedules name the holiday by it.', idSchema),
      name: localizedSchema('What people call the holiday.'),
      from: daySchema('The first day off.'),
      to: daySchema('The last day off.'),
      workdays: help(
        'Days at weekends that are worked to make up for it.',
        listSchema(daySchema('A day that is worked.'), { max: workdaysMax, isUnique: true }),
      ),
    },
    ['workdays'],
  );
  const publishedUntil = { ...patternSchema(yearEndPattern), format: 'date' } as const;
  return {
    title: 'Holiday calendar',
    description: 'The holidays of a country, as they are published year by year.',
    ...objectSchema(calendarKeys, {
      id: help('Schedules name the calendar by it; the file is called after it.', idSchema),
      name: localizedSchema('What people call the calendar.'),
      publishedUntil: help(
        'The last day of the last year that was published: days beyond it are unknown, not without holidays.',
        publishedUntil,
      ),
      holidays: help('No two have a day in common.', listSchema(holiday, { max: holidaysMax, isUnique: true })),
    }),
  };
}
