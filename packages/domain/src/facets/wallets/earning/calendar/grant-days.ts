import { notByTime } from '../../../../kernel/base/instants.ts';
import type { DayTable } from '../../../../kernel/base/day-table.ts';
import type { ConditionSubject } from '../../../../kernel/fields/subject.ts';
import { civilDayOf, dayNumberOf } from '../../../../models/statistics/months.ts';
import { lunarDayOf } from '../../birthdays/lunar-calendar.ts';
import { nextYearly } from '../../birthdays/next-yearly.ts';
import { anniversaryOf, parseYearlyDate } from '../../birthdays/yearly-date.ts';
import type { YearlyDate } from '../../birthdays/yearly-date.ts';
import type { CompiledRule, EarningRules } from '../documents/compiled-rules.ts';

/** Days are day numbers: since 1970-01-01, in the program's zone. */

/** Equal for rules that wait for the same days. */
export function daysKey({ ofDays }: EarningRules): string {
  return ofDays.rules.length === 0 ? '' : JSON.stringify(ofDays.rules.map(({ rule: { id, on } }) => [id, on]));
}

/** The first day after one on which a rule grants to a member; null: none is known. */
function nextDay(compiled: CompiledRule, subject: ConditionSubject, after: DayOf): number | null {
  const { on } = compiled.rule;
  if (on.kind === 'monthly') return nextOfMonth(on.day, after.day);
  const date = yearlyDateOf(compiled, subject, after);
  return date === null ? null : nextYearly(date, after.day);
}

export interface DayOf {
  readonly day: number;
  readonly days: DayTable;
}

/** Whether a rule grants to a member on a day. */
export function grantsOn(compiled: CompiledRule, subject: ConditionSubject, { day, days }: DayOf): boolean {
  return nextDay(compiled, subject, { day: day - 1, days }) === day;
}

/** When the next of these rules grants to her; `notByTime` when none does. */
export function nextGrantAt(rules: readonly CompiledRule[], subject: ConditionSubject, after: DayOf): number {
  const next = rules.flatMap((rule) => nextDay(rule, subject, after) ?? []);
  return next.length === 0 ? notByTime : after.days.startOf(Math.min(...next));
}

/** A day that a month does not have is its last. */
function nextOfMonth(monthDay: number, after: number): number {
  const { year, month } = civilDayOf(after);
  const own = dayOfMonth({ year, month }, monthDay);
  return own > after ? own : dayOfMonth(monthAfter({ year, month }), monthDay);
}

interface Month {
  readonly year: number;
  readonly month: number;
}

function monthAfter({ year, month }: Month): Month {
  return month === 12 ? { year: year + 1, month: 1 } : { year, month: month + 1 };
}

function dayOfMonth(of: Month, monthDay: number): number {
  const next = monthAfter(of);
  return Math.min(dayNumberOf(of.year, of.month, monthDay), dayNumberOf(next.year, next.month, 1) - 1);
}

function yearlyDateOf({ rule, date }: CompiledRule, subject: ConditionSubject, { days }: DayOf): YearlyDate | null {
  if (rule.on.kind !== 'yearly' || date === null) return null;
  if (rule.on.date === 'anniversary') {
    const at = date.reader.readInstant?.(subject) ?? Number.NEGATIVE_INFINITY;
    return Number.isFinite(at) ? anniversaryOf(at, days) : null;
  }
  const text = date.reader.read(subject, 0);
  const told = typeof text === 'string' ? parseYearlyDate(text) : null;
  return rule.on.date === 'lunar_birthday' && told !== null ? toLunar(told) : told;
}

/** The lunar day on which she was born; without the year nobody can tell. */
function toLunar(date: YearlyDate): YearlyDate | null {
  if (date.calendar === 'lunar') return date;
  if (date.year === null) return null;
  return { calendar: 'lunar', ...lunarDayOf(dayNumberOf(date.year, date.month, date.day)) };
}

const pad = (value: number) => String(value).padStart(2, '0');

/** What a grant is called: the year, or the month. */
export function periodLabel({ rule }: CompiledRule, day: number): string {
  const { year, month } = civilDayOf(day);
  return rule.on.kind === 'monthly' ? `${year}-${pad(month)}` : String(year);
}
