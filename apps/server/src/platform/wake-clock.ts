import { setTimeout as delay } from 'node:timers/promises';
import type { WakeClock } from '@perennial/engine';

/** A timer counts in 32 bits: a longer wait would fire at once. */
const waitMsMax = 2_147_483_647;

/** The scheduler's clock, which tells the time by another one and waits by this machine. */
export function createWakeClock(now: () => number): WakeClock {
  return {
    now,
    async wait(ms, signal) {
      // An aborted wait is what the caller asked for.
      await delay(Math.min(ms, waitMsMax), undefined, { signal }).catch(() => undefined);
    },
  };
}

/** On this machine's clock. */
export const systemClock: WakeClock = createWakeClock(() => Date.now());
