import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createMemoryDeliveryStore, testEvent } from '../testing/outbox/memory-delivery-store.ts';
import { createVirtualClock } from '../testing/outbox/virtual-clock.ts';
import { Courier, type HandOutcome } from './courier.ts';
import type { DueDelivery, Receiver } from './delivery-store.ts';
import { matchEvents } from './match-events.ts';

const startAt = 1_000_000;
const minuteMs = 60_000;
const receiver: Receiver = {
  id: 'crm',
  types: ['stage.changed'],
  condition: null,
  perSecondMax: 500,
  state: 'active',
  revision: 1,
};

/** Events of a few members, told in parts while the receiver answers as it likes and the courier dies now and then. */
const runs = fc.record({
  members: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 40 }),
  parts: fc.integer({ min: 1, max: 4 }),
  /** Of each call in turn: how long it takes, and whether it fails. */
  calls: fc.array(fc.record({ ms: fc.integer({ min: 1, max: 900 }), fails: fc.boolean() }), { maxLength: 30 }),
  deaths: fc.integer({ min: 0, max: 3 }),
  chance: fc.double({ min: 0, max: 1, noNaN: true }),
});

interface Taken {
  readonly memberId: string;
  readonly position: number;
}

it('delivers everything at least once and of each member in order, whatever fails and dies (D1, D2)', async () => {
  await fc.assert(
    fc.asyncProperty(runs, async ({ members, parts, calls, deaths, chance }) => {
      const clock = createVirtualClock(startAt);
      const store = createMemoryDeliveryStore();
      const taken: Taken[] = [];
      const underWay = new Map<string, number>();
      let call = 0;
      await store.putReceiver(receiver);

      async function hand(_to: Receiver, { event }: DueDelivery, signal: AbortSignal): Promise<HandOutcome> {
        const { memberId, position } = event;
        const { ms, fails } = calls[call] ?? { ms: 2, fails: false };
        call += 1;
        underWay.set(memberId, (underWay.get(memberId) ?? 0) + 1);
        expect(underWay.get(memberId)).toBe(1);
        await clock.wait(ms, signal);
        underWay.set(memberId, 0);
        signal.throwIfAborted();
        if (!fails) taken.push({ memberId, position });
        const failed = { kind: 'failed', status: 500, code: 'webhook.status', ms, retryAfterMs: null, isGone: false };
        return fails ? (failed as HandOutcome) : { kind: 'delivered', status: 200, ms };
      }

      const dependencies = {
        store,
        hand,
        clock,
        chance: () => chance,
        shards: () => [0],
        share: () => 1,
        isPaused: async () => false,
        easing: async () => 1,
        report: (error: unknown) => expect(error).toBeUndefined(),
      };
      let courier = new Courier(receiver, dependencies);
      const events = members.map((member, n) => testEvent(0, n + 1, `m${member}`));
      for (let part = 0; part < parts; part += 1) {
        await store.addEvents(events.filter((_event, n) => Math.floor((n * parts) / events.length) === part));
        const match = (all: readonly Receiver[], some: Parameters<typeof matchEvents>[1]) =>
          matchEvents(all, some, async () => []);
        await store.fanOut([0], { limit: 1_000, nextAt: clock.now(), match });
        courier.ring(clock.now());
        await clock.runFor(300);
        if (part >= deaths) continue;
        const stopping = courier.stop();
        await clock.runFor(1_000);
        await stopping;
        courier = new Courier(receiver, dependencies);
      }
      await clock.runFor(3 * minuteMs);
      for (let hour = 0; hour < 4 && store.deliveries.some(({ state }) => state === 'waiting'); hour += 1)
        await clock.runFor(60 * minuteMs);
      const stopping = courier.stop();
      await clock.runFor(1_000);
      await stopping;
      expect(store.deliveries.filter(({ state }) => state !== 'delivered')).toEqual([]);
      expect(new Set(taken.map(({ position }) => position)).size).toBe(members.length);
      for (const [, own] of Map.groupBy(taken, ({ memberId }) => memberId))
        expect(own.map(({ position }) => position)).toEqual(
          own.map(({ position }) => position).toSorted((one, other) => one - other),
        );
    }),
    { numRuns: 60 },
  );
}, 120_000);
