import type { FoldStore } from '../fold/fold-store.ts';
import type { WakeClock } from './wake-clock.ts';

/** A process's clock may differ from the store's by this much before a wake is late by it. */
const skewMaxMs = 2_000;

/** When time alone changes somebody next, per shard: as last read from the store, and as batches set it since. */
export interface Wakes {
  note(wakeAt: number | null): void;
  read(shards: readonly number[]): Promise<void>;
  /** Epoch milliseconds; null when nobody has a wake. */
  earliest(): number | null;
  /** The shards where somebody is due by now. */
  due(shards: readonly number[], clock: WakeClock): Promise<readonly number[]>;
}

export function createWakes(store: Pick<FoldStore, 'nextWakes' | 'now'>): Wakes {
  let byShard = new Map<number, number>();
  let notedAt = Infinity;

  async function read(shards: readonly number[]): Promise<void> {
    notedAt = Infinity;
    byShard = new Map((await store.nextWakes(shards)).map(({ shard, wakeAt }) => [shard, wakeAt]));
  }

  function earliest(): number | null {
    let wakeAt = notedAt;
    for (const shardWakeAt of byShard.values()) if (shardWakeAt < wakeAt) wakeAt = shardWakeAt;
    return wakeAt === Infinity ? null : wakeAt;
  }

  /** The store's clock decides what is due; it is asked only when this process's clock says that something may be. */
  async function currentTime(clock: WakeClock, wakeAt: number): Promise<number> {
    const now = clock.now();
    return wakeAt > now + skewMaxMs ? now : store.now();
  }

  return {
    note(wakeAt) {
      if (wakeAt !== null && wakeAt < notedAt) notedAt = wakeAt;
    },
    read,
    earliest,
    async due(shards, clock) {
      const wakeAt = earliest();
      if (wakeAt === null) return [];
      const now = await currentTime(clock, wakeAt);
      if (wakeAt > now) return [];
      await read(shards);
      return [...byShard].filter(([, shardWakeAt]) => shardWakeAt <= now).map(([shard]) => shard);
    },
  };
}
