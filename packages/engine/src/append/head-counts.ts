import type { HeadRow } from '../log/log-rows.ts';
import type { IngestStore } from './ingest-store.ts';

/**
 * The merge counts of all shards as this process last saw them. A count that is too old costs one more attempt and never a
 * wrong answer, because it is compared under the head lock; so a batch need not read the heads before it resolves identities.
 */
export interface HeadCounts {
  snapshot(): Promise<ReadonlyMap<number, number>>;
  /** Takes in what a committed batch left. */
  set(heads: readonly HeadRow[]): void;
  /** Reads anew next time. */
  forget(): void;
}

export function createHeadCounts(store: IngestStore): HeadCounts {
  let counts: Map<number, number> | null = null;
  return {
    async snapshot() {
      counts ??= new Map((await store.readAllHeads()).map((head) => [head.shard, head.mergeCount]));
      return new Map(counts);
    },
    set(heads) {
      for (const head of heads) {
        // Two batches may report out of order; counts only grow.
        if ((counts?.get(head.shard) ?? -1) < head.mergeCount) counts?.set(head.shard, head.mergeCount);
      }
    },
    forget() {
      counts = null;
    },
  };
}
