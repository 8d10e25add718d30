import type { FactValue } from '../../kernel/base/payload.ts';
import { dayMs } from '../../kernel/base/instants.ts';
import type { DayTable } from '../../kernel/base/day-table.ts';
import { at, isObject, readChoice, readNumber, readObject, tell } from '../../kernel/documents/read-json.ts';
import type { JsonObject, Spot } from '../../kernel/documents/read-json.ts';
import { windowDaysMax } from '../../conditions/condition.ts';
import { readDay } from '../../conditions/check-value.ts';

/**
 * When something was to be done. `days`: so many times 24 hours before the instant that is asked about, all of them or, with `until`, only the
 * part that is that many days old at least; `calendarDays`: so many days of the program's zone, today included; `dates`: calendar days, both
 * included; `this` and `previous`: a calendar unit of the zone, of which the first one is still going on.
 */
export type BehaviourWindow =
  | { readonly window: 'days'; readonly days: number; readonly until: number }
  | { readonly window: 'calendarDays'; readonly days: number }
  | { readonly window: 'dates'; readonly from: string | null; readonly through: string | null }
  | { readonly window: 'this' | 'previous'; readonly unit: CalendarUnit };

export const calendarUnits = ['week', 'month', 'quarter', 'year'] as const;
export type CalendarUnit = (typeof calendarUnits)[number];

const windowKinds = ['days', 'calendarDays', 'dates', 'this', 'previous'] as const;
const windowKeys = {
  days: ['window', 'days', 'until'],
  calendarDays: ['window', 'days'],
  dates: ['window', 'from', 'through'],
  this: ['window', 'unit'],
  previous: ['window', 'unit'],
} as const;

/** The window of a document; null after telling what is wrong with it. */
export function checkBehaviourWindow(value: FactValue | undefined, spot: Spot): BehaviourWindow | null {
  if (!isObject(value)) {
    tell(spot, 'segment.not_a_window', `A window is expected here: ${windowKinds.join(', ')}.`);
    return null;
  }
  const window = readChoice(value['window'], at(spot, 'window'), windowKinds);
  if (window === null) return null;
  readObject(value, spot, windowKeys[window]);
  switch (window) {
    case 'days':
      return checkDays(value, spot);
    case 'calendarDays': {
      const days = readWhole(value['days'], at(spot, 'days'));
      return days === null ? null : { window, days };
    }
    case 'dates':
      return checkDates(value, spot);
    case 'this':
    case 'previous': {
      const unit = readChoice(value['unit'], at(spot, 'unit'), calendarUnits);
      return unit === null ? null : { window, unit };
    }
  }
}

function checkDays(value: JsonObject, spot: Spot): BehaviourWindow | null {
  const days = readNumber(value['days'], at(spot, 'days'), { min: 1 / 24, max: windowDaysMax });
  const until = readNumber(value['until'] ?? 0, at(spot, 'until'), { min: 0, max: windowDaysMax });
  if (days === null || until === null) return null;
  if (until >= days) {
    tell(
      at(spot, 'until'),
      'segment.window_bounds_crossed',
      'A window ends after it begins: `until` is less than `days`.',
    );
    return null;
  }
  return { window: 'days', days, until };
}

function readWhole(value: FactValue | undefined, spot: Spot): number | null {
  const days = readNumber(value, spot, { min: 1, max: windowDaysMax });
  if (days === null || Number.isInteger(days)) return days;
  tell(spot, 'segment.not_whole', 'Calendar days are whole.');
  return null;
}

function checkDates(value: JsonObject, spot: Spot): BehaviourWindow | null {
  const before = spot.problems.problems.length;
  const [from, through] = (['from', 'through'] as const).map((key) =>
    value[key] === undefined || value[key] === null ? null : (readDay(value[key], at(spot, key)) ?? null),
  );
  if (spot.problems.problems.length > before || from === undefined || through === undefined) return null;
  if (from === null && through === null) {
    tell(spot, 'segment.no_dates', 'Say from which day on, through which day, or both.');
    return null;
  }
  if (from !== null && through !== null && from > through) {
    tell(at(spot, 'through'), 'segment.window_bounds_crossed', 'The last day lies before the first one.');
    return null;
  }
  return { window: 'dates', from, through };
}

