/** Failed attempts that one key (an e-mail address, a network address) may make before it has to wait. */
export interface AttemptLimits {
  readonly failuresMax: number;
  readonly windowMs: number;
}

export interface AttemptLimiter {
  /** Milliseconds to wait before another attempt; 0 when it may be made now. */
  waitMs(key: string): number;
  noteFailure(key: string): void;
  forget(key: string): void;
}

/** Keys remembered at once; the oldest are forgotten first, so that an attacker cannot fill the memory. */
const keysMax = 10_000;

/** Counts in this process: with several API processes the limit holds per process. */
export function createAttemptLimiter(limits: AttemptLimits, now: () => number): AttemptLimiter {
  const failures = new Map<string, { count: number; endsAt: number }>();
  const current = (key: string) => {
    const entry = failures.get(key);
    return entry !== undefined && entry.endsAt > now() ? entry : undefined;
  };
  return {
    waitMs(key) {
      const entry = current(key);
      return entry === undefined || entry.count < limits.failuresMax ? 0 : entry.endsAt - now();
    },
    noteFailure(key) {
      const entry = current(key) ?? { count: 0, endsAt: now() + limits.windowMs };
      failures.delete(key);
      failures.set(key, { ...entry, count: entry.count + 1 });
      if (failures.size > keysMax) failures.delete(failures.keys().next().value ?? '');
    },
    forget(key) {
      failures.delete(key);
    },
  };
}
