import { emptyBatch, foldBatch } from '../fold/fold-batch.ts';
import { foldDue } from '../fold/fold-due.ts';
import type { FoldStore } from '../fold/fold-store.ts';
import type { Programs } from '../fold/programs.ts';
import type { FoldMeter } from './fold-meter.ts';
import type { WakeClock } from './wake-clock.ts';

/** What a batch may hold: enough for set-based statements to pay, little enough that locks are short. */
const stepsMax = 4_000;
const dueMembersMax = 5_000;
/** Due shards taken together: few, so that the statement over them stays a handful of index scans. */
const dueShardsMax = 32;

export interface LaneDependencies {
  readonly store: FoldStore;
  readonly programs: Programs;
  readonly clock: WakeClock;
  readonly meter: FoldMeter;
}

/** One loop of folding over the shards it is given; several lanes of a process share its leased shards. */
export interface Lane {
  setShards(shards: readonly number[]): void;
  /** Shards of others are ignored. */
  raise(shards: Iterable<number>): void;
  /** Folds until nothing waits and nobody is due; returns the next wake known, or null. */
  runOnce(isPoll: boolean): Promise<number | null>;
}

/**
 * A lane does not wait or time: `runOnce` does what there is to do, and the worker decides when to call it. It keeps the
 * shards that were signalled, and the earliest wake of each shard as read from the store.
 */
export function createLane({ store, programs, clock, meter }: LaneDependencies): Lane {
  let shards = new Set<number>();
  let signalled = new Set<number>();
  let wakes = new Map<number, number>();
  /** Earliest wake set by batches since the wakes were last read. */
  let notedWakeAt = Infinity;
  let progressVersion = 0;

  async function foldWaiting(isPoll: boolean): Promise<void> {
    let waiting = isPoll ? new Set(await store.laggingShards([...shards])) : signalled;
    signalled = new Set();
    while (waiting.size > 0) {
      const startedAt = clock.now();
      const batch = await foldBatch(store, programs, { shards: [...waiting].toSorted((a, b) => a - b), stepsMax });
      meter.batchFolded(batch, clock.now() - startedAt);
      noteWake(batch.nextWakeAt);
      if (batch === emptyBatch) return;
      // Whatever was signalled meanwhile is new; a full batch may have left steps behind.
      const rest = batch.isFull ? new Set(await store.laggingShards([...shards])) : signalled;
      signalled = new Set();
      waiting = rest;
    }
  }

  function noteWake(wakeAt: number | null): void {
    if (wakeAt !== null && wakeAt < notedWakeAt) notedWakeAt = wakeAt;
  }

  async function readWakes(): Promise<void> {
    notedWakeAt = Infinity;
    wakes = new Map((await store.nextWakes([...shards])).map(({ shard, wakeAt }) => [shard, wakeAt]));
  }

  async function dueShards(now: number): Promise<number[]> {
    const wakeAt = nextWake();
    if (wakeAt === null || wakeAt > now) return behindShards();
    await readWakes();
    const due = [...wakes].filter(([, wakeAt]) => wakeAt <= now).map(([shard]) => shard);
    return [...new Set([...due, ...(await behindShards())])];
  }

  /** Shards with members folded under a version that asks to be passed eagerly; asked for once a version, until none is left. */
  async function behindShards(): Promise<number[]> {
    const version = programs.eagerVersion;
    if (version === 0 || version === progressVersion) return [];
    const behind = await store.countBehind([...shards], version);
    if (behind.length === 0) progressVersion = version;
    return behind.map(({ shard }) => shard);
  }

  function nextWake(): number | null {
    let earliest = notedWakeAt;
    for (const wakeAt of wakes.values()) if (wakeAt < earliest) earliest = wakeAt;
    return earliest === Infinity ? null : earliest;
  }

  /** Seals a few due shards, folds them up to the seal, and moves everybody who is due there. */
  async function wakeShards(due: readonly number[]): Promise<void> {
    const seals = await store.seal(due);
    const pending = await store.laggingShards(due);
    for (const shard of pending) signalled.add(shard);
    await foldWaiting(false);
    for (;;) {
      const startedAt = clock.now();
      const result = await foldDue(store, programs, { seals, membersMax: dueMembersMax });
      if (result.members + result.parked === 0) return;
      meter.membersWoken(result, clock.now() - startedAt);
    }
  }

  return {
    setShards(next) {
      shards = new Set(next);
      progressVersion = 0;
    },
    raise(raised) {
      for (const shard of raised) if (shards.has(shard)) signalled.add(shard);
    },
    async runOnce(isPoll) {
      if (shards.size === 0) return null;
      // Another process may have published: members are moved by it though nothing else happens.
      if (isPoll) await programs.ensure(await store.latestProgramVersion());
      await foldWaiting(isPoll);
      if (isPoll) await readWakes();
      const now = await currentTime(store, clock, nextWake());
      const due = await dueShards(now);
      for (let start = 0; start < due.length; start += dueShardsMax)
        await wakeShards(due.slice(start, start + dueShardsMax));
      if (due.length > 0) await readWakes();
      return nextWake();
    },
  };
}

/** The store's clock decides what is due; it is asked only when this process's clock says that something may be. */
async function currentTime(store: FoldStore, clock: WakeClock, wakeAt: number | null): Promise<number> {
  const now = clock.now();
  const skewMaxMs = 2_000;
  if (wakeAt === null || wakeAt > now + skewMaxMs) return now;
  return store.now();
}
