import { afterEach, describe, expect, it } from 'vitest';
import { createMemoryDeliveryStore, testEvent } from '../testing/outbox/memory-delivery-store.ts';
import { createVirtualClock } from '../testing/outbox/virtual-clock.ts';
import { attemptsMax } from './backoff.ts';
import { Courier, type CourierDependencies, type HandOutcome } from './courier.ts';
import type { DueDelivery, DueQuery, OutboxEvent, Receiver, Settled } from './delivery-store.ts';
import { matchEvents } from './match-events.ts';

const startAt = 1_000_000;
const hourMs = 3_600_000;
const receiver: Receiver = {
  id: 'crm',
  types: ['stage.changed'],
  condition: null,
  perSecondMax: 1_000,
  state: 'active',
  revision: 1,
};

const fine: HandOutcome = { kind: 'delivered', status: 200, ms: 3 };
const failing = (parts: Partial<HandOutcome & { kind: 'failed' }> = {}): HandOutcome => ({
  kind: 'failed',
  status: 500,
  code: 'webhook.status',
  ms: 3,
  retryAfterMs: null,
  isGone: false,
  ...parts,
});

const never = new AbortController().signal;

type Answer = (event: OutboxEvent, at: number) => HandOutcome | 'hang';

let running: Courier[] = [];
afterEach(async () => {
  await Promise.all(running.map((courier) => courier.stop()));
  running = [];
});

interface Parts extends Partial<CourierDependencies> {
  /** So often the first one was tried in vain. */
  readonly triedBefore?: number;
}

/** A courier to a receiver that takes 3 ms to answer, with these events on their way to it. */
async function setOut(events: readonly OutboxEvent[], answer: Answer, { triedBefore = 0, ...parts }: Parts = {}) {
  const clock = createVirtualClock(startAt);
  const store = createMemoryDeliveryStore();
  const calls: { readonly event: OutboxEvent; readonly at: number }[] = [];
  const errors: unknown[] = [];
  let underWay = 0;
  let underWayMax = 0;
  await store.putReceiver(receiver);
  const tell = async (more: readonly OutboxEvent[]) => {
    await store.addEvents(more);
    const match = (all: readonly Receiver[], some: readonly OutboxEvent[]) => matchEvents(all, some, async () => []);
    await store.fanOut([0, 1], { limit: 10_000, nextAt: clock.now(), match });
  };
  async function hand(_to: Receiver, { event }: DueDelivery, signal: AbortSignal): Promise<HandOutcome> {
    calls.push({ event, at: clock.now() });
    underWay += 1;
    underWayMax = Math.max(underWayMax, underWay);
    const outcome = answer(event, clock.now());
    await clock.wait(outcome === 'hang' ? Number.MAX_SAFE_INTEGER : 3, signal);
    underWay -= 1;
    signal.throwIfAborted();
    return outcome === 'hang' ? failing() : outcome;
  }
  await tell(events);
  for (let attempts = 1; attempts <= triedBefore; attempts += 1) await store.settle([triedInVain(attempts)]);
  const courier = new Courier(receiver, {
    store,
    hand,
    clock,
    chance: () => 0.5,
    shards: () => [0, 1],
    share: () => 1,
    isPaused: async () => false,
    easing: async () => 1,
    report: (error) => void errors.push(error),
    ...parts,
  });
  running.push(courier);
  const positions = () => calls.map(({ event }) => event.position);
  const stateOf = (position: number) => store.deliveries.find(({ event }) => event.position === position)?.state;
  return { clock, store, calls, errors, courier, tell, positions, stateOf, underWayMax: () => underWayMax };
}

const triedInVain = (attempts: number): Settled => ({
  receiverId: receiver.id,
  shard: 0,
  position: 1,
  state: 'waiting',
  attempts,
  nextAt: startAt + 1_000,
  at: startAt,
  status: 500,
  code: 'webhook.status',
  ms: 1,
});

const eventsOf = (members: readonly string[]) => members.map((member, n) => testEvent(0, n + 1, member));

