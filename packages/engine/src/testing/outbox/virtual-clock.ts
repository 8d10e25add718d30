import { setImmediate as nextTurn } from 'node:timers/promises';
import type { WakeClock } from '../../scheduling/wake-clock.ts';

interface Timer {
  readonly at: number;
  readonly fire: () => void;
}

/** Time that passes only when a test lets it. */
export interface VirtualClock extends WakeClock {
  /** Lets time pass up to an instant, and whatever waits for an instant until then go on at it, in order. */
  runUntil(at: number): Promise<void>;
  runFor(ms: number): Promise<void>;
}

/** So many turns of the event loop carry on whatever can go on without time. */
const turnsToSettle = 3;

export function createVirtualClock(startAt: number): VirtualClock {
  let now = startAt;
  const timers = new Set<Timer>();

  async function settle(): Promise<void> {
    for (let turn = 0; turn < turnsToSettle; turn += 1) await nextTurn();
  }

  function earliest(upTo: number): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of timers) if (timer.at <= upTo && (first === undefined || timer.at < first.at)) first = timer;
    return first;
  }

  async function runUntil(at: number): Promise<void> {
    await settle();
    for (let timer = earliest(at); timer !== undefined; timer = earliest(at)) {
      now = Math.max(now, timer.at);
      timer.fire();
      await settle();
    }
    now = Math.max(now, at);
  }

  return {
    now: () => now,
    wait: (ms, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve();
        const fire = () => {
          timers.delete(timer);
          signal.removeEventListener('abort', fire);
          resolve();
        };
        const timer: Timer = { at: now + ms, fire };
        timers.add(timer);
        signal.addEventListener('abort', fire, { once: true });
      }),
    runUntil,
    runFor: (ms) => runUntil(now + ms),
  };
}
