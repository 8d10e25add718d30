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
  type OutboxPart,
} from '../sql/outbox/events.ts';

/** The events of the fold's outbox, and who is told of them: the webhooks. */
export function createDeliveryStore(database: Database): DeliveryStore {
  return {
    receivers: async () => (await readReceivers(database)).map(receiverOf),
    async fanOut(shards, { limit, nextAt, match }) {
      const ahead = await readOutboxAhead(database, shards);
      if (ahead.length === 0) return nothing;
      const perShard = Math.max(1, Math.ceil(limit / ahead.length));
      const parts = ahead.map((part) => ({ ...part, upTo: Math.min(part.upTo, part.after + perShard) }));
      const events = (await readOutboxEvents(database, parts)).map(eventOf);
      // After the events: whoever subscribed before one of them was written is among these.
      const receivers = events.length === 0 ? [] : (await readReceivers(database)).map(receiverOf);
      const deliveries = receivers.length === 0 ? [] : await match(receivers, events);
      const isFull = ahead.some(({ upTo }, n) => upTo > (parts[n]?.upTo ?? 0));
      const passed = await passParts(database, { parts, receivers, deliveries, nextAt });
      return passed ? { events: events.length, deliveries: deliveries.length, isFull } : nothing;
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

interface Passing {
  readonly parts: readonly OutboxPart[];
  /** As they were when the deliveries were decided. */
  readonly receivers: readonly Receiver[];
  readonly deliveries: readonly NewDelivery[];
  readonly nextAt: number;
}

/**
 * Writes down what was decided before anything was locked, with how far it came: nobody waits for conditions to be judged. False when a
 * receiver was changed meanwhile, or somebody else has passed a part: then it is decided anew with the next look.
 */
async function passParts(database: Database, { parts, receivers, deliveries, nextAt }: Passing): Promise<boolean> {
  const shards = parts.map(({ shard }) => shard);
  await ensureOutboxCursors(database, shards);
  return database.transaction({ name: 'fan out', retriesMax: 0 }, async (sql) => {
    const cursors = new Map((await lockOutboxCursors(sql, shards)).map(({ shard, position }) => [shard, position]));
    if (parts.some(({ shard, after }) => cursors.get(shard) !== after)) return false;
    const revisions = new Map((await holdReceivers(sql)).map(({ id, revision }) => [id, revision]));
    if (receivers.some(({ id, revision }) => revisions.get(id) !== revision)) return false;
    if (deliveries.length > 0) await insertDeliveries(sql, deliveries.map(toInsert), nextAt);
    await advanceOutboxCursors(sql, parts);
    return true;
  });
}

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
