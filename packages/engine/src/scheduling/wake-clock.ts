/** Time as the scheduler sees it; tests drive it by hand. */
export interface WakeClock {
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Resolves after `ms` however long that is, or earlier when `signal` aborts: at once when it has aborted before. Never rejects. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}
