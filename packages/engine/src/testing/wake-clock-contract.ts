import { describe, expect, it } from 'vitest';
import type { WakeClock } from '../scheduling/wake-clock.ts';

/** Beyond what a timer of 32 bits counts: one that is asked for more fires at once. */
const monthMs = 30 * 86_400_000;

/** What the scheduler takes from its clock, whatever shows the time. */
export function describeWakeClock(name: string, create: () => WakeClock): void {
  describe(`the clock of the scheduler: ${name}`, () => {
    const never = () => new AbortController().signal;

    it('ends a wait when its time has passed by its own count, and not before', async () => {
      const clock = create();
      const from = clock.now();
      await clock.wait(20, never());
      // A timer counts in whole milliseconds, and may have begun within one.
      expect(clock.now() - from).toBeGreaterThanOrEqual(19);
    });

    it('ends a wait when it is aborted, as if its time had passed', async () => {
      const [clock, stopping] = [create(), new AbortController()];
      let isOver = false;
      const waiting = clock.wait(monthMs, stopping.signal).then(() => (isOver = true));
      await clock.wait(20, never());
      expect(isOver).toBe(false);
      stopping.abort();
      await waiting;
    });

    it('does not begin a wait that was aborted before', async () => {
      await expect(create().wait(monthMs, AbortSignal.abort())).resolves.toBeUndefined();
    });

    it('shows epoch milliseconds that do not fall', () => {
      const clock = create();
      const [first, second] = [clock.now(), clock.now()];
      expect(first).toBeGreaterThan(Date.UTC(2020, 0));
      expect(second).toBeGreaterThanOrEqual(first);
    });
  });
}
