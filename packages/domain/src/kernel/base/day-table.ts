import { dayMs } from './instants.ts';

/** The calendar of a time zone: which day an instant falls on, and when a day begins. */
export interface DayTable {
  readonly zone: string;
  /** Days since 1970-01-01 in the zone, of an epoch millisecond. */
  readonly dayOf: (at: number) => number;
  /** Epoch millisecond at which a day (days since 1970-01-01 in the zone) begins. */
  readonly startOf: (day: number) => number;
  /** How far the zone's clocks are ahead, and since when, ascending; the first one holds since ever. */
  readonly offsets: readonly Offset[];
}

export interface Offset {
  /** Epoch millisecond. */
  readonly fromAt: number;
  readonly offsetMs: number;
}

const nanosecondsPerMillisecond = 1_000_000;
/** Ten years of days are kept: the same are asked for again and again. */
const startsMax = 3_660;
const firstYear = 1970;
const lastYear = 2100;

/**
 * Lists the zone's offsets once, because one zoned computation by Temporal objects costs microseconds and the fold makes
 * one for every page view. Zones with many transitions keep the last segment at hand: facts come nearly in order.
 *
 * @throws RangeError for an unknown zone.
 */
export function createDayTable(zone: string): DayTable {
  const offsets = readOffsets(zone);
  let segment = 0;
  function offsetAt(at: number): number {
    while (segment + 1 < offsets.length && at >= fromOf(segment + 1)) segment += 1;
    while (segment > 0 && at < fromOf(segment)) segment -= 1;
    return offsets[segment]?.offsetMs ?? 0;
  }
  function fromOf(index: number): number {
    return offsets[index]?.fromAt ?? Number.POSITIVE_INFINITY;
  }
  const starts = new Map<number, number>();
  return {
    zone,
    offsets,
    dayOf: (at) => Math.floor((at + offsetAt(at)) / dayMs),
    startOf(day) {
      const known = starts.get(day);
      if (known !== undefined) return known;
      const startsAt = startOfDay(zone, day);
      if (starts.size >= startsMax) starts.clear();
      starts.set(day, startsAt);
      return startsAt;
    },
  };
}

function readOffsets(zone: string): readonly Offset[] {
  let moment: Temporal.ZonedDateTime | null = Temporal.Instant.from(`${firstYear}-01-01T00:00Z`).toZonedDateTimeISO(
    zone,
  );
  const offsets: Offset[] = [{ fromAt: Number.NEGATIVE_INFINITY, offsetMs: offsetOf(moment) }];
  for (;;) {
    moment = moment.getTimeZoneTransition('next');
    if (moment === null || moment.year > lastYear) return offsets;
    offsets.push({ fromAt: moment.epochMilliseconds, offsetMs: offsetOf(moment) });
  }
}

function offsetOf(moment: Temporal.ZonedDateTime): number {
  return moment.offsetNanoseconds / nanosecondsPerMillisecond;
}

function startOfDay(zone: string, day: number): number {
  return Temporal.PlainDate.from({ year: firstYear, month: 1, day: 1 }).add({ days: day }).toZonedDateTime(zone)
    .epochMilliseconds;
}
