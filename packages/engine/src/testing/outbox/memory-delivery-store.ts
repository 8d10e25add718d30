import type { MemberId } from '@perennial/domain';
import type {
  DeliveryStore,
  DueDelivery,
  DuePlace,
  OutboxEvent,
  Receiver,
  ReceiverNote,
  Settled,
} from '../../outbox/delivery-store.ts';

export interface MemoryDelivery extends DueDelivery {
  readonly state: Settled['state'];
  readonly lastCode: string | null;
  readonly lastStatus: number | null;
}

/** A store of deliveries without a database: what the couriers' tests run on. The contract suite holds it to the real one. */
export interface MemoryDeliveryStore extends DeliveryStore {
  readonly deliveries: readonly MemoryDelivery[];
  readonly notes: readonly (ReceiverNote & { readonly id: string })[];
  putReceiver(receiver: Receiver): Promise<void>;
  removeReceiver(id: string): Promise<void>;
  addEvents(events: readonly OutboxEvent[]): Promise<void>;
}

const placeOf = ({ nextAt, event }: DueDelivery): DuePlace => ({
  nextAt,
  shard: event.shard,
  position: event.position,
});

function comparePlaces(one: DuePlace, other: DuePlace): number {
  return one.nextAt - other.nextAt || one.shard - other.shard || one.position - other.position;
}

export function createMemoryDeliveryStore(): MemoryDeliveryStore {
  const receivers = new Map<string, Receiver>();
  const events: OutboxEvent[] = [];
  const cursors = new Map<number, number>();
  const notes: (ReceiverNote & { readonly id: string })[] = [];
  let deliveries: MemoryDelivery[] = [];

  const isHeldUp = (delivery: MemoryDelivery) =>
    deliveries.some(
      (earlier) =>
        earlier.state === 'waiting' &&
        earlier.receiverId === delivery.receiverId &&
        earlier.event.memberId === delivery.event.memberId &&
        earlier.event.position < delivery.event.position &&
        earlier.nextAt > delivery.nextAt,
    );

  function passed(shards: readonly number[], limit: number) {
    const ahead = events.filter(
      ({ shard, position }) => shards.includes(shard) && position > (cursors.get(shard) ?? 0),
    );
    const taken = ahead.toSorted((a, b) => a.shard - b.shard || a.position - b.position).slice(0, limit);
    return { taken, isFull: taken.length < ahead.length };
  }

  return {
    get deliveries() {
      return deliveries;
    },
    notes,
    putReceiver: async (receiver) => void receivers.set(receiver.id, receiver),
    async removeReceiver(id) {
      receivers.delete(id);
      deliveries = deliveries.filter(({ receiverId }) => receiverId !== id);
    },
    addEvents: async (added) => void events.push(...added),
    receivers: async () => [...receivers.values()],
    async fanOut(shards, { limit, nextAt, match }) {
      const { taken, isFull } = passed(shards, limit);
      const matched = await match([...receivers.values()], taken);
      for (const { receiverId, event, heldBack } of matched) {
        const state = heldBack === null ? 'waiting' : 'dead';
        const wasTried = heldBack !== null;
        deliveries.push({
          receiverId,
          event,
          attempts: 0,
          nextAt,
          wasTried,
          state,
          lastCode: heldBack,
          lastStatus: null,
        });
      }
      for (const { shard, position } of taken) cursors.set(shard, position);
      return { events: taken.length, deliveries: matched.length, isFull };
    },
    async readDue({ receiverId, shards, now, after, limit }) {
      return deliveries
        .filter((one) => one.receiverId === receiverId && one.state === 'waiting' && one.nextAt <= now)
        .filter((one) => shards.includes(one.event.shard) && comparePlaces(placeOf(one), after) > 0 && !isHeldUp(one))
        .toSorted((one, other) => comparePlaces(placeOf(one), placeOf(other)))
        .slice(0, limit)
        .map(({ attempts, nextAt, wasTried, event }) => ({ receiverId, attempts, nextAt, wasTried, event }));
    },
    async settle(settled) {
      for (const one of settled) {
        deliveries = deliveries.map((delivery) => (isOf(delivery, one) ? settledBy(delivery, one) : delivery));
      }
    },
    async noteReceiver(id, note) {
      notes.push({ id, ...note });
      const receiver = receivers.get(id);
      if (note.isGone === true && receiver?.state === 'active') receivers.set(id, { ...receiver, state: 'gone' });
    },
    async forget({ delivered, dead }) {
      const before = deliveries.length;
      deliveries = deliveries.filter(({ state, event }) => {
        if (state === 'delivered') return event.recordedAt >= delivered;
        return state === 'waiting' || event.recordedAt >= dead;
      });
      return before - deliveries.length;
    },
  };
}

function isOf(delivery: MemoryDelivery, settled: Settled): boolean {
  const { event } = delivery;
  if (delivery.receiverId !== settled.receiverId || delivery.state !== 'waiting') return false;
  if (event.shard !== settled.shard || event.position !== settled.position) return false;
  return delivery.attempts === settled.attempts - 1;
}

function settledBy(delivery: MemoryDelivery, { state, attempts, nextAt, code, status }: Settled): MemoryDelivery {
  return { ...delivery, state, attempts, nextAt, wasTried: true, lastCode: code, lastStatus: status };
}

/** An event of a member: the n-th of its shard. */
export function testEvent(shard: number, position: number, memberId: string): OutboxEvent {
  const at = 1_000 + position;
  return {
    shard,
    position,
    // The tests' own ids.
    memberId: memberId as MemberId,
    type: 'stage.changed',
    occurredAt: at,
    recordedAt: at,
    cause: { kind: 'fact', position, at, facet: 'lifecycle', n: 1, parent: 0 },
    payload: JSON.stringify({ position }),
  };
}
