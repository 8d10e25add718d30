import type { FoldStore } from '../fold/fold-store.ts';
import type { WakeClock } from './wake-clock.ts';

/** So far ahead of a wake the store is asked what time it is. */
const skewMaxMs = 2_000;
/** By how much this process's clock is off is asked anew after this long, and when the clock was set back meanwhile. */
const offsetKeptMs = 5_000;

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
  /** By how much the store's clock was ahead of this process's when it was asked, by this process's clock. */
  let aheadMs = 0;
  let askedAt = -Infinity;

  async function read(shards: readonly number[]): Promise<void> {
    notedAt = Infinity;
    byShard = new Map((await store.nextWakes(shards)).map(({ shard, wakeAt }) => [shard, wakeAt]));
  }

  function earliest(): number | null {
    let wakeAt = notedAt;
    for (const shardWakeAt of byShard.values()) if (shardWakeAt < wakeAt) wakeAt = shardWakeAt;
    return wakeAt === Infinity ? null : wakeAt;
  }

  /** The store's clock decides what is due; this process's own only says when to ask it. */
  async function currentTime(clock: WakeClock, wakeAt: number): Promise<number> {
    const now = clock.now();
    const isOffsetKnown = now >= askedAt && now - askedAt < offsetKeptMs;
    if (isOffsetKnown && wakeAt > now + aheadMs + skewMaxMs) return now + aheadMs;
    const storeNow = await store.now();
    askedAt = clock.now();
    aheadMs = storeNow - askedAt;
    return storeNow;
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