describe('a courier', () => {
  it('delivers what waits, of each member one after the other and of many at once (Q1, D2)', async () => {
    const { clock, calls, stateOf, underWayMax } = await setOut(eventsOf(['a', 'b', 'a', 'c', 'a']), () => fine);
    await clock.runFor(1_000);
    expect(underWayMax()).toBe(3);
    expect(calls.filter(({ event }) => event.memberId === 'a').map(({ event, at }) => [event.position, at])).toEqual([
      [1, startAt],
      [3, startAt + 3],
      [5, startAt + 6],
    ]);
    expect([1, 2, 3, 4, 5].map(stateOf)).toEqual(Array.from({ length: 5 }, () => 'delivered'));
  });

  it('tries again later what failed, and what follows it of the member waits so long; others go on', async () => {
    const answer: Answer = ({ position }, at) => (position === 1 && at < startAt + 4_000 ? failing() : fine);
    const { clock, positions, stateOf } = await setOut(eventsOf(['a', 'a', 'b']), answer);
    await clock.runFor(4_000);
    expect(positions().toSorted((one, other) => one - other)).toEqual([1, 3]);
    expect([stateOf(1), stateOf(2), stateOf(3)]).toEqual(['waiting', 'waiting', 'delivered']);
    await clock.runFor(3_000);
    expect(positions()).toEqual([1, 3, 1, 2]);
    expect([stateOf(1), stateOf(2)]).toEqual(['delivered', 'delivered']);
  });

  it('leaves a receiver alone that fails again and again, and begins anew with one call (D3)', async () => {
    const members = Array.from({ length: 300 }, (_, n) => `m${n}`);
    const backAt = startAt + 60_000;
    const { clock, calls, store } = await setOut(eventsOf(members), (_event, at) => (at < backAt ? failing() : fine));
    await clock.runFor(60_000);
    // Those that were under way when it turned out, and a probe now and then.
    expect(calls.length).toBeLessThan(64 + 20);
    const before = calls.length;
    await clock.runFor(5 * 60_000);
    const later = calls.slice(before);
    expect(later.filter(({ at }) => at === later[0]?.at)).toHaveLength(1);
    await clock.runFor(2 * hourMs);
    expect(store.deliveries.filter(({ state }) => state !== 'delivered')).toEqual([]);
  });

  it('counts nothing as tried that it did not send while the receiver rested', async () => {
    const members = Array.from({ length: 300 }, (_, n) => `m${n}`);
    const { clock, calls, store } = await setOut(eventsOf(members), () => failing());
    await clock.runFor(10 * 60_000);
    const attempts = store.deliveries.reduce((sum, one) => sum + one.attempts, 0);
    expect(attempts).toBe(calls.length);
  });

  it('gives up after the last attempt, and lets the member’s next one go', async () => {
    const answer: Answer = ({ position }) => (position === 1 ? failing() : fine);
    const { clock, positions, stateOf } = await setOut(eventsOf(['a', 'a']), answer, { triedBefore: attemptsMax - 1 });
    await clock.runFor(20_000);
    expect(positions()).toEqual([1, 2]);
    expect([stateOf(1), stateOf(2)]).toEqual(['dead', 'delivered']);
  });

  it('sends nothing more to one that says it is no more, until somebody says otherwise', async () => {
    const { clock, calls, courier, store } = await setOut(eventsOf(['a', 'b']), ({ memberId }, at) =>
      memberId === 'a' && at < startAt + hourMs ? failing({ status: 410, isGone: true }) : fine,
    );
    await clock.runFor(hourMs);
    const before = calls.length;
    expect(store.notes.some(({ isGone }) => isGone === true)).toBe(true);
    courier.change({ ...receiver, revision: 2 });
    await clock.runFor(1_000);
    expect(calls.length).toBeGreaterThan(before);
    expect(store.deliveries.every(({ state }) => state === 'delivered')).toBe(true);
  });

  it('comes back when it is asked to, not sooner', async () => {
    const { clock, calls } = await setOut(eventsOf(['a']), (_event, at) =>
      at < startAt + 1_000 ? failing({ status: 429, retryAfterMs: 90_000 }) : fine,
    );
    await clock.runFor(89_000);
    expect(calls).toHaveLength(1);
    await clock.runFor(3_000);
    expect(calls).toHaveLength(2);
  });

  it('keeps to its part of the receiver’s rate', async () => {
    const members = Array.from({ length: 200 }, (_, n) => `m${n}`);
    const { clock, calls, courier } = await setOut(eventsOf(members), () => fine, { share: () => 0.5 });
    courier.change({ ...receiver, perSecondMax: 20, revision: 2 });
    const before = calls.length;
    await clock.runFor(5_000);
    expect(calls.length - before).toBeGreaterThan(45);
    expect(calls.length - before).toBeLessThan(160);
  });

  it('keeps to the part of the rate that it is left', async () => {
    const members = Array.from({ length: 900 }, (_, n) => `m${n}`);
    let part = 0.1;
    const { clock, calls } = await setOut(eventsOf(members), () => fine, { easing: async () => part });
    await clock.runFor(3_000);
    expect(calls.length).toBeGreaterThan(250);
    expect(calls.length).toBeLessThan(450);
    part = 1;
    await clock.runFor(2_000);
    expect(calls).toHaveLength(900);
  });

  it('has no more than 64 calls under way at one that never answers, each of another member', async () => {
    const members = Array.from({ length: 300 }, (_, n) => `m${n}`);
    const { clock, calls, underWayMax } = await setOut(eventsOf(members), () => 'hang');
    await clock.runFor(10_000);
    expect([calls.length, underWayMax()]).toEqual([64, 64]);
  });

  it('sends nothing while all delivery is paused, nor of shards that are not its own', async () => {
    const paused = await setOut(eventsOf(['a']), () => fine, { isPaused: async () => true });
    await paused.clock.runFor(60_000);
    expect(paused.calls).toEqual([]);
    const events = [testEvent(0, 1, 'a'), testEvent(1, 1, 'b')];
    const other = await setOut(events, () => fine, { shards: () => [1] });
    await other.clock.runFor(60_000);
    expect(other.calls.map(({ event }) => event.memberId)).toEqual(['b']);
  });

  it('drops what it has read of a shard that is no longer its own', async () => {
    let shards: readonly number[] = [0];
    const { clock, positions } = await setOut(eventsOf(['a', 'a', 'a']), () => fine, { shards: () => shards });
    await clock.runFor(1);
    shards = [];
    await clock.runFor(60_000);
    expect(positions()).toEqual([1]);
  });

  it('keeps what it could not write down, and writes it when the store is back', async () => {
    const parts = await setOut(eventsOf(['a', 'b']), () => fine);
    const settle = parts.store.settle.bind(parts.store);
    let isAway = true;
    Object.assign(parts.store, {
      settle: (settled: readonly Settled[]) => (isAway ? Promise.reject(new Error('away')) : settle(settled)),
    });
    await parts.clock.runFor(5_000);
    expect(parts.errors.length).toBeGreaterThan(0);
    expect(parts.calls).toHaveLength(2);
    isAway = false;
    await parts.clock.runFor(5_000);
    expect(parts.calls).toHaveLength(2);
    expect(parts.store.deliveries.every(({ state }) => state === 'delivered')).toBe(true);
  });

  it('finds what lies before the place that it had come to, when it is rung', async () => {
    const { clock, courier, tell, positions } = await setOut(eventsOf(['a']), () => fine);
    await clock.runFor(3_500);
    await tell([testEvent(0, 2, 'b')]);
    courier.ring(clock.now());
    await clock.runFor(10);
    expect(positions()).toEqual([1, 2]);
  });

  it('ends when it is stopped with what is under way, and writes it down', async () => {
    const { clock, courier, store } = await setOut(eventsOf(['a']), () => fine);
    const stopping = courier.stop();
    await clock.runFor(100);
    await stopping;
    running = [];
    expect(store.deliveries.map(({ state }) => state)).toEqual(['delivered']);
  });

  it('takes up again first what it dropped of a shard that was not its own for a moment (D2)', async () => {
    let shards: readonly number[] = [0];
    const parts = await setOut(eventsOf(['a', 'a', 'a']), () => fine, { shards: () => shards });
    await parts.clock.runFor(1);
    shards = [];
    await parts.clock.runFor(5);
    shards = [0];
    await parts.tell([testEvent(0, 4, 'a')]);
    parts.courier.ring(parts.clock.now());
    await parts.clock.runFor(30_000);
    expect(parts.positions()).toEqual([1, 2, 3, 4]);
  });

  it('sends nothing of a read that began before something was dropped (D2)', async () => {
    const sent: number[] = [];
    const { clock, store, courier, tell } = await setOut(eventsOf(['a']), () => fine, {
      async hand(_to, { event }) {
        sent.push(event.position);
        if (sent.length > 1) return fine;
        await clock.wait(150, never);
        throw new Error('the store is away');
      },
    });
    const readDue = store.readDue.bind(store);
    Object.assign(store, {
      async readDue(query: DueQuery) {
        const due = await readDue(query);
        await clock.wait(100, never);
        return due;
      },
    });
    await clock.runFor(100);
    await tell([testEvent(0, 2, 'a')]);
    courier.ring(clock.now());
    await clock.runFor(30_000);
    expect(sent).toEqual([1, 1, 2]);
  });

  it('sends what was told of a member while a failure of hers waited before what was told when that was due (D2)', async () => {
    let isPaused = false;
    const { clock, courier, tell, positions } = await setOut(
      eventsOf(['a']),
      (_event, at) => (at === startAt ? failing() : fine),
      { isPaused: async () => isPaused },
    );
    await clock.runUntil(startAt + 1_000);
    await tell([testEvent(0, 2, 'a')]);
    isPaused = true;
    await clock.runUntil(startAt + 7_000);
    await tell([testEvent(0, 3, 'a')]);
    isPaused = false;
    courier.ring(clock.now());
    await clock.runFor(60_000);
    expect(positions()).toEqual([1, 1, 2, 3]);
  });

  it('keeps the order when another process that had the shard before writes down that what failed here was delivered (D2)', async () => {
    const deliveredByOther = (): Settled => ({ ...triedInVain(1), state: 'delivered', status: 200, code: null });
    const parts = await setOut(eventsOf(['a', 'a']), ({ position }) => {
      if (position !== 1) return fine;
      void parts.store.settle([deliveredByOther()]);
      return failing();
    });
    await parts.clock.runFor(1_000);
    await parts.tell([testEvent(0, 3, 'a')]);
    parts.courier.ring(parts.clock.now());
    await parts.clock.runFor(30_000);
    expect(parts.positions()).toEqual([1, 2, 3]);
  });

  it('does not run hot while it cannot hand anything over', async () => {
    const { clock, calls, errors, stateOf } = await setOut(eventsOf(['a']), (_event, at) => {
      if (at < startAt + 10_000) throw new Error('no such key');
      return fine;
    });
    await clock.runFor(20_000);
    expect(calls.length).toBeGreaterThan(1);
    expect(calls.length).toBeLessThan(15);
    expect(errors).toHaveLength(calls.length - 1);
    expect(stateOf(1)).toBe('delivered');
  });
});
