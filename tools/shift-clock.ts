/**
 * Moves what this process calls now. Importing it is all: it is a set-up file of the tests and is preloaded by the processes that they
 * start. It does nothing unless the run states a date, see `test-date.ts`.
 *
 * Only the calendar moves. Timers and `performance.now` measure durations, which are the same on every day.
 */
import { shiftMsVariable } from './test-date.ts';

const shiftMs = Number(process.env[shiftMsVariable] ?? 0);
const marker = Symbol.for('perennial.shifted-clock');

// Test files that share a thread run this once each.
if (shiftMs !== 0 && !(marker in globalThis)) {
  const RealDate = Date;
  const now = (): number => RealDate.now() + shiftMs;
  Object.defineProperty(globalThis, marker, { value: shiftMs });
  globalThis.Date = new Proxy(RealDate, {
    construct(target, values, newTarget) {
      const made: object = Reflect.construct(target, values.length === 0 ? [now()] : values, newTarget);
      return made;
    },
    apply: () => new RealDate(now()).toString(),
    get(target, key) {
      const own: unknown = Reflect.get(target, key);
      return key === 'now' ? now : own;
    },
  });
}
