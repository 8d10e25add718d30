import { ProblemError } from '../kernel/problem-error.ts';

/** An as-of that was resolved: the instant, and whether it is now. */
export interface AsOf {
  readonly at: number;
  readonly isNow: boolean;
}

/**
 * What a caller means by `asOf`: a calendar day of `zone` is its last millisecond, nothing is now, and the future is now too,
 * because nobody knows it.
 */
export function resolveAsOf(text: string | undefined, zone: string, now: number): AsOf {
  if (text === undefined) return { at: now, isNow: true };
  const at = text.includes('T') ? Date.parse(text) : endOfDay(text, zone) - 1;
  return at >= now ? { at: now, isNow: true } : { at, isNow: false };
}

/** First millisecond of a calendar day, epoch milliseconds. Throws `request.invalid` for a day that is not. */
export function startOfDay(on: string, zone: string): number {
  return toDay(on).toZonedDateTime(zone).epochMilliseconds;
}

/** First millisecond of the day after. */
export function endOfDay(on: string, zone: string): number {
  return toDay(on).add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds;
}

/** The calendar day of an instant. */
export function dayOf(at: number, zone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate().toString();
}

/** The same wall clock time a duration earlier, so that a day before is a day also where clocks change. */
export function before(
  at: number,
  zone: string,
  duration: { readonly days?: number; readonly years?: number },
): number {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).subtract(duration).epochMilliseconds;
}

/** The last instants of as many months of a zone that were over by then, oldest first. */
export function monthEndsBefore(at: number, zone: string, months: number): readonly number[] {
  const first = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate().with({ day: 1 });
  return Array.from({ length: months }, (_, index) => {
    const next = first.subtract({ months: months - 1 - index });
    return next.toZonedDateTime(zone).epochMilliseconds - 1;
  });
}

export function daysLater(on: string, days: number): string {
  return toDay(on).add({ days }).toString();
}

/** The earlier of two calendar days. */
export function earlierDay(a: string, b: string): string {
  return Temporal.PlainDate.compare(toDay(a), toDay(b)) < 0 ? a : b;
}

/** What a period is compared with: whole days of the zone, and the instant of the last of them up to which facts count. */
export interface ComparedPeriod {
  readonly from: string;
  readonly to: string;
  /** Start included, end excluded, epoch milliseconds. */
  readonly fromAt: number;
  readonly toAt: number;
}

/** As many days just before, and the same days of the year before. */
export interface ComparedPeriods {
  readonly before: ComparedPeriod;
  readonly lastYear: ComparedPeriod;
}

/**
 * What a period (days of `zone`, both ends included) is compared with, as of an instant: the one baseline of every figure of a page. A period
 * whose last day is not over is compared up to the same time of day, so that the morning of the first is not taken for a loss.
 */
export function comparedPeriods(
  period: { readonly from: string; readonly to: string },
  { zone, asOfAt }: { readonly zone: string; readonly asOfAt: number },
): ComparedPeriods {
  const [from, to] = [toDay(period.from), toDay(period.to)];
  const days = from.until(to, { largestUnit: 'day' }).days + 1;
  const isOver = endOfDay(period.to, zone) <= asOfAt + 1;
  const earlier = (by: { days?: number; years?: number }): ComparedPeriod => {
    const [first, last] = [from.subtract(by).toString(), to.subtract(by).toString()];
    const toAt = isOver ? endOfDay(last, zone) : before(asOfAt, zone, by) + 1;
    return { from: first, to: last, fromAt: startOfDay(first, zone), toAt };
  };
  return { before: earlier({ days }), lastYear: earlier({ years: 1 }) };
}

function toDay(on: string): Temporal.PlainDate {
  try {
    return Temporal.PlainDate.from(on, { overflow: 'reject' });
  } catch (cause) {
    throw new ProblemError('request.invalid', {
      detail: { en: 'There is no such calendar day.', zh: '没有这一天。' },
      cause,
    });
  }
}
