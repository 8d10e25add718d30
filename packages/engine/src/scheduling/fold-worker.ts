import type { FoldStore } from '../fold/fold-store.ts';
import { createHandOver } from '../fold/hand-over.ts';
import type { Programs } from '../fold/programs.ts';
import type { FoldMeter } from './fold-meter.ts';
import { createLane } from './lane.ts';
import { createLaneRunner } from './lane-runner.ts';
import type { LeaseStore } from './lease-store.ts';
import type { FoldSignal } from './signal.ts';
import type { WakeClock } from './wake-clock.ts';

/** A lease outlives three missed renewals; a frozen worker's shards go to the others after this long. */
const leaseMs = 4_000;
const renewMs = 1_000;
/** While one lane waits for the store, the other computes. More than two gain nothing on two cores. */
const lanesPerWorker = 2;

export interface FoldWorkerDependencies {
  readonly worker: string;
  readonly store: FoldStore;
  readonly leases: LeaseStore;
  readonly programs: Programs;
  readonly signal: FoldSignal;
  readonly clock: WakeClock;
  readonly meter: FoldMeter;
}

/**
 * Folds the shards that this process has leased, for as long as it runs.
 *
 * It does: renew leases, hand shards to its lanes, wake them by signal, by the next due instant and by polling, and keep for them
 * what ingestion and commands of this process append to these shards, so that they need not read it.
 * It does not: decide anything about members, or keep state that the store does not have; killing it loses nothing.
 * States: started, stopping (the running batches end), stopped (leases given back).
 */
export interface FoldWorker {
  readonly shards: readonly number[];
  /** The same while its leases have surely not run out; none when it was frozen, and another may have taken them. */
  readonly sureShards: readonly number[];
  readonly isRunning: boolean;
  /** Ends the running batches and gives the leases back. */
  stop(): Promise<void>;
}

/** Starts folding. The first leases are taken before it resolves, so that a fresh process is ready to fold. */
export async function startFoldWorker(dependencies: FoldWorkerDependencies): Promise<FoldWorker> {
  const { clock, leases, meter, signal, worker } = dependencies;
  const stopping = new AbortController();
  const handOver = createHandOver();
  const own = { ...dependencies, handOver, stopping: stopping.signal };
  const runners = Array.from({ length: lanesPerWorker }, () => createLaneRunner({ ...own, lane: createLane(own) }));
  const held = createHeldShards(leases, worker);

  async function renew(): Promise<void> {
    if (!(await held.renew())) return;
    const { shards } = held;
    handOver.keepOnly(shards);
    for (const [n, runner] of runners.entries()) {
      runner.lane.setShards(shards.filter((shard) => shard % runners.length === n));
      runner.ring();
    }
  }

  async function keepLeases(): Promise<void> {
    while (!stopping.signal.aborted) {
      await clock.wait(renewMs, stopping.signal);
      if (stopping.signal.aborted) return;
      try {
        await renew();
      } catch (error) {
        meter.failed(error);
      }
    }
  }

  const unsubscribe = signal.subscribe((raised, rows, nextWakeAt) => {
    handOver.give(rows);
    const raisedShards = [...raised];
    for (const [n, runner] of runners.entries()) {
      runner.lane.raise(raisedShards, nextWakeAt);
      if (raisedShards.some((shard) => shard % runners.length === n)) runner.ring();
    }
  });
  await renew();
  const running = Promise.all([...runners.map((runner) => runner.run()), keepLeases()]);
  return {
    get shards() {
      return held.shards;
    },
    get sureShards() {
      return held.sureShards();
    },
    get isRunning() {
      return !stopping.signal.aborted;
    },
    async stop() {
      stopping.abort();
      unsubscribe();
      await running;
      await leases.release(worker);
    },
  };
}

const noShards: readonly number[] = [];

/** The shards that a worker has leased, as it was told last. */
function createHeldShards(leases: LeaseStore, worker: string) {
  let shards = noShards;
  let sureUntil = Number.NEGATIVE_INFINITY;
  return {
    get shards() {
      return shards;
    },
    sureShards: () => (performance.now() < sureUntil ? shards : noShards),
    /** False when they are the same as before. */
    async renew(): Promise<boolean> {
      // Asked before the store answers: the lease cannot run out sooner than it is thought to.
      const askedAt = performance.now();
      const held = await leases.renew(worker, leaseMs);
      sureUntil = askedAt + leaseMs;
      if (held.length === shards.length && held.every((shard, n) => shard === shards[n])) return false;
      shards = held;
      return true;
    },
  };
}
