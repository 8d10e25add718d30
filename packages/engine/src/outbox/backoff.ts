const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;

/**
 * How long one delivery waits after each failure: about three days in all, so that an endpoint which is gone over a long weekend misses
 * nothing, and the first steps are short, because most failures are over at once.
 */
const delaysMs: readonly number[] = [
  5 * secondMs,
  30 * secondMs,
  2 * minuteMs,
  10 * minuteMs,
  30 * minuteMs,
  hourMs,
  2 * hourMs,
  4 * hourMs,
  8 * hourMs,
  12 * hourMs,
  20 * hourMs,
  24 * hourMs,
];

/** After so many attempts a delivery is given up. */
export const attemptsMax = delaysMs.length + 1;

/** A fifth more or less, so that what failed together does not come back together. */
const jitter = 0.2;

/** Between 0 and 1, evenly; given, so that tests know it. */
export type Chance = () => number;

function withJitter(ms: number, chance: Chance): number {
  return Math.round(ms * (1 - jitter + 2 * jitter * chance()));
}

/** How long to wait after so many attempts, milliseconds; null: it is given up. */
export function delayAfter(attempts: number, chance: Chance): number | null {
  const delay = delaysMs[attempts - 1];
  return delay === undefined ? null : withJitter(delay, chance);
}

/** So many failures one after the other, of whatever deliveries, and the receiver is left alone for a while. */
export const failuresBeforeRest = 5;
const firstRestMs = 2 * secondMs;
/** A receiver that comes back is found within so long. */
const longestRestMs = 2 * minuteMs;

/** How long a receiver rests after so many failures in a row, milliseconds; 0: it does not. */
export function restAfter(failures: number, chance: Chance): number {
  const rests = failures - failuresBeforeRest;
  if (rests < 0) return 0;
  return withJitter(Math.min(longestRestMs, firstRestMs * 2 ** Math.min(rests, 20)), chance);
}
