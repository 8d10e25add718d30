import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMemoryDeliveryStore, testEvent } from '../testing/outbox/memory-delivery-store.ts';
import type { DueDelivery, DuePlace, Receiver, Settled } from './delivery-store.ts';
import { MemberQueue } from './member-queue.ts';

const receiver: Receiver = {
  id: 'crm',
  types: ['stage.changed'],
  condition: null,
  perSecondMax: 500,
  state: 'active',
  revision: 1,
};
const start: DuePlace = { nextAt: -1, shard: -1, position: -1 };

/** What may happen, in any order; `pick` chooses among those under way. */
const acts = fc.array(
  fc.record({
    act: fc.constantFrom(
      'tell',
      'begin',
      'end',
      'next',
      'next',
      'pass',
      'pass',
      'fail',
      'drop',
      'write',
      'clear',
      'tick',
    ),
    pick: fc.nat({ max: 30 }),
  }),
  { maxLength: 250, size: 'max' },
);

/**
 * A receiver's deliveries as a courier drives them: reads of a page of what is due, one at a time, while calls end as they like. Beside
 * it stands the plain truth: which events have been delivered, whether or not it is written down.
 */
async function drive(readMax: number) {
  const store = createMemoryDeliveryStore();
  const queue = new MemberQueue();
  const busy: DueDelivery[] = [];
  const unwritten: { readonly delivery: DueDelivery; readonly settled: Settled }[] = [];
  const delivered = new Set<number>();
  const membersOf = new Map<number, string>();
  let reading: readonly DueDelivery[] | null = null;
  let readNumber = 0;
  let place = start;
  let now = 1;
  await store.putReceiver(receiver);

  const taken = (pick: number) => (busy.length === 0 ? undefined : busy.splice(pick % busy.length, 1)[0]);
  const settle = (delivery: DueDelivery, state: 'waiting' | 'delivered') => {
    const { shard, position } = delivery.event;
    const attempts = delivery.attempts + 1;
    const nextAt = state === 'waiting' ? now + 3 : now;
    const outcome = { state, attempts, nextAt, at: now, status: 200, code: null, ms: 1 };
    unwritten.push({ delivery, settled: { receiverId: receiver.id, shard, position, ...outcome } });
  };

  /** Q1 to Q4, of what is about to be sent. */
  function check({ event: { memberId, position } }: DueDelivery): void {
    expect(busy.filter(({ event }) => event.memberId === memberId)).toEqual([]);
    expect(unwritten.filter(({ delivery }) => delivery.event.position === position)).toEqual([]);
    const earlier = [...membersOf].filter(([other, member]) => member === memberId && other < position);
    expect(earlier.filter(([other]) => !delivered.has(other))).toEqual([]);
  }

  const does: Record<string, (pick: number) => Promise<void> | void> = {
    async tell(pick) {
      const member = `m${pick % 3}`;
      const position = membersOf.size + 1;
      membersOf.set(position, member);
      await store.addEvents([testEvent(0, position, member)]);
      const match = async (all: readonly Receiver[], events: readonly DueDelivery['event'][]) =>
        all.flatMap(({ id }) => events.map((event) => ({ receiverId: id, event, heldBack: null })));
      await store.fanOut([0], { limit: 100, nextAt: now, match });
    },
    async begin() {
      if (reading !== null) return;
      readNumber += 1;
      const query = { receiverId: receiver.id, shards: [0], now, after: place, limit: readMax };
      reading = await store.readDue(query);
      const last = reading.at(-1);
      if (last !== undefined) place = { nextAt: last.nextAt, shard: 0, position: last.event.position };
    },
    end() {
      if (reading !== null) queue.add(reading, readNumber);
      reading = null;
    },
    next() {
      const delivery = queue.next();
      if (delivery === undefined) return;
      check(delivery);
      busy.push(delivery);
    },
    pass(pick) {
      const delivery = taken(pick);
      if (delivery === undefined) return;
      delivered.add(delivery.event.position);
      settle(delivery, 'delivered');
      queue.passed(delivery);
    },
    fail(pick) {
      const delivery = taken(pick);
      if (delivery === undefined) return;
      settle(delivery, 'waiting');
      queue.failed(delivery);
    },
    drop(pick) {
      const delivery = taken(pick);
      if (delivery === undefined) return;
      queue.dropped(delivery, readNumber + 1);
      place = start;
    },
    async write() {
      // Not while a read is under way, which might not know of it.
      if (reading !== null) return;
      const batch = unwritten.splice(0);
      await store.settle(batch.map(({ settled }) => settled));
      queue.written(
        batch.map(({ delivery }) => delivery),
        readNumber + 1,
      );
      place = start;
    },
    clear() {
      queue.clear(readNumber + 1);
      place = start;
    },
    tick: () => void (now += 1),
  };
  return {
    do: (act: string, pick: number) => does[act]?.(pick),
    queue,
    busy,
    isDone: () => delivered.size === membersOf.size && unwritten.length === 0,
  };
}

describe('the queue of the members of a receiver', () => {
  it('sends of each member one at a time, in order, whatever fails, is dropped or is read meanwhile (Q1 to Q4)', async () => {
    await fc.assert(
      fc.asyncProperty(acts, fc.integer({ min: 1, max: 6 }), async (all, readMax) => {
        const driven = await drive(readMax);
        for (const { act, pick } of all) {
          await driven.do(act, pick);
          expect(driven.queue.busyCount).toBe(driven.busy.length);
        }
        // And nothing is lost: with nothing going wrong any more all of it goes.
        for (let round = 0; round < 400 && !driven.isDone(); round += 1)
          for (const act of ['end', 'begin', 'end', 'next', 'pass', 'end', 'write', 'tick']) await driven.do(act, 0);
        expect(driven.isDone()).toBe(true);
        expect(driven.queue.size).toBe(0);
      }),
      { numRuns: 400 },
    );
  });

  it('refuses the end of what was not on its way', () => {
    const queue = new MemberQueue();
    const delivery = { receiverId: 'crm', attempts: 0, nextAt: 1, wasTried: false, event: testEvent(0, 1, 'a') };
    expect(() => queue.passed(delivery)).toThrow('not on its way');
    queue.add([delivery], 1);
    expect(() => queue.failed(delivery)).toThrow('not on its way');
    expect(queue.next()).toBe(delivery);
    queue.passed(delivery);
    expect(() => queue.dropped(delivery, 2)).toThrow('not on its way');
  });

  it('keeps what is on its way when it is cleared, and nothing else', () => {
    const queue = new MemberQueue();
    const due = ['a', 'a', 'b'].map((member, n) => {
      return { receiverId: 'crm', attempts: 0, nextAt: 1, wasTried: false, event: testEvent(0, n + 1, member) };
    });
    queue.add(due, 1);
    const first = queue.next();
    queue.clear(2);
    expect([first, queue.next(), queue.size, queue.busyCount]).toEqual([due[0], undefined, 1, 1]);
    queue.add(due, 1);
    expect(queue.next()).toBeUndefined();
    queue.add(due, 2);
    expect(queue.next()).toBe(due[2]);
  });
});
