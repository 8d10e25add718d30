import type { LogRow } from '../log/log-rows.ts';

type Listener = (shards: Iterable<number>, rows: readonly LogRow[], nextWakeAt: number | null) => void;

/** Tells the lanes of this process that shards have new steps, so that they need not poll, and which, so that they need not read them. */
export interface FoldSignal {
  /**
   * Only after the commit. `rows`: what was appended, where it is at hand, shard by shard and ascending by position. `nextWakeAt`: when
   * the first of those who were written with it falls due.
   */
  raise(shards: Iterable<number>, rows?: readonly LogRow[], nextWakeAt?: number | null): void;
  subscribe(listener: Listener): () => void;
}

const noRows: readonly LogRow[] = [];

export function createFoldSignal(): FoldSignal {
  const listeners = new Set<Listener>();
  return {
    raise(shards, rows = noRows, nextWakeAt = null) {
      for (const listener of listeners) listener(shards, rows, nextWakeAt);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
