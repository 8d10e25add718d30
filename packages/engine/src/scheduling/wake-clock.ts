/** Time as the scheduler sees it; tests drive it by hand. */
export interface WakeClock {
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Resolves after `ms`, or earlier when `signal` aborts. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}
