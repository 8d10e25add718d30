import { setTimeout as delay } from 'node:timers/promises';
import type { WakeClock } from '../scheduling/wake-clock.ts';
import type { Easing } from './easing.ts';
import { attemptsMax, delayAfter, type Chance } from './backoff.ts';
import type { DeliveryStore, DueDelivery, DuePlace, Receiver, ReceiverNote, Settled } from './delivery-store.ts';
import { MemberQueue } from './member-queue.ts';
import { createPace, type Pace } from './pace.ts';
import { createReceiverHealth, type ReceiverHealth } from './receiver-health.ts';
import { createSettlements, type Settlements } from './settlements.ts';

interface Failed {
  readonly kind: 'failed';
  readonly status: number | null;
  /** Stable, dotted: `webhook.timeout`. */
  readonly code: string;
  readonly ms: number;
  /** How long the receiver asks to be left alone. */
  readonly retryAfterMs: number | null;
  /** It says that it is no more. */
  readonly isGone: boolean;
}

/** What came of handing something over. */
export type HandOutcome = { readonly kind: 'delivered'; readonly status: number | null; readonly ms: number } | Failed;

/** Hands one event to a receiver, within the receiver's own time limit. Rejects when aborted alone. */
export type Hand = (receiver: Receiver, delivery: DueDelivery, signal: AbortSignal) => Promise<HandOutcome>;

export interface CourierDependencies {
  readonly store: DeliveryStore;
  readonly hand: Hand;
  readonly clock: WakeClock;
  readonly chance: Chance;
  /** Shards that this process delivers of; none while it cannot be sure of them. */
  readonly shards: () => readonly number[];
  /** This process' part of all shards, by which it has its part of a receiver's rate. */
  readonly share: () => number;
  /** Nothing may leave the house for now. */
  readonly isPaused: () => Promise<boolean>;
  /** Which part of a receiver's rate is made use of now: delivering gives way to what members do. */
  readonly easing: Easing;
  readonly report: (error: unknown) => void;
}

/** Calls of one receiver that are under way at once: at a tenth of a second each, 640 a second. */
const busyMax = 64;
/** Kept ready, and read together: what 64 calls use up in the time of a read. */
const queueMax = 1_000;
const readMax = 500;
const pollMs = 1_000;
/** After a call that could not be made, which says nothing about the receiver, nothing is sent for so long. */
const faultMs = 1_000;
/** What the sweep's place may have passed over is found within so long. */
const sweepMs = 15_000;
/** Calls under way may end for so long when the process stops; what is cut off is sent again. */
const stopMs = 3_000;
const start: DuePlace = { nextAt: Number.MIN_SAFE_INTEGER, shard: -1, position: -1 };

/**
 * Delivers to one receiver, for as long as it runs.
 *
 * It does: read what is due in sweeps, send as many at once as the receiver's rate allows and of each member one after the other, write
 * down what became of them in batches, leave a receiver alone that fails again and again, and try it with one call before it goes on.
 * It does not: decide what is delivered, or hold up anybody else: each receiver has a courier of its own.
 * States: running, stopping (calls under way end), stopped.
 *
 * D1 What was delivered and not written down when the process died is delivered again, with the same id: at least once.
 * D2 Deliveries of a member go in the order of her events (the queue's Q1 to Q4, and `readDue`).
 * D3 While it rests or is paused nothing is sent, and nothing counts as tried.
 */
export class Courier {
  private readonly use: CourierDependencies;
  private readonly queue = new MemberQueue();
  private readonly settlements: Settlements;
  private readonly health: ReceiverHealth;
  private readonly pace: Pace;
  private readonly stopping = new AbortController();
  private readonly cutting = new AbortController();
  private readonly running: Promise<void>;
  private alarm = new AbortController();
  private to: Receiver;
  private place = start;
  private mayHaveMore = true;
  private readNumber = 0;
  private readAt = Number.NEGATIVE_INFINITY;
  private sweptAt = Number.NEGATIVE_INFINITY;
  private readShards = '';
  /** Something failed that is not written down yet. */
  private hasFailed = false;
  private faultUntil = Number.NEGATIVE_INFINITY;
  private notedAt = Number.NEGATIVE_INFINITY;

