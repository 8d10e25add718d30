import { describe, expect, it } from 'vitest';
import type {
  DeliveryStore,
  DuePlace,
  NewDelivery,
  OutboxEvent,
  Receiver,
  Settled,
} from '../../outbox/delivery-store.ts';
import { freshFixture, type Fixture } from '../fixture.ts';
import { testEvent } from './memory-delivery-store.ts';

export interface DeliveryStoreFixture extends Fixture {
  readonly store: DeliveryStore;
  putReceiver(receiver: Receiver): Promise<void>;
  removeReceiver(id: string): Promise<void>;
  addEvents(events: readonly OutboxEvent[]): Promise<void>;
}

const crm = '00000000-0000-4000-8000-0000000000c1';
const mail = '00000000-0000-4000-8000-0000000000c2';
const [ann, bea] = ['00000000-0000-7000-8000-00000000000a', '00000000-0000-7000-8000-00000000000b'];
const start: DuePlace = { nextAt: 0, shard: -1, position: -1 };
const shards = [0, 1];

function receiver(id: string, parts: Partial<Receiver> = {}): Receiver {
  return { id, types: ['stage.changed'], condition: null, perSecondMax: 100, state: 'active', revision: 1, ...parts };
}

/** What every store of deliveries does, whatever it is made of. */
export function describeDeliveryStore(name: string, create: () => Promise<DeliveryStoreFixture>): void {
  describe(`the store of deliveries: ${name}`, () => {
    const fixture = freshFixture(create);
    const toAll = async (receivers: readonly Receiver[], events: readonly OutboxEvent[]): Promise<NewDelivery[]> =>
      receivers.flatMap(({ id }) => events.map((event) => ({ receiverId: id, event, heldBack: null })));
    const pass = (nextAt = 2_000, limit = 1_000) => fixture().store.fanOut(shards, { limit, nextAt, match: toAll });
    const due = async (now: number, after = start, receiverId = crm) =>
      (await fixture().store.readDue({ receiverId, shards, now, after, limit: 100 })).map(
        ({ event, attempts, nextAt }) => ({ at: `${event.shard}/${event.position}`, attempts, nextAt }),
      );
    const places = async (now: number, after = start) => (await due(now, after)).map(({ at }) => at);
    const settle = (position: number, parts: Partial<Settled> = {}) => {
      const tried = { receiverId: crm, shard: 0, position, attempts: 1, at: 3_000, status: 200, code: null, ms: 5 };
      return fixture().store.settle([{ ...tried, state: 'delivered', nextAt: 3_000, ...parts }]);
    };

    it('passes events once, in the order of each shard, to whoever there is by then', async () => {
      await fixture().putReceiver(receiver(crm));
      await fixture().addEvents([testEvent(0, 1, ann), testEvent(0, 2, bea), testEvent(1, 1, ann)]);
      expect(await pass()).toEqual({ events: 3, deliveries: 3, isFull: false });
      expect(await pass()).toEqual({ events: 0, deliveries: 0, isFull: false });
      expect(await places(2_000)).toEqual(['0/1', '0/2', '1/1']);
      await fixture().putReceiver(receiver(mail));
      await fixture().addEvents([testEvent(0, 3, ann)]);
      expect((await pass(2_001)).deliveries).toBe(2);
      expect((await due(2_001, start, mail)).map(({ at }) => at)).toEqual(['0/3']);
    });

    it('gives what it reads back as it was written', async () => {
      await fixture().putReceiver(receiver(crm));
      const event = testEvent(1, 1, ann);
      await fixture().addEvents([event]);
      await pass();
      const [read] = await fixture().store.readDue({ receiverId: crm, shards, now: 2_000, after: start, limit: 1 });
      expect(read).toEqual({ receiverId: crm, attempts: 0, nextAt: 2_000, wasTried: false, event });
    });

    it('passes a little at a time where there is much, and says so', async () => {
      await fixture().putReceiver(receiver(crm));
      await fixture().addEvents([1, 2, 3].map((position) => testEvent(0, position, ann)));
      expect(await pass(2_000, 2)).toMatchObject({ deliveries: 2, isFull: true });
      expect(await pass(2_001, 2)).toMatchObject({ deliveries: 1, isFull: false });
    });

    it('passes what nobody is told of, which is told to nobody later either', async () => {
      await fixture().addEvents([testEvent(0, 1, ann)]);
      expect(await pass()).toMatchObject({ events: 1, deliveries: 0 });
      await fixture().putReceiver(receiver(crm));
      expect(await pass()).toMatchObject({ events: 0 });
    });

    it('leaves everything where it was when passing fails', async () => {
      await fixture().putReceiver(receiver(crm));
      await fixture().addEvents([testEvent(0, 1, ann)]);
      const match = () => Promise.reject(new Error('not now'));
      await expect(fixture().store.fanOut(shards, { limit: 10, nextAt: 1, match })).rejects.toThrow('not now');
      expect(await pass()).toMatchObject({ deliveries: 1 });
    });

    it('keeps what cannot be judged among what was given up, where it is not due', async () => {
      await fixture().putReceiver(receiver(crm));
      await fixture().addEvents([testEvent(0, 1, ann), testEvent(0, 2, ann)]);
      const match = async (_all: readonly Receiver[], events: readonly OutboxEvent[]) =>
        events.map((event, n) => ({ receiverId: crm, event, heldBack: n === 0 ? 'webhook.condition_unknown' : null }));
      await fixture().store.fanOut(shards, { limit: 10, nextAt: 2_000, match });
      expect(await places(9_000)).toEqual(['0/2']);
    });

    it('shows what is due after a place, and only of the shards that are asked for', async () => {
      await fixture().putReceiver(receiver(crm));
      await fixture().addEvents([testEvent(0, 1, ann), testEvent(0, 2, bea), testEvent(1, 1, bea)]);
      await pass();
      expect(await places(1_999)).toEqual([]);
      expect(await places(2_000, { nextAt: 2_000, shard: 0, position: 1 })).toEqual(['0/2', '1/1']);
      const query = { receiverId: crm, shards: [1], now: 2_000, after: start, limit: 10 };
      expect((await fixture().store.readDue(query)).map(({ event }) => event.shard)).toEqual([1]);
    });

    it('holds back what follows a failure of the same member until that is due, and nobody else (D2)', async () => {
      await fixture().putReceiver(receiver(crm));
      await fixture().addEvents([testEvent(0, 1, ann), testEvent(0, 2, ann), testEvent(0, 3, bea)]);
      await pass();
      await settle(1, { state: 'waiting', nextAt: 8_000, status: 500, code: 'webhook.status' });
      expect(await places(5_000)).toEqual(['0/3']);
      // Behind the one that failed although it waits longer: read after it, it is known whether that is through.
      expect(await due(8_000)).toEqual([
        { at: '0/3', attempts: 0, nextAt: 2_000 },
        { at: '0/1', attempts: 1, nextAt: 8_000 },
      ]);
      const query = { receiverId: crm, shards, now: 8_000, after: start, limit: 100 };
      expect((await fixture().store.readDue(query)).map(({ wasTried }) => wasTried)).toEqual([false, true]);
      await settle(1, { attempts: 2 });
      expect(await places(8_000)).toEqual(['0/2', '0/3']);
    });

    it('lets what follows go when one is given up', async () => {
      await fixture().putReceiver(receiver(crm));
      await fixture().addEvents([testEvent(0, 1, ann), testEvent(0, 2, ann)]);
      await pass();
      await settle(1, { state: 'dead', status: null, code: 'webhook.timeout' });
      expect(await places(5_000)).toEqual(['0/2']);
    });

    it('writes down an attempt once, and none on what somebody has sent again or has settled', async () => {
      await fixture().putReceiver(receiver(crm));
      await fixture().addEvents([testEvent(0, 1, ann)]);
      await pass();
      await settle(1, { attempts: 3, state: 'dead' });
      expect(await places(5_000)).toEqual(['0/1']);
      await settle(1);
      await settle(1, { attempts: 2, state: 'waiting' });
      expect(await places(5_000)).toEqual([]);
    });

    it('knows a receiver as it is said now, and that it said it is gone', async () => {
      const said = receiver(crm, { condition: { field: 'purchase.count', operator: '>', value: 2 }, perSecondMax: 7 });
      await fixture().putReceiver(said);
      expect(await fixture().store.receivers()).toEqual([said]);
      await fixture().store.noteReceiver(crm, { failure: { at: 5, code: 'webhook.status' }, restsUntil: 9 });
      await fixture().store.noteReceiver(crm, { deliveredAt: 6, restsUntil: null });
      expect(await fixture().store.receivers()).toEqual([said]);
      await fixture().store.noteReceiver(crm, { failure: { at: 7, code: 'webhook.status' }, isGone: true });
      expect(await fixture().store.receivers()).toEqual([{ ...said, state: 'gone' }]);
      await fixture().removeReceiver(crm);
      expect(await fixture().store.receivers()).toEqual([]);
    });

    it('forgets what was settled long ago, and never what waits', async () => {
      await fixture().putReceiver(receiver(crm));
      await fixture().addEvents([1, 2, 3, 4].map((position) => testEvent(0, position, position < 4 ? ann : bea)));
      await pass();
      await settle(1);
      await settle(2, { state: 'dead', code: 'webhook.timeout' });
      expect(await fixture().store.forget({ delivered: 1_000, dead: 1_000 }, 100)).toBe(0);
      expect(await fixture().store.forget({ delivered: 9_000, dead: 1_000 }, 100)).toBeGreaterThan(0);
      expect(await fixture().store.forget({ delivered: 9_000, dead: 9_000 }, 100)).toBeGreaterThan(0);
      expect(await fixture().store.forget({ delivered: 9_000, dead: 9_000 }, 100)).toBe(0);
      expect(await places(9_000)).toEqual(['0/3', '0/4']);
    });
  });
}
