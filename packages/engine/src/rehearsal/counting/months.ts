/** The calendar months of a zone, numbered: 0 is all before the first. */
export interface Months {
  /** The last one's number. */
  readonly last: number;
  readonly numberOf: (at: number) => number;
  /** `2025-03`; of the months from 1. */
  readonly nameOf: (month: number) => string;
}

/** Facts dated earlier are counted in the first month. */
const firstYear = 1990;
const nameLength = 'yyyy-mm'.length;

/**
 * Months up to the one of `untilAt`. Those from `fromAt` on are counted: the first may be a part of one, and what is before it is month 0.
 */
export function createMonths(zone: string, { fromAt, untilAt }: { fromAt: number | null; untilAt: number }): Months {
  const dayIn = (at: number) => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate();
  const end = dayIn(untilAt);
  let first = fromAt === null ? Temporal.PlainDate.from({ year: firstYear, month: 1, day: 1 }) : dayIn(fromAt);
  const starts = [fromAt ?? Number.NEGATIVE_INFINITY];
  const names = [first.toString().slice(0, nameLength)];
  for (;;) {
    first = first.with({ day: 1 }).add({ months: 1 });
    if (Temporal.PlainDate.compare(first, end) > 0) break;
    starts.push(first.toZonedDateTime(zone).epochMilliseconds);
    names.push(first.toString().slice(0, nameLength));
  }
  let at = 0;
  return {
    last: starts.length,
    nameOf: (month) => names[month - 1] ?? '',
    // What is counted comes nearly in the order of time.
    numberOf(instant) {
      while (at < starts.length && instant >= (starts[at] ?? Number.POSITIVE_INFINITY)) at += 1;
      while (at > 0 && instant < (starts[at - 1] ?? Number.NEGATIVE_INFINITY)) at -= 1;
      return at;
    },
  };
}
