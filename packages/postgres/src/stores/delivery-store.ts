import type { Cause, FactValue, MemberId } from '@perennial/domain';
import type { DeliveryStore, FannedOut, NewDelivery, OutboxEvent, Receiver } from '@perennial/engine';
import type { Database } from '../database/database.ts';
import {
  deleteOldDeliveries,
  noteReceiver,
  planDueDeliveries,
  readDueDeliveries,
  holdReceivers,
  readReceivers,
  settleDeliveries,
  type ReceiverRow,
} from '../sql/outbox/deliveries.ts';
import {
  advanceOutboxCursors,
  deleteOldEvents,
  ensureOutboxCursors,
  insertDeliveries,
  lockOutboxCursors,
  readOutboxAhead,
  readOutboxEvents,
  type OutboxEventRow,
} from '../sql/outbox/events.ts';

/** The events of the fold's outbox, and who is told of them: the webhooks. */
export function createDeliveryStore(database: Database): DeliveryStore {
  return {
    receivers: async () => (await readReceivers(database)).map(receiverOf),
    async fanOut(shards, { limit, nextAt, match }) {
      const ahead = await readOutboxAhead(database, shards);
      if (ahead.length === 0) return nothing;
      const ends = new Map(ahead.map(({ shard, position }) => [shard, position]));
      await ensureOutboxCursors(database, [...ends.keys()]);
      return database.transaction({ name: 'fan out', retriesMax: 0 }, async (sql) => {
        const perShard = Math.max(1, Math.ceil(limit / ahead.length));
        const parts = (await lockOutboxCursors(sql, [...ends.keys()])).flatMap(({ shard, position: after }) => {
          const upTo = Math.min(ends.get(shard) ?? 0, after + perShard);
          return upTo > after ? [{ shard, after, upTo }] : [];
        });
        if (parts.length === 0) return nothing;
        const events = (await readOutboxEvents(sql, parts)).map(eventOf);
        const deliveries = events.length === 0 ? [] : await match((await holdReceivers(sql)).map(receiverOf), events);
        if (deliveries.length > 0) await insertDeliveries(sql, deliveries.map(toInsert), nextAt);
        await advanceOutboxCursors(sql, parts);
        const isFull = parts.some(({ shard, upTo }) => upTo < (ends.get(shard) ?? 0));
        return { events: events.length, deliveries: deliveries.length, isFull };
      });
    },
    async readDue(query) {
      const rows = await database.transaction({ name: 'read due deliveries' }, async (sql) => {
        const [, due] = await Promise.all([planDueDeliveries(sql), readDueDeliveries(sql, query)]);
        return due;
      });
      const { receiverId } = query;
      return rows.map((row) => {
        const { attempts, next_at: nextAt, was_tried: wasTried } = row;
        return { receiverId, attempts, nextAt, wasTried, event: eventOf(row) };
      });
    },
    settle: (settled) => settleDeliveries(database, settled),
    noteReceiver: (id, note) => noteReceiver(database, id, note),
    async forget({ delivered, dead }, limit) {
      const deliveries =
        (await deleteOldDeliveries(database, { state: 'delivered', before: delivered, limit })) +
        (await deleteOldDeliveries(database, { state: 'dead', before: dead, limit }));
      return deliveries + (await deleteOldEvents(database, { before: delivered, limit }));
    },
  };
}

const nothing: FannedOut = { events: 0, deliveries: 0, isFull: false };

function receiverOf({ per_second_max: perSecondMax, condition, ...row }: ReceiverRow): Receiver {
  // Written by us alone, after it was checked: reading it back is a parse boundary.
  return { ...row, perSecondMax, condition: condition === null ? null : (JSON.parse(condition) as FactValue) };
}

/** An event as the outbox holds it. */
export function eventOf(row: OutboxEventRow): OutboxEvent {
  return {
    shard: row.shard,
    position: row.position,
    memberId: row.member_id as MemberId,
    type: row.type,
    occurredAt: row.occurred_at,
    recordedAt: row.recorded_at,
    cause: {
      // The fold writes no other kinds.
      kind: row.cause_kind as Cause['kind'],
      position: row.cause_position,
      at: row.cause_at,
      facet: row.cause_facet,
      n: row.cause_n,
      parent: row.cause_parent,
    },
    payload: row.payload,
  };
}

function toInsert({ receiverId: webhookId, event, heldBack }: NewDelivery) {
  const { shard, position, memberId, type, recordedAt: createdAt } = event;
  return { shard, webhookId, position, memberId, type, createdAt, heldBack };
}
