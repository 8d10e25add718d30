import type { DocumentWords, KeyedWords, PartWords, WordsOf } from '../../../kernel/documents/document-words.ts';
import type { Holiday, HolidayCalendar, Hours, Schedule, ScheduledHolidays } from './documents.ts';

const name = { kind: 'localized', name: { en: 'name', zh: '名称' } } as const;
const id = { kind: 'text', name: { en: 'id', zh: '标识' } } as const;
const always = { en: 'any', zh: '不限' } as const;

const holidayWords = {
  id,
  name,
  from: { kind: 'text', name: { en: 'first day', zh: '开始日期' } },
  to: { kind: 'text', name: { en: 'last day', zh: '结束日期' } },
  workdays: {
    kind: 'list',
    name: { en: 'make-up working days', zh: '调休上班日' },
    item: { kind: 'text', noun: { en: 'day', zh: '日期' } },
  },
} as const satisfies WordsOf<Holiday>;

export const holidayCalendarWords: DocumentWords = {
  title: { en: 'Holiday calendar', zh: '节假日历' },
  keys: {
    id,
    name,
    publishedUntil: { kind: 'text', name: { en: 'published until', zh: '已公布至' } },
    holidays: {
      kind: 'list',
      name: { en: 'holidays', zh: '节假日' },
      item: {
        kind: 'object',
        noun: { en: 'holiday', zh: '节假日' },
        identifiedBy: ['id', 'from'],
        keys: holidayWords,
      },
    },
  } satisfies WordsOf<HolidayCalendar>,
};

const hoursWords = {
  from: { kind: 'text', name: { en: 'from', zh: '开始时间' } },
  to: { kind: 'text', name: { en: 'to', zh: '结束时间' } },
} as const satisfies WordsOf<Hours>;

const holidaysWords = {
  calendar: { kind: 'text', name: { en: 'calendar', zh: '节假日历' } },
  ids: {
    kind: 'list',
    name: { en: 'holidays', zh: '节假日' },
    absent: { en: 'all', zh: '全部' },
    item: { kind: 'text', noun: { en: 'holiday', zh: '节假日' } },
  },
} as const satisfies WordsOf<ScheduledHolidays>;

const scheduleKeys: KeyedWords = {
  from: { kind: 'text', name: { en: 'from', zh: '开始' }, absent: { en: 'the beginning', zh: '一开始' } },
  until: { kind: 'text', name: { en: 'until', zh: '结束' }, absent: { en: 'no end', zh: '长期' } },
  weekdays: {
    kind: 'list',
    name: { en: 'weekdays', zh: '星期' },
    absent: always,
    item: { kind: 'text', noun: { en: 'weekday', zh: '星期' } },
  },
  hours: { kind: 'object', name: { en: 'hours', zh: '时段' }, absent: always, keys: hoursWords },
  monthDays: {
    kind: 'list',
    name: { en: 'days of the month', zh: '每月日期' },
    absent: always,
    item: { kind: 'text', noun: { en: 'day of the month', zh: '日期' } },
  },
  months: {
    kind: 'list',
    name: { en: 'months', zh: '月份' },
    absent: always,
    item: { kind: 'text', noun: { en: 'month', zh: '月份' } },
  },
  holidays: {
    kind: 'object',
    name: { en: 'on holidays', zh: '节假日' },
    absent: { en: 'whether holiday or not', zh: '不限' },
    keys: holidaysWords,
  },
} satisfies WordsOf<Schedule>;

/** For documents that hold a schedule. */
export const scheduleWords: PartWords = {
  kind: 'object',
  name: { en: 'schedule', zh: '时间安排' },
  absent: { en: 'always', zh: '始终' },
  keys: scheduleKeys,
};
