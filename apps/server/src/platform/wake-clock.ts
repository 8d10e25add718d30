import { setTimeout as delay } from 'node:timers/promises';
import type { WakeClock } from '@perennial/engine';

/** A timer counts in 32 bits: a longer wait would fire at once. */
const waitMsMax = 2_147_483_647;

/** The scheduler's clock on this machine's. */
export const systemClock: WakeClock = {
  now: () => Date.now(),
  async wait(ms, signal) {
    // An aborted wait is what the caller asked for.
    await delay(Math.min(ms, waitMsMax), undefined, { signal }).catch(() => undefined);
  },
};
