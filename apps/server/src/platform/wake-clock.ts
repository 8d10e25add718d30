import type { WakeClock } from '@perennial/engine';

/** A timer counts in 32 bits: a longer wait would fire at once. */
const waitMsMax = 2_147_483_647;

/** The scheduler's clock, which tells the time by another one and waits by this machine. */
export function createWakeClock(now: () => number): WakeClock {
  return {
    now,
    wait(ms, signal) {
      const { promise, resolve } = Promise.withResolvers<void>();
      if (signal.aborted) resolve();
      else waitFor(Math.min(ms, waitMsMax), signal, resolve);
      return promise;
    },
  };
}

/** Not by `timers/promises`, which makes an error with its stack for each wait that is aborted: hardly a command's wait is not. */
function waitFor(ms: number, signal: AbortSignal, resolve: () => void): void {
  const end = () => {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
    resolve();
  };
  const timer = setTimeout(end, ms);
  signal.addEventListener('abort', end, { once: true });
}

/** On this machine's clock. */
export const systemClock: WakeClock = createWakeClock(() => Date.now());
