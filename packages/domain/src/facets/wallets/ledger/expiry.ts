import { invariant } from '../../../kernel/base/invariant.ts';
import type { CalendarLength, EndRounding, ExpiryPolicy } from '../documents/wallet-document.ts';

/** A day of the zone, and when what starts within it ends. */
interface EndOfDay {
  readonly zone: string;
  readonly from: number;
  readonly to: number;
  readonly endsAt: number;
}

/** The last day that was asked for: facts come nearly in order, and a computation by Temporal objects costs as much as the rest of a lot. */
const lastDays = new WeakMap<object, EndOfDay>();

/**
 * When units that start at an instant expire under a policy, epoch milliseconds; null: never, or together with all others of their wallet.
 * Calendar lengths are those of the zone: 31 January and a month is the end of February.
 */
export function expiryOf(policy: ExpiryPolicy, startsAt: number, zone: string): number | null {
  switch (policy.kind) {
    case 'never':
    case 'sliding':
      return null;
    case 'term':
      return endOfTerm(policy, startsAt, zone);
    case 'dates':
      return onceADay(policy, { startsAt, zone }, (day) =>
        nextDate(policy.dates, day.add({ days: policy.daysMin }), zone),
      );
  }
}

/** The end of a length that begins at an instant; rounded up to the end of a day, a month … of the zone it is a matter of days alone. */
export function endOfTerm(
  term: { readonly length: CalendarLength; readonly roundTo: EndRounding },
  startsAt: number,
  zone: string,
): number {
  const { length, roundTo } = term;
  const long = { [length.unit]: length.count };
  if (roundTo === 'none') return zoned(startsAt, zone).add(long).epochMilliseconds;
  return onceADay(term, { startsAt, zone }, (day) => endOf(day.add(long), roundTo, zone));
}

function onceADay(
  policy: object,
  { startsAt, zone }: { readonly startsAt: number; readonly zone: string },
  endOfDay: (day: Temporal.PlainDate) => number,
): number {
  const last = lastDays.get(policy);
  if (last !== undefined && last.zone === zone && startsAt >= last.from && startsAt < last.to) return last.endsAt;
  const day = zoned(startsAt, zone).toPlainDate();
  const [from, to] = [startOf(day, zone), startOf(day.add({ days: 1 }), zone)];
  const endsAt = endOfDay(day);
  lastDays.set(policy, { zone, from, to, endsAt });
  return endsAt;
}

function zoned(at: number, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
}

const monthsOf = { month: 1, quarter: 3, half_year: 6, year: 12 } as const;

/** 00:00 of the day after the last one of what the day belongs to. */
function endOf(day: Temporal.PlainDate, rounding: Exclude<EndRounding, 'none'>, zone: string): number {
  if (rounding === 'day') return startOf(day.add({ days: 1 }), zone);
  const months = monthsOf[rounding];
  const first = Math.floor((day.month - 1) / months) * months + 1;
  const begin = Temporal.PlainDate.from({ year: day.year, month: first, day: 1 });
  return startOf(begin.add({ months }), zone);
}

/** The first instant of a day, though its midnight may not exist. */
function startOf(day: Temporal.PlainDate, zone: string): number {
  return day.toZonedDateTime(zone).epochMilliseconds;
}

/** Through the next of these days of the year; 29 February is the 28th where there is none. */
function nextDate(dates: readonly string[], from: Temporal.PlainDate, zone: string): number {
  const years = [from.year, from.year + 1];
  const days = years.flatMap((year) => dates.map((date) => dayOf(year, date)));
  const next = days
    .filter((day) => Temporal.PlainDate.compare(day, from) >= 0)
    .toSorted((a, b) => Temporal.PlainDate.compare(a, b))[0];
  invariant(next !== undefined, 'a policy of dates names one');
  return startOf(next.add({ days: 1 }), zone);
}

function dayOf(year: number, date: string): Temporal.PlainDate {
  const [month = 1, day = 1] = date.split('-').map(Number);
  return Temporal.PlainDate.from({ year, month, day }, { overflow: 'constrain' });
}
