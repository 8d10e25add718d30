/** Tells the lanes of this process that shards have new steps, so that they need not poll. */
export interface FoldSignal {
  raise(shards: Iterable<number>): void;
  subscribe(listener: (shards: Iterable<number>) => void): () => void;
}

export function createFoldSignal(): FoldSignal {
  const listeners = new Set<(shards: Iterable<number>) => void>();
  return {
    raise(shards) {
      for (const listener of listeners) listener(shards);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
