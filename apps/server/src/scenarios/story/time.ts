/** An instant of a story as it is written. Where it is not one instant, `isRefused` says why. */
export type ReadTime = { readonly at: number } | { readonly refused: string };

const day = /^\d{4}-\d{2}-\d{2}$/;
/** Temporal would take a second 60 for 59: whoever writes one does not mean the second before. */
const wallClock = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::[0-5]\d(?:\.\d{1,3})?)?$/;
const withOffset = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::[0-5]\d(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}(?::?\d{2})?)$/i;
/** Facts are of these years. */
const years = { from: 1970, until: 2200 };

/**
 * Reads `2025-03-01` (the first moment of the day), `2025-03-01T09:30` by the wall clock of `zone`, or an instant with its offset. A wall
 * clock time that a zone skips or has twice is refused: only who wrote it knows what was meant.
 */
export function readTime(text: string, zone: string): ReadTime {
  try {
    const time = readShape(text, zone);
    if ('refused' in time) return time;
    const { year } = Temporal.Instant.fromEpochMilliseconds(time.at).toZonedDateTimeISO(zone);
    if (year >= years.from && year <= years.until) return time;
  } catch {
    // No such day, or no such hour.
  }
  return { refused: `"${text}" is no time: write 2025-03-01, 2025-03-01T09:30 or 2025-03-01T09:30:00+08:00` };
}

function readShape(text: string, zone: string): ReadTime {
  if (day.test(text)) return readDay(text, zone);
  if (withOffset.test(text)) return { at: Temporal.Instant.from(text).epochMilliseconds };
  if (wallClock.test(text)) return readWallClock(text, zone);
  throw new RangeError('of no shape');
}

function readDay(text: string, zone: string): ReadTime {
  const begun = Temporal.PlainDate.from(text).toZonedDateTime(zone);
  if (begun.toPlainDate().toString() !== text) return { refused: `${text} is skipped by the calendar of ${zone}` };
  return { at: begun.epochMilliseconds };
}

function readWallClock(text: string, zone: string): ReadTime {
  const written = Temporal.PlainDateTime.from(text);
  const [earlier, later] = (['earlier', 'later'] as const).map((disambiguation) =>
    written.toZonedDateTime(zone, { disambiguation }),
  );
  if (earlier === undefined || later === undefined) throw new Error('there are two readings');
  if (earlier.epochNanoseconds === later.epochNanoseconds) return { at: earlier.epochMilliseconds };
  const isSkipped = !earlier.toPlainDateTime().equals(written);
  return {
    refused: `${text} ${isSkipped ? 'is skipped by' : 'comes twice on'} the clocks of ${zone}: write it with its offset`,
  };
}

/** As people read it: by the wall clock of the zone, with its offset, and without what is nought. */
export function showTime(at: number, zone: string): string {
  const shown = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  const fraction = shown.millisecond === 0 ? 0 : 3;
  return shown.toString({ timeZoneName: 'never', fractionalSecondDigits: fraction });
}
