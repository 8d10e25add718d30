import type { WakeClock } from '../scheduling/wake-clock.ts';
import { Courier, type Hand } from './courier.ts';
import type { DeliveryGate } from './delivery-gate.ts';
import type { DeliveryStore, MatchEvents, Receiver } from './delivery-store.ts';
import { createEasing } from './easing.ts';
import { matchEvents, type JudgeEvents } from './match-events.ts';

export interface DispatcherDependencies {
  readonly store: DeliveryStore;
  readonly gate: DeliveryGate;
  readonly hand: Hand;
  readonly judge: JudgeEvents;
  readonly clock: WakeClock;
  /** Between 0 and 1, evenly. */
  readonly chance: () => number;
  /** Shards that this process has leased and may be sure of. */
  readonly shards: () => readonly number[];
  readonly shardCount: number;
  /** The fold is behind, and what members do goes before what is told of them. */
  readonly isRush: () => Promise<boolean>;
  readonly report: (error: unknown) => void;
}

/** Events passed in one transaction. */
const eventsMax = 2_000;
const rushMs = 100;
/** Without receivers nothing is written into the outbox, and it is seldom looked at. */
const idleMs = 1_000;
const pollMs = 100;
const receiversMs = 500;
const pauseMs = 1_000;
/** After a failure (a lost connection, a full disk) it tries again; the outbox keeps everything meanwhile. */
const retryMs = 1_000;
const forgetEveryMs = 600_000;
const forgetMax = 5_000;
const dayMs = 86_400_000;
/** What was delivered can be looked at, and sent again, for so long; what was given up longer, because somebody has to see it. */
export const deliveredKeptMs = 14 * dayMs;
export const deadKeptMs = 30 * dayMs;

/**
 * Takes events from the outbox to those who are to be told of them, for as long as it runs.
 *
 * It does: pass the outbox of the shards that this process has leased in order, write down who is told of what, keep a courier for
 * each receiver, and remove what is long settled.
 * It does not: ask for anything to be told (the fold does), or keep state that the store does not have; killing it loses nothing.
 * States: started, stopping (calls under way end), stopped.
 */
export interface Dispatcher {
  stop(): Promise<void>;
}

export function startDispatcher(dependencies: DispatcherDependencies): Dispatcher {
  const { clock, report } = dependencies;
  const stopping = new AbortController();
  const couriers = createCouriers(dependencies);
  const passAll = createPassing(dependencies, couriers);
  const forget = createForgetting(dependencies);

  async function turn(): Promise<number> {
    const count = await couriers.refresh();
    // Without receivers too: what was written for one who is no more is passed by, and is not told to the next.
    await passAll();
    await forget();
    return count > 0 ? pollMs : idleMs;
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      let waitMs = retryMs;
      try {
        waitMs = await turn();
      } catch (error) {
        report(error);
      }
      await clock.wait(waitMs, stopping.signal);
    }
  }

  const running = run();
  return {
    async stop() {
      stopping.abort();
      await running;
      await couriers.stop();
    },
  };
}

/** Passes the outbox as far as it goes; in a rush a little of it. */
function createPassing(dependencies: DispatcherDependencies, couriers: ReturnType<typeof createCouriers>) {
  const { clock } = dependencies;
  let lastNextAt = 0;

  /** Never the same twice, so that what one pass brings lies behind what the one before brought. */
  function nextAtOf(now: number): number {
    lastNextAt = Math.max(now, lastNextAt + 1);
    return lastNextAt;
  }

  return async (): Promise<void> => {
    for (;;) {
      const part = await couriers.easing();
      const shards = dependencies.shards();
      if (shards.length === 0) return;
      const nextAt = nextAtOf(clock.now());
      const match: MatchEvents = (receivers, events) => matchEvents(receivers, events, dependencies.judge);
      const passed = await dependencies.store.fanOut(shards, {
        limit: Math.ceil(eventsMax * part),
        nextAt,
        match,
      });
      if (passed.deliveries > 0) couriers.ring(nextAt);
      if (!passed.isFull || part < 1) return;
    }
  };
}

/** A courier for each receiver, as the store has them. */
function createCouriers(dependencies: DispatcherDependencies) {
  const { clock, store, gate, shardCount } = dependencies;
  const couriers = new Map<string, Courier>();
  const isPaused = keepFor(pauseMs, clock.now, async () => (await gate.readPause()) !== null);
  const easing = keepFor(rushMs, clock.now, createEasing(dependencies.isRush));
  const use = { ...dependencies, isPaused, easing, share: () => dependencies.shards().length / shardCount };
  let readAt = Number.NEGATIVE_INFINITY;
  let shardsBefore = '';

  function sweepWhereShardsAreOthers(): void {
    const shards = dependencies.shards().join(' ');
    if (shards === shardsBefore) return;
    shardsBefore = shards;
    for (const courier of couriers.values()) courier.sweepAgain();
  }

  function keepUp(receivers: readonly Receiver[]): void {
    const ids = new Set(receivers.map(({ id }) => id));
    for (const receiver of receivers) {
      const courier = couriers.get(receiver.id);
      if (courier === undefined) couriers.set(receiver.id, new Courier(receiver, use));
      else courier.change(receiver);
    }
    for (const [id, courier] of couriers) {
      if (ids.has(id)) continue;
      couriers.delete(id);
      // What is under way there holds nobody else up.
      courier.stop().catch(dependencies.report);
    }
  }

  return {
    easing,
    /** Says how many there are. */
    async refresh(): Promise<number> {
      const now = clock.now();
      if (now - readAt >= receiversMs || now < readAt) {
        keepUp(await store.receivers());
        readAt = now;
      }
      sweepWhereShardsAreOthers();
      return couriers.size;
    },
    ring(from: number): void {
      for (const courier of couriers.values()) courier.ring(from);
    },
    async stop(): Promise<void> {
      const ended = await Promise.allSettled([...couriers.values()].map((courier) => courier.stop()));
      // What could not be written down is sent again by whoever comes next (D1): no reason not to end.
      for (const end of ended) if (end.status === 'rejected') dependencies.report(end.reason);
    },
  };
}

/** The same answer for a while. */
function keepFor<Answer>(ms: number, now: () => number, ask: () => Promise<Answer>): () => Promise<Answer> {
  let kept: { readonly at: number; readonly answer: Promise<Answer> } | null = null;
  return () => {
    const at = now();
    if (kept !== null && at - kept.at < ms && at >= kept.at) return kept.answer;
    const answer = ask();
    kept = { at, answer };
    answer.catch(() => (kept = null));
    return answer;
  };
}

/** A little at a time, so that it holds nothing up. */
function createForgetting({ clock, store, shards }: DispatcherDependencies): () => Promise<void> {
  let nextAt = Number.NEGATIVE_INFINITY;
  return async () => {
    const now = clock.now();
    if ((now < nextAt && nextAt - now <= forgetEveryMs) || shards().length === 0) return;
    const removed = await store.forget({ delivered: now - deliveredKeptMs, dead: now - deadKeptMs }, forgetMax);
    nextAt = removed < forgetMax ? now + forgetEveryMs : now + pollMs;
  };
}
