import { describe, expect, it } from 'vitest';
import type { FactValue } from '../../../kernel/base/payload.ts';
import { createProblemList } from '../../../kernel/documents/document-problem.ts';
import type { Spot } from '../../../kernel/documents/read-json.ts';
import { createFieldCatalogue } from '../../../conditions/field-catalogue.ts';
import { createValidator } from '../../../testing/schema-check.ts';
import type { Calendars } from './documents.ts';
import { holidayCalendarsKind, parseCalendars, parseHolidayCalendar } from './parse-calendar.ts';
import { parseSchedule, scheduleSchema } from './parse-schedule.ts';
import { scheduleWords } from './words.ts';

const name = { en: 'Spring Festival', zh: '春节' };
const festival = {
  id: 'spring-festival',
  name,
  from: '2026-02-15',
  to: '2026-02-23',
  workdays: ['2026-02-14', '2026-02-28'],
};
const calendar = { id: 'cn', name: { en: 'China', zh: '中国' }, publishedUntil: '2026-12-31', holidays: [festival] };

const validateCalendar = createValidator(
  holidayCalendarsKind.schema({ catalogue: createFieldCatalogue([], () => undefined), families: [] }),
);
const validateSchedule = createValidator(scheduleSchema());

function codesOf(parse: (spot: Spot) => unknown): readonly string[] {
  const problems = createProblemList();
  parse({ path: '', problems });
  return problems.problems.map(({ code, path }) => `${path}: ${code}`);
}

const calendarCodes = (document: FactValue) => codesOf((spot) => parseHolidayCalendar(document, spot));

function calendarsOf(documents: { readonly [path: string]: FactValue }) {
  const problems = createProblemList();
  return { calendars: parseCalendars({ documents, problemsOf: () => problems }), problems: problems.problems };
}

describe('a holiday calendar', () => {
  it('is read, and its schema takes it', () => {
    expect(parseHolidayCalendar(calendar, { path: '', problems: createProblemList() })).toEqual(calendar);
    expect(calendarCodes(calendar)).toEqual([]);
    expect(validateCalendar(calendar)).toEqual([]);
  });

  it('names the same holiday of another year by the same id', () => {
    const next = { ...festival, from: '2026-12-29', to: '2026-12-31', workdays: [] };
    expect(calendarCodes({ ...calendar, holidays: [festival, next] })).toEqual([]);
  });

  const withHoliday = (changes: object): FactValue => ({ ...calendar, holidays: [{ ...festival, ...changes }] });

  it.each<readonly [string, FactValue, string]>([
    ['no object', [], ': document.not_an_object'],
    ['a misspelt key', { ...calendar, until: 1 }, 'until: document.unknown_key'],
    [
      'a year that is not published to its end',
      { ...calendar, publishedUntil: '2026-11-30' },
      'publishedUntil: calendar.not_a_year_end',
    ],
    ['no day', withHoliday({ from: '2026-2-15' }), 'holidays[0].from: document.not_a_day'],
    [
      'a working day twice',
      withHoliday({ workdays: ['2026-02-14', '2026-02-14'] }),
      'holidays[0].workdays[1]: calendar.workday_twice',
    ],
  ])('is refused for %s, by the schema too', (_, document, problem) => {
    expect(calendarCodes(document)).toContain(problem);
    expect(validateCalendar(document)).not.toEqual([]);
  });

  it.each<readonly [string, FactValue, string]>([
    ['a day that is none', withHoliday({ from: '2026-02-30' }), 'holidays[0].from: document.not_a_day'],
    ['a year without a table of days', withHoliday({ from: '1969-12-31' }), 'holidays[0].from: document.not_a_day'],
    ['an end before the start', withHoliday({ to: '2026-02-14' }), 'holidays[0].to: calendar.ends_before_start'],
    ['what is not published', withHoliday({ to: '2027-01-01' }), 'holidays[0].to: calendar.beyond_published'],
    [
      'a working day that is off',
      withHoliday({ workdays: ['2026-02-20'] }),
      'holidays[0].workdays: calendar.workday_off',
    ],
    [
      'two holidays on one day',
      { ...calendar, holidays: [festival, { ...festival, id: 'other', from: '2026-02-23', to: '2026-02-24' }] },
      'holidays[1]: calendar.holidays_overlap',
    ],
  ])('is refused for %s', (_, document, problem) => {
    expect(calendarCodes(document)).toContain(problem);
  });
});