  constructor(receiver: Receiver, use: CourierDependencies) {
    this.use = use;
    this.to = receiver;
    this.settlements = createSettlements(use.store);
    this.health = createReceiverHealth(use.chance);
    this.pace = createPace(receiver.perSecondMax);
    this.running = this.run();
  }

  get receiver(): Receiver {
    return this.to;
  }

  /** Something is due from this instant on that may lie before what was read. */
  ring(from: number): void {
    if (from <= this.place.nextAt) this.place = { nextAt: from, shard: -1, position: -1 };
    this.mayHaveMore = true;
    this.alarm.abort();
  }

  /** Goes by what is said of the receiver now; a change forgives what it answered before. */
  change(receiver: Receiver): void {
    const isOther = receiver.revision !== this.to.revision || receiver.state !== this.to.state;
    this.to = receiver;
    if (isOther) this.health.forgive();
    if (isOther) this.sweepAgain();
  }

  /** Other shards are this process' own. */
  sweepAgain(): void {
    this.place = start;
    this.mayHaveMore = true;
    this.alarm.abort();
  }

  /** Resolves when what was under way has ended and is written down. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
    const cut = setTimeout(() => this.cutting.abort(), stopMs);
    while (this.queue.busyCount > 0) await delay(5);
    clearTimeout(cut);
    while (this.settlements.count > 0) await this.settlements.flush(this.use.clock.now());
  }

  private async run(): Promise<void> {
    const { clock, report } = this.use;
    while (!this.stopping.signal.aborted) {
      this.alarm = new AbortController();
      let waitMs = pollMs;
      try {
        waitMs = await this.turn();
      } catch (error) {
        report(error);
      }
      if (!this.alarm.signal.aborted && !this.stopping.signal.aborted)
        await clock.wait(Math.max(1, waitMs), AbortSignal.any([this.alarm.signal, this.stopping.signal]));
    }
  }

  /** Does what there is to do now, and says how long until there is more, milliseconds. */
  private async turn(): Promise<number> {
    const { clock } = this.use;
    if (this.settlements.waitMs(clock.now()) === 0) await this.flush();
    if (this.to.state !== 'active' || (await this.use.isPaused()))
      return this.settlements.waitMs(clock.now()) ?? pollMs;
    const now = clock.now();
    const restMs = this.restMs(now);
    if (restMs > 0) return Math.min(restMs, pollMs);
    if (this.isTimeToRead(now)) await this.read(now);
    this.pace.setRate(this.to.perSecondMax * Math.max(this.use.share(), 1 / 1_000) * (await this.use.easing()));
    const sendMs = this.sendAll(clock.now());
    return Math.min(sendMs, this.settlements.waitMs(clock.now()) ?? pollMs);
  }

  /** How long nothing is sent for now, milliseconds. */
  private restMs(now: number): number {
    // A clock set back must not put it off.
    const faultMsLeft = Math.min(faultMs, this.faultUntil - now);
    return Math.max(0, this.health.restsUntil - now, faultMsLeft);
  }

  private isTimeToRead(now: number): boolean {
    if (now - this.sweptAt > sweepMs || now < this.sweptAt) {
      this.sweptAt = now;
      this.place = start;
      this.mayHaveMore = true;
    }
    if (this.queue.size > queueMax - readMax) return false;
    return this.mayHaveMore || now - this.readAt >= pollMs || now < this.readAt;
  }

  private async read(now: number): Promise<void> {
    const shards = this.use.shards();
    if (shards.length === 0) return;
    this.sweepForOthers(shards);
    const after = this.place;
    this.readAt = now;
    this.readNumber += 1;
    this.mayHaveMore = false;
    const query = { receiverId: this.to.id, shards, now, after, limit: readMax };
    const due = await this.use.store.readDue(query);
    this.queue.add(due, this.readNumber);
    if (due.length === readMax) this.mayHaveMore = true;
    const last = due.at(-1);
    // Set back meanwhile: then it is read from there.
    if (last !== undefined && this.place === after)
      this.place = { nextAt: last.nextAt, shard: last.event.shard, position: last.event.position };
  }

  /** What waits of a shard that was not read before lies before the place. */
  private sweepForOthers(shards: readonly number[]): void {
    const read = shards.join(' ');
    if (read !== this.readShards) this.place = start;
    this.readShards = read;
  }