/** From an instant on, up to and without another one; epoch milliseconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const everFrom = -8_640_000_000_000_000;

/** What a window comes to at an instant: never anything that is later than the instant itself. */
export function spanOf(window: BehaviourWindow | null, asked: Moment): Span {
  const { from, to } = window === null ? { from: everFrom, to: asked.at + 1 } : boundsOf(window, asked);
  return { from, to: Math.min(to, asked.at + 1) };
}

export interface Moment {
  readonly at: number;
  readonly days: DayTable;
}

function boundsOf(window: BehaviourWindow, { at: instant, days }: Moment): Span {
  switch (window.window) {
    case 'days':
      // What is exactly so many days old is over, as it is everywhere.
      return { from: instant - lengthOf(window.days) + 1, to: instant - lengthOf(window.until) + 1 };
    case 'calendarDays': {
      const today = days.dayOf(instant);
      return { from: days.startOf(today - window.days + 1), to: days.startOf(today + 1) };
    }
    case 'dates':
      return {
        from: window.from === null ? everFrom : days.startOf(dayNumber(window.from)),
        to: window.through === null ? Number.MAX_SAFE_INTEGER : days.startOf(dayNumber(window.through) + 1),
      };
    case 'this':
    case 'previous': {
      const first = firstOf(window.unit, days.dayOf(instant));
      const from = window.window === 'this' ? first : first.subtract(stepOf(window.unit));
      return { from: days.startOf(numberOf(from)), to: days.startOf(numberOf(from.add(stepOf(window.unit)))) };
    }
  }
}

/** Windows of days are so many milliseconds. */
function lengthOf(days: number): number {
  return Math.round(days * dayMs);
}

const dayZero = Temporal.PlainDate.from('1970-01-01');

function dayNumber(text: string): number {
  return numberOf(Temporal.PlainDate.from(text));
}

function numberOf(date: Temporal.PlainDate): number {
  return dayZero.until(date).days;
}

/** The first day of the unit that a day lies in; weeks begin on Monday. */
function firstOf(unit: CalendarUnit, day: number): Temporal.PlainDate {
  const date = dayZero.add({ days: day });
  switch (unit) {
    case 'week':
      return date.subtract({ days: date.dayOfWeek - 1 });
    case 'month':
      return date.with({ day: 1 });
    case 'quarter':
      return date.with({ day: 1, month: date.month - ((date.month - 1) % 3) });
    case 'year':
      return date.with({ day: 1, month: 1 });
  }
}

function stepOf(unit: CalendarUnit): Temporal.DurationLike {
  switch (unit) {
    case 'week':
      return { days: 7 };
    case 'month':
      return { months: 1 };
    case 'quarter':
      return { months: 3 };
    case 'year':
      return { years: 1 };
  }
}

/**
 * When a window next moves over an instant that something was done at, or over its own edge: the instants after `asked.at` at which time alone
 * may change what stands in it, for something that was done at `doneAt`.
 */
export function edgesAfter(window: BehaviourWindow | null, doneAt: number, asked: Moment): readonly number[] {
  if (window === null) return [];
  const { at: instant, days } = asked;
  const edges = ((): readonly number[] => {
    switch (window.window) {
      case 'days':
        return [doneAt + lengthOf(window.days), doneAt + lengthOf(window.until)];
      case 'calendarDays':
        return [days.startOf(days.dayOf(doneAt) + window.days)];
      case 'dates':
        return [];
      case 'this':
      case 'previous': {
        const after = firstOf(window.unit, days.dayOf(doneAt)).add(stepOf(window.unit));
        const ends = window.window === 'this' ? [after] : [after, after.add(stepOf(window.unit))];
        return ends.map((date) => days.startOf(numberOf(date)));
      }
    }
  })();
  return edges.filter((edge) => edge > instant);
}
