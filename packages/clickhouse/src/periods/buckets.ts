/** A stretch of time, start included and end excluded, epoch milliseconds. */
export interface Period {
  readonly fromAt: number;
  readonly toAt: number;
}

export type BucketSize = 'day' | 'week' | 'month';

/** One bucket of a series. */
export interface Bucket extends Period {
  /** Its first day in the zone, `2011-12-01`; the first bucket may begin before the period asked for ends up in it. */
  readonly on: string;
  /** Its last day in the zone. */
  readonly lastOn: string;
  /** Its week or month had begun before the period. */
  readonly isCutAtStart: boolean;
  /** Its week or month, or the last day itself, is not over where the period ends. */
  readonly isCutAtEnd: boolean;
}

export const bucketsMax = 400;

/**
 * Cuts the days from `from` to `to` (both included, calendar days of `zone`) into days, weeks (from Monday) or months. The first and
 * the last bucket are cut off at the period's ends. Throws RangeError for more than 400 buckets and for a period that ends before it
 * begins.
 */
export function bucketsOf(days: {
  readonly from: string;
  readonly to: string;
  readonly size: BucketSize;
  readonly zone: string;
}): readonly Bucket[] {
  const first = Temporal.PlainDate.from(days.from);
  const end = Temporal.PlainDate.from(days.to).add({ days: 1 });
  if (Temporal.PlainDate.compare(first, end) >= 0)
    throw new RangeError(`The period ${days.from} to ${days.to} is empty`);
  const buckets: Bucket[] = [];
  for (let day = first; Temporal.PlainDate.compare(day, end) < 0;) {
    if (buckets.length === bucketsMax) throw new RangeError(`The period has more than ${bucketsMax} buckets`);
    const following = startAfter(day, days.size);
    const next = Temporal.PlainDate.compare(following, end) < 0 ? following : end;
    buckets.push({
      on: day.toString(),
      lastOn: next.subtract({ days: 1 }).toString(),
      fromAt: startOfDay(day, days.zone),
      toAt: startOfDay(next, days.zone),
      isCutAtStart: Temporal.PlainDate.compare(startAfter(day.subtract({ days: 1 }), days.size), day) !== 0,
      isCutAtEnd: Temporal.PlainDate.compare(following, end) > 0,
    });
    day = next;
  }
  return buckets;
}

function startAfter(day: Temporal.PlainDate, size: BucketSize): Temporal.PlainDate {
  switch (size) {
    case 'day':
      return day.add({ days: 1 });
    case 'week':
      return day.add({ days: 8 - day.dayOfWeek });
    case 'month':
      return day.with({ day: 1 }).add({ months: 1 });
  }
}

function startOfDay(day: Temporal.PlainDate, zone: string): number {
  return day.toZonedDateTime(zone).epochMilliseconds;
}

/** Beginning of each bucket and the end of the last: what SQL rounds down to. */
export function edgesOf(buckets: readonly Period[]): number[] {
  const last = buckets.at(-1);
  return last === undefined ? [] : [...buckets.map((bucket) => bucket.fromAt), last.toAt];
}
