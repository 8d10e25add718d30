import { never, notByTime } from '../../../kernel/base/instants.ts';
import type { DayTable } from '../../../kernel/base/day-table.ts';
import { civilDayOf, dayLabelOf, weekdayOf } from '../../../models/statistics/months.ts';
import type { Calendars, Hours, Schedule, ScheduledHolidays } from './documents.ts';
import { createHolidayLookup } from './holiday-lookup.ts';
import { endOfMoment, instantOf, minutesOf, startOfMoment } from './local-time.ts';

/** `unknown`: it hangs on holidays that are not published yet. */
export type Within = 'yes' | 'no' | 'unknown';

/** What a schedule is read against: the program's zone and its calendars. */
export interface ScheduleWorld {
  readonly days: DayTable;
  readonly calendars: Calendars;
}

/** A day with what the schedule says of it, and the instants of its hours. */
interface ScheduledDay {
  readonly fromAt: number;
  readonly untilAt: number;
  readonly within: Within;
}

/** Whether a schedule holds at an instant. Who asks more than once compiles it. */
export function isWithin(schedule: Schedule, at: number, world: ScheduleWorld): Within {
  return compileSchedule(schedule, world)(at);
}

/**
 * Makes the function that says whether a schedule holds at an instant. Orders come nearly in order and the edges of
 * a day cost Temporal's microseconds, so each of the days that may hold an instant is kept until another takes its
 * place.
 */
export function compileSchedule(schedule: Schedule, world: ScheduleWorld): (at: number) => Within {
  const { days } = world;
  const fromAt = schedule.from === undefined ? never : startOfMoment(schedule.from, days);
  const untilAt = schedule.until === undefined ? notByTime : endOfMoment(schedule.until, days);
  const withinDay = dayTest(schedule, world);
  const read = (day: number): ScheduledDay => ({ ...spanOf(day, schedule.hours, days), within: withinDay(day) });
  const present = keepLast(read);
  const dayBefore = keepLast(read);
  const isOverMidnight = schedule.hours !== undefined && endsOnNextDay(schedule.hours);
  return (at) => {
    if (at < fromAt || at >= untilAt) return 'no';
    const day = days.dayOf(at);
    const within = verdictAt(at, present(day));
    return isOverMidnight && within !== 'yes' ? either(within, verdictAt(at, dayBefore(day - 1))) : within;
  };
}

function verdictAt(at: number, { fromAt, untilAt, within }: ScheduledDay): Within {
  return at >= fromAt && at < untilAt ? within : 'no';
}

function either(one: Within, other: Within): Within {
  if (one === 'yes' || other === 'yes') return 'yes';
  return one === 'unknown' || other === 'unknown' ? 'unknown' : 'no';
}

/** Without hours a day is all its instants, whichever the clock shows twice. */
function spanOf(day: number, hours: Hours | undefined, days: DayTable): Pick<ScheduledDay, 'fromAt' | 'untilAt'> {
  if (hours === undefined) return { fromAt: never, untilAt: notByTime };
  return {
    fromAt: instantOf(day, minutesOf(hours.from), days),
    untilAt: instantOf(endsOnNextDay(hours) ? day + 1 : day, minutesOf(hours.to), days),
  };
}

function endsOnNextDay({ from, to }: Hours): boolean {
  return to < from;
}

/** What the parts of a schedule that are about days say of one. */
function dayTest(schedule: Schedule, { calendars }: ScheduleWorld): (day: number) => Within {
  const isOnWeekday = setTest(schedule.weekdays, (day) => weekdayOf(day) + 1);
  const isInMonth = setTest(schedule.months, (day) => civilDayOf(day).month);
  const isOnMonthDay = monthDayTest(schedule.monthDays);
  const onHoliday = holidayTest(schedule.holidays, calendars);
  return (day) => (isOnWeekday(day) && isInMonth(day) && isOnMonthDay(day) ? onHoliday(dayLabelOf(day)) : 'no');
}

function setTest(numbers: readonly number[] | undefined, read: (day: number) => number): (day: number) => boolean {
  return (day) => numbers === undefined || numbers.includes(read(day));
}

/** On the last day of a month every later number holds too: a members' day on the 31st comes every month. */
function monthDayTest(numbers: readonly number[] | undefined): (day: number) => boolean {
  if (numbers === undefined) return () => true;
  const greatest = Math.max(...numbers);
  return (day) => {
    const { day: monthDay } = civilDayOf(day);
    const isLast = civilDayOf(day + 1).day === 1;
    return numbers.includes(monthDay) || (isLast && greatest > monthDay);
  };
}

/**
 * A day that is worked to make up for a holiday is none, whatever the weekday. A calendar that is not there tells
 * nothing.
 */
function holidayTest(holidays: ScheduledHolidays | undefined, calendars: Calendars): (day: string) => Within {
  if (holidays === undefined) return () => 'yes';
  const calendar = calendars.get(holidays.calendar);
  if (calendar === undefined) return () => 'unknown';
  const lookUp = createHolidayLookup(calendar);
  return (text) => {
    const day = lookUp(text);
    if (day.kind === 'unknown') return 'unknown';
    return day.kind === 'holiday' && (holidays.ids?.includes(day.id) ?? true) ? 'yes' : 'no';
  };
}

/** Remembers the last answer alone. */
function keepLast<Answer>(ask: (day: number) => Answer): (day: number) => Answer {
  let last: { readonly day: number; readonly answer: Answer } | null = null;
  return (day) => {
    if (last?.day !== day) last = { day, answer: ask(day) };
    return last.answer;
  };
}
