import { emptyBatch, foldBatch, type BatchResult } from '../fold/fold-batch.ts';
import { foldDue } from '../fold/fold-due.ts';
import type { FoldStore, Seal } from '../fold/fold-store.ts';
import type { HandOver } from '../fold/hand-over.ts';
import type { Programs } from '../fold/programs.ts';
import { createBatchSize } from './batch-size.ts';
import type { FoldMeter } from './fold-meter.ts';
import { gatherMsAfter } from './gather-ms.ts';
import { createVersionWatch } from './version-watch.ts';
import type { WakeClock } from './wake-clock.ts';
import { createWakes } from './wakes.ts';

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
  readonly handOver: HandOver;
  /** Ends its waiting for more. */
  readonly stopping: AbortSignal;
}

/** One loop of folding over the shards it is given; several lanes of a process share its leased shards. */
export interface Lane {
  setShards(shards: readonly number[]): void;
  /** Shards of others are ignored. `nextWakeAt`: when somebody in them falls due whom the lane has not folded. */
  raise(shards: Iterable<number>, nextWakeAt: number | null): void;
  /** Folds until nothing waits and nobody is due; returns the next wake known, or null. */
  runOnce(isPoll: boolean): Promise<number | null>;
}

/**
 * A lane does not time its runs: `runOnce` does what there is to do, and the worker decides when to call it. It keeps the
 * shards that were signalled, and the earliest wake of each shard as read from the store.
 */
export function createLane(dependencies: LaneDependencies): Lane {
  const { store, programs, clock } = dependencies;
  const [wakes, versions, fold] = [createWakes(store), createVersionWatch(store, programs), createFold(dependencies)];
  let shards: ReadonlySet<number> = new Set();
  let signalled = new Set<number>();

  /** Taken before the store is asked: what is signalled while it answers is new. */
  function takeSignalled(): Set<number> {
    const taken = signalled;
    signalled = new Set();
    return taken;
  }

  async function foldWaiting(isPoll: boolean): Promise<void> {
    let waiting = takeSignalled();
    if (isPoll) waiting = new Set([...waiting, ...(await store.laggingShards([...shards]))]);
    while (waiting.size > 0) {
      const batch = await fold(waiting);
      wakes.note(batch.nextWakeAt);
      if (batch === emptyBatch) return;
      await letGather(dependencies, batch);
      waiting = takeSignalled();
      // A full batch may have left steps behind.
      if (batch.isFull) waiting = new Set([...waiting, ...(await store.laggingShards([...shards]))]);
    }
  }

  /** Seals a few due shards, folds them up to the seal, and moves everybody who is due there. */
  async function wakeShards(due: readonly number[]): Promise<void> {
    const seals = await store.seal(due);
    for (const shard of await store.laggingShards(due)) signalled.add(shard);
    await foldWaiting(false);
    await wakeMembers(dependencies, seals);
  }

  return {
    setShards(next) {
      shards = new Set(next);
      versions.reset();
    },
    raise(raised, nextWakeAt) {
      wakes.note(nextWakeAt);
      for (const shard of raised) if (shards.has(shard)) signalled.add(shard);
    },
    async runOnce(isPoll) {
      if (shards.size === 0) return null;
      // Another process may have published: members are moved by it though nothing else happens.
      if (isPoll) await programs.ensure(await store.latestProgramVersion());
      await foldWaiting(isPoll);
      if (isPoll) await wakes.read([...shards]);
      const [byTime, byVersion] = [await wakes.due([...shards], clock), await versions.shardsBehind([...shards])];
      const due = [...new Set([...byTime, ...byVersion])];
      for (let start = 0; start < due.length; start += dueShardsMax)
        await wakeShards(due.slice(start, start + dueShardsMax));
      if (due.length > 0) await wakes.read([...shards]);
      return wakes.earliest();
    },
  };
}

/** Moves everybody who is due up to the seals. */
async function wakeMembers({ store, programs, clock, meter }: LaneDependencies, seals: readonly Seal[]): Promise<void> {
  for (;;) {
    const startedAt = clock.now();
    const result = await foldDue(store, programs, { seals, membersMax: dueMembersMax });
    if (result.members + result.parked === 0) return;
    meter.membersWoken(result, clock.now() - startedAt);
  }
}

async function letGather({ clock, stopping }: LaneDependencies, batch: BatchResult): Promise<void> {
  const gatherMs = gatherMsAfter(batch);
  if (gatherMs > 0) await clock.wait(gatherMs, stopping);
}

function createFold({ store, programs, handOver, clock, meter }: LaneDependencies) {
  const size = createBatchSize(stepsMax);
  return async (shards: Iterable<number>): Promise<BatchResult> => {
    const ascending = [...shards].toSorted((a, b) => a - b);
    const startedAt = clock.now();
    const batch = await size.run((most) => foldBatch(store, programs, { shards: ascending, stepsMax: most, handOver }));
    meter.batchFolded(batch, clock.now() - startedAt);
    return batch;
  };
}