  /** Sends what may go now; says how long until more may. */
  private sendAll(now: number): number {
    const restMs = this.restMs(now);
    if (restMs > 0) return restMs;
    const owned = new Set(this.use.shards());
    while (this.queue.busyCount < (this.health.isProbed ? 1 : busyMax)) {
      const waitMs = this.pace.waitMs(now);
      if (waitMs > 0) return waitMs;
      const delivery = this.queue.next();
      if (delivery === undefined) break;
      if (!owned.has(delivery.event.shard)) {
        this.drop(delivery);
        continue;
      }
      this.pace.take(now);
      void this.send(delivery);
    }
    return this.mayHaveMore && this.queue.size <= queueMax - readMax ? 1 : pollMs;
  }

  private async send(delivery: DueDelivery): Promise<void> {
    try {
      const outcome = await this.use.hand(this.to, delivery, this.cutting.signal);
      if (outcome.kind === 'delivered') this.delivered(delivery, outcome);
      else this.failed(delivery, outcome);
    } catch (error) {
      this.drop(delivery);
      this.faultUntil = this.use.clock.now() + faultMs;
      if (!this.cutting.signal.aborted) this.use.report(error);
    }
    this.alarm.abort();
  }

  /** It was not sent. It is found again before anything that follows it. */
  private drop(delivery: DueDelivery): void {
    this.queue.dropped(delivery, this.readNumber + 1);
    this.place = start;
    this.mayHaveMore = true;
  }

  private delivered(delivery: DueDelivery, { status, ms }: HandOutcome): void {
    const at = this.use.clock.now();
    this.settle(delivery, { state: 'delivered', nextAt: at, at, status, code: null, ms });
    this.queue.passed(delivery);
    const isBack = this.health.isProbed;
    this.health.succeeded();
    if (isBack || at - this.notedAt >= pollMs || at < this.notedAt) {
      this.notedAt = at;
      this.note({ deliveredAt: at, restsUntil: null });
    }
  }

  private failed(delivery: DueDelivery, { status, code, ms, retryAfterMs, isGone }: Failed): void {
    const at = this.use.clock.now();
    const attempts = delivery.attempts + 1;
    const delayMs = attempts >= attemptsMax ? null : delayAfter(attempts, this.use.chance);
    const nextAt = at + Math.max(delayMs ?? 0, retryAfterMs ?? 0);
    this.settle(delivery, { state: delayMs === null ? 'dead' : 'waiting', nextAt, at, status, code, ms });
    if (delayMs === null) this.queue.passed(delivery);
    else this.queue.failed(delivery);
    this.hasFailed = true;
    const restMs = this.health.failed(at, retryAfterMs);
    if (restMs > 0 || isGone) this.queue.clear(this.readNumber + 1);
    if (restMs > 0 || isGone) this.sweepAgain();
    if (isGone) this.to = { ...this.to, state: 'gone' };
    const rest = restMs > 0 ? { restsUntil: at + restMs } : {};
    this.note({ failure: { at, code }, ...rest, ...(isGone ? { isGone: true } : {}) });
  }

  private settle(
    delivery: DueDelivery,
    outcome: Omit<Settled, 'receiverId' | 'shard' | 'position' | 'attempts'>,
  ): void {
    const { shard, position } = delivery.event;
    const attempts = delivery.attempts + 1;
    const ms = Math.round(outcome.ms);
    this.settlements.add(delivery, { ...outcome, ms, receiverId: this.to.id, shard, position, attempts });
  }

  private async flush(): Promise<void> {
    const written = await this.settlements.flush(this.use.clock.now());
    this.queue.written(written, this.readNumber + 1);
    // What waited for one that had failed lies before the place of the sweep, and is due now that the one is known to be through; so does
    // what waited for one that failed just now, where another process that had the shard before knows it to be through.
    if (this.hasFailed || written.some(({ wasTried }) => wasTried)) this.sweepAgain();
    if (this.settlements.count === 0) this.hasFailed = false;
  }

  /** Of how it stands only the last word counts, and it is for people to read: nothing waits for it. */
  private note(note: ReceiverNote): void {
    this.use.store.noteReceiver(this.to.id, note).catch(this.use.report);
  }
}
