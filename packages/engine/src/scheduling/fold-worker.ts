import type { FoldStore } from '../fold/fold-store.ts';
import type { Programs } from '../fold/programs.ts';
import type { FoldMeter } from './fold-meter.ts';
import { createLane, type Lane } from './lane.ts';
import type { LeaseStore } from './lease-store.ts';
import type { FoldSignal } from './signal.ts';
import type { WakeClock } from './wake-clock.ts';

/** A lease outlives three missed renewals; a frozen worker's shards go to the others after this long. */
const leaseMs = 4_000;
const renewMs = 1_000;
/** Without signals (another process ingests), the logs are looked at this often. */
const pollMs = 250;
/** After a failure (a lost connection, a full disk) the lane tries again; the log keeps everything meanwhile. */
const retryMs = 500;
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
 * It does: renew leases, hand shards to its lanes, wake them by signal, by the next due instant and by polling.
 * It does not: decide anything about members, or keep state that the store does not have; killing it loses nothing.
 * States: started, stopping (the running batches end), stopped (leases given back).
 */
export interface FoldWorker {
  readonly shards: readonly number[];
  readonly isRunning: boolean;
  /** Ends the running batches and gives the leases back. */
  stop(): Promise<void>;
}

/** Starts folding. The first leases are taken before it resolves, so that a fresh process is ready to fold. */
export async function startFoldWorker(dependencies: FoldWorkerDependencies): Promise<FoldWorker> {
  const { clock, leases, meter, signal, worker } = dependencies;
  const stopping = new AbortController();
  const lanes = Array.from({ length: lanesPerWorker }, () => createLane(dependencies));
  const alarms = lanes.map(() => new AbortController());
  let shards: readonly number[] = [];

  async function renew(): Promise<void> {
    const held = await leases.renew(worker, leaseMs);
    if (held.length === shards.length && held.every((shard, n) => shard === shards[n])) return;
    shards = held;
    for (const [n, lane] of lanes.entries()) lane.setShards(shards.filter((shard) => shard % lanes.length === n));
    ring();
  }

  function ring(): void {
    for (const alarm of alarms) alarm.abort();
  }

  const unsubscribe = signal.subscribe((raised) => {
    const raisedShards = [...raised];
    for (const [n, lane] of lanes.entries()) {
      lane.raise(raisedShards);
      if (raisedShards.some((shard) => shard % lanes.length === n)) alarms[n]?.abort();
    }
  });

  async function runLane(lane: Lane, n: number): Promise<void> {
    let nextPollAt = 0;
    while (!stopping.signal.aborted) {
      const alarm = new AbortController();
      alarms[n] = alarm;
      const now = clock.now();
      const isPoll = now >= nextPollAt;
      if (isPoll) nextPollAt = now + pollMs;
      let waitMs = Math.max(1, nextPollAt - now);
      try {
        const wakeAt = await lane.runOnce(isPoll);
        if (wakeAt !== null) waitMs = Math.min(waitMs, Math.max(1, wakeAt - clock.now()));
      } catch (error) {
        meter.failed(error);
        waitMs = retryMs;
        nextPollAt = 0;
      }
      if (!alarm.signal.aborted && !stopping.signal.aborted) {
        await clock.wait(waitMs, AbortSignal.any([alarm.signal, stopping.signal]));
      }
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

  await renew();
  const running = Promise.all([...lanes.map(runLane), keepLeases()]);
  return {
    get shards() {
      return shards;
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