describe('the calendars of a program', () => {
  it('are none where it has none', () => {
    expect(calendarsOf({ 'settings.json': {} })).toEqual({ calendars: new Map(), problems: [] });
  });

  it('are known by their ids', () => {
    const { calendars, problems } = calendarsOf({ 'calendars/cn.json': calendar });
    expect([[...calendars.keys()], problems]).toEqual([['cn'], []]);
  });

  it('stand at paths of their ids', () => {
    expect(calendarsOf({ 'calendars/us.json': calendar }).problems.map(({ code }) => code)).toEqual([
      'calendar.wrong_path',
    ]);
  });
});

describe('a schedule', () => {
  const { calendars } = calendarsOf({ 'calendars/cn.json': calendar });
  const scheduleCodes = (document: FactValue, known: Calendars = calendars) =>
    codesOf((spot) => parseSchedule(document, spot, known));

  it.each<readonly [string, FactValue]>([
    ['nothing', {}],
    ['nulls', { from: null, hours: null, holidays: null }],
    ['days', { from: '2026-11-01', until: '2026-11-11' }],
    ['one day', { from: '2026-11-11', until: '2026-11-11' }],
    ['the end of a day', { from: '2026-11-11T20:00', until: '2026-11-11' }],
    ['minutes', { from: '2026-11-10T20:00', until: '2026-11-11T02:00' }],
    ['weekdays and hours', { weekdays: [6, 7], hours: { from: '22:00', to: '02:00' } }],
    ['days of months', { monthDays: [8, 31], months: [1, 12], hours: { from: '09:00', to: '24:00' } }],
    ['holidays', { holidays: { calendar: 'cn' } }],
    ['some holidays', { holidays: { calendar: 'cn', ids: ['spring-festival'] } }],
  ])('may say %s', (_, document) => {
    expect(scheduleCodes(document)).toEqual([]);
    expect(validateSchedule(document)).toEqual([]);
  });

  it('is read as it is written, without what is null', () => {
    const written = { from: '2026-11-01', weekdays: [7], hours: { from: '09:00', to: '24:00' } };
    const spot = { path: '', problems: createProblemList() };
    expect(parseSchedule({ ...written, until: null }, spot, calendars)).toEqual(written);
  });

  it.each<readonly [string, FactValue, string]>([
    ['is no object', 'always', ': document.not_an_object'],
    ['has a misspelt key', { weekday: [1] }, 'weekday: document.unknown_key'],
    ['begins on no day', { from: '2026-13-01' }, 'from: document.not_a_moment'],
    ['begins at no time', { from: '2026-11-01T24:00' }, 'from: document.not_a_moment'],
    ['ends before it begins', { from: '2026-11-02', until: '2026-11-01' }, 'until: schedule.ends_before_start'],
    ['ends as it begins', { from: '2026-11-02', until: '2026-11-02T00:00' }, 'until: schedule.ends_before_start'],
    ['has no weekdays', { weekdays: [] }, 'weekdays: schedule.empty_list'],
    ['has an eighth weekday', { weekdays: [8] }, 'weekdays[0]: document.not_in_range'],
    ['has half a month', { months: [1.5] }, 'months[0]: document.not_in_range'],
    ['has a day nought', { monthDays: [0] }, 'monthDays[0]: document.not_in_range'],
    ['names a day twice', { monthDays: [8, 8] }, 'monthDays[1]: schedule.listed_twice'],
    ['has a time of one digit', { hours: { from: '9:00', to: '10:00' } }, 'hours.from: schedule.not_a_time'],
    ['has a time beyond the day', { hours: { from: '09:00', to: '24:01' } }, 'hours.to: schedule.not_a_time'],
    ['begins at the end of a day', { hours: { from: '24:00', to: '01:00' } }, 'hours.from: schedule.not_a_time'],
    ['has no hours', { hours: { from: '09:00', to: '09:00' } }, 'hours.to: schedule.hours_empty'],
    ['has half of its hours', { hours: { from: '09:00' } }, 'hours.to: schedule.not_a_time'],
    ['names no calendar', { holidays: {} }, 'holidays.calendar: document.not_an_id'],
    ['names an unknown calendar', { holidays: { calendar: 'us' } }, 'holidays.calendar: schedule.unknown_calendar'],
    ['names no holiday', { holidays: { calendar: 'cn', ids: [] } }, 'holidays.ids: schedule.empty_list'],
    [
      'names an unknown holiday',
      { holidays: { calendar: 'cn', ids: ['easter'] } },
      'holidays.ids[0]: schedule.unknown_holiday',
    ],
  ])('is refused when it %s', (_, document, problem) => {
    expect(scheduleCodes(document)).toContain(problem);
  });

  it('has words for each of its parts', () => {
    const keys = scheduleWords.kind === 'object' ? Object.keys(scheduleWords.keys) : [];
    expect(keys.toSorted()).toEqual(Object.keys(scheduleSchema().properties ?? {}).toSorted());
  });
});
