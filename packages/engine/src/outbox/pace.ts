/** A burst of this part of a second's calls may go at once, so that a timer's coarseness costs nothing. */
const burstSeconds = 0.1;

/** Lets so many calls a second pass, evenly. */
export interface Pace {
  /** Takes one; false when it is too soon. */
  take(now: number): boolean;
  /** Milliseconds until one may be taken. */
  waitMs(now: number): number;
  setRate(perSecond: number): void;
}

export function createPace(perSecond: number): Pace {
  let rate = perSecond;
  let held = Math.max(1, rate * burstSeconds);
  let filledAt = Number.NEGATIVE_INFINITY;

  function fill(now: number): void {
    const passedMs = filledAt === Number.NEGATIVE_INFINITY ? 0 : Math.max(0, now - filledAt);
    held = Math.min(Math.max(1, rate * burstSeconds), held + (passedMs * rate) / 1_000);
    filledAt = now;
  }

  return {
    take(now) {
      fill(now);
      if (held < 1) return false;
      held -= 1;
      return true;
    },
    waitMs(now) {
      fill(now);
      return held >= 1 ? 0 : Math.ceil(((1 - held) * 1_000) / rate);
    },
    setRate(next) {
      rate = next;
    },
  };
}
