import { invariant } from '../../../kernel/base/invariant.ts';
import type { CalendarLength, EndRounding, ExpiryPolicy } from '../documents/wallet-document.ts';

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
      return nextDate(policy.dates, startsAt, { daysMin: policy.daysMin, zone });
  }
}

/** The end of a length that begins at an instant, rounded up to the end of a day, a month … of the zone. */
export function endOfTerm(
  { length, roundTo }: { readonly length: CalendarLength; readonly roundTo: EndRounding },
  startsAt: number,
  zone: string,
): number {
  const end = zoned(startsAt, zone).add({ [length.unit]: length.count });
  return roundTo === 'none' ? end.epochMilliseconds : endOf(end, roundTo);
}

function zoned(at: number, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
}

const monthsOf = { month: 1, quarter: 3, half_year: 6, year: 12 } as const;

/** 00:00 of the day after the last one of what the day belongs to. */
function endOf(moment: Temporal.ZonedDateTime, rounding: Exclude<EndRounding, 'none'>): number {
  const day = moment.toPlainDate();
  if (rounding === 'day') return startOf(day.add({ days: 1 }), moment.timeZoneId);
  const months = monthsOf[rounding];
  const first = Math.floor((day.month - 1) / months) * months + 1;
  const begin = Temporal.PlainDate.from({ year: day.year, month: first, day: 1 });
  return startOf(begin.add({ months }), moment.timeZoneId);
}

/** The first instant of a day, though its midnight may not exist. */
function startOf(day: Temporal.PlainDate, zone: string): number {
  return day.toZonedDateTime(zone).epochMilliseconds;
}

/** Through the next of these days of the year; 29 February is the 28th where there is none. */
function nextDate(
  dates: readonly string[],
  startsAt: number,
  { daysMin, zone }: { readonly daysMin: number; readonly zone: string },
): number {
  const from = zoned(startsAt, zone).toPlainDate().add({ days: daysMin });
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
