import type { ActivityDayRow, ActivityKind, OrderRow, RefundRow } from './rows.ts';
import { categoryHash, trackedIndex } from './activity-state.ts';
import {
  bitOfTracked,
  compareEvents,
  evidenceEventTypes,
  purchaseBit,
  registrationBit,
  untrackedBit,
} from './evidence-event.ts';
import type { EvidenceEvent, EvidenceEventType } from './evidence-event.ts';
import { emptyOrder, purchasedAt } from './evidence-rows.ts';
import { never } from '../../../kernel/base/instants.ts';

interface EventParts {
  readonly at: number;
  readonly type: EvidenceEventType;
  readonly key: string;
  readonly bit: number;
  readonly kindIndex?: number;
  readonly amountMinor?: number;
  readonly refundedMinor?: number;
  readonly purchaseAt?: number;
  readonly category?: number;
}

/** One shape for all events keeps the loop over them monomorphic. */
function event(parts: EventParts): EvidenceEvent {
  return {
    at: parts.at,
    type: parts.type,
    key: parts.key,
    kindIndex: parts.kindIndex ?? -1,
    bit: parts.bit,
    amountMinor: parts.amountMinor ?? 0,
    refundedMinor: parts.refundedMinor ?? 0,
    purchaseAt: parts.purchaseAt ?? never,
    category: parts.category ?? 0,
  };
}

/** One activity of a kind, wherever it took place. */
export function activityEvent(kind: ActivityKind, at: number, place = ''): EvidenceEvent {
  const kindIndex = trackedIndex(kind);
  const isRegistration = kind === 'registration';
  return event({
    at,
    type: isRegistration ? evidenceEventTypes.registration : evidenceEventTypes.activity,
    key: place,
    bit: isRegistration ? registrationBit : bitOfTracked(kindIndex),
    kindIndex,
  });
}

/** First and last instant of a day of activity; what lies between cannot move a window of two days or more. */
export function eventsOfDay(row: ActivityDayRow): readonly EvidenceEvent[] {
  const key = `${row.kind}|${row.place}`;
  const first = activityEvent(row.kind, row.firstAt, key);
  return row.lastAt === row.firstAt ? [first] : [first, activityEvent(row.kind, row.lastAt, key)];
}

/**
 * The world-time story of one order: it counts from its purchase until it is cancelled or given back in full; each refund
 * lowers the net at its own instant, never by more than is left. Refunds dated before the purchase take effect with it,
 * and refunds of an order that is not known count as returns without an amount: the shop's history began later.
 */
export function eventsOfOrder(
  order: OrderRow,
  refunds: readonly RefundRow[],
  countsWhen: 'placed' | 'paid',
): readonly EvidenceEvent[] {
  const events: EvidenceEvent[] = [];
  const key = orderKey(order);
  const boughtAt = purchasedAt(order, countsWhen);
  const cancelledAt = order.cancelledAt ?? Number.POSITIVE_INFINITY;
  const counts = boughtAt !== never && cancelledAt > boughtAt;
  addSeen(events, order, counts ? boughtAt : never);
  if (counts) {
    const category = categoryHash(order.category);
    events.push(
      event({
        at: boughtAt,
        type: evidenceEventTypes.purchase,
        key,
        bit: purchaseBit,
        amountMinor: order.amountMinor,
        category,
      }),
    );
  }
  const left = addRefunds(events, { order, refunds, boughtAt: counts ? boughtAt : never, cancelledAt });
  if (counts && order.cancelledAt !== null) {
    const parts = { at: cancelledAt, key, bit: purchaseBit, purchaseAt: boughtAt };
    if (!left.isWithdrawn) events.push(event({ ...parts, type: evidenceEventTypes.withdrawal }));
    events.push(
      event({
        ...parts,
        type: evidenceEventTypes.cancellation,
        amountMinor: order.amountMinor,
        refundedMinor: left.refundedMinor,
      }),
    );
  }
  return events.length > 1 ? events.sort(compareEvents) : events;
}

function addSeen(events: EvidenceEvent[], order: OrderRow, exceptAt: number): void {
  for (const at of [order.placedAt, order.paidAt, order.fulfilledAt, order.cancelledAt]) {
    if (at !== null && at !== exceptAt) addSeenAt(events, at, orderKey(order));
  }
}

function addSeenAt(events: EvidenceEvent[], at: number, key: string): void {
  events.push(event({ at, type: evidenceEventTypes.seen, key, bit: untrackedBit }));
}

interface OrderRefunds {
  readonly order: OrderRow;
  readonly refunds: readonly RefundRow[];
  /** `never` when the order does not count. */
  readonly boughtAt: number;
  readonly cancelledAt: number;
}

function addRefunds(events: EvidenceEvent[], input: OrderRefunds): { refundedMinor: number; isWithdrawn: boolean } {
  const { order, boughtAt, cancelledAt } = input;
  let refundedMinor = 0;
  let isWithdrawn = false;
  for (const refund of [...input.refunds].sort(compareRefunds)) {
    const at = Math.max(refund.refundedAt, boughtAt);
    if (at > refund.refundedAt) addSeenAt(events, refund.refundedAt, orderKey(order));
    const isEffective = boughtAt !== never && at < cancelledAt;
    const amountMinor = isEffective ? Math.min(refund.amountMinor, order.amountMinor - refundedMinor) : 0;
    const key = `${orderKey(order)}|${refund.refundId}`;
    events.push(event({ at, type: evidenceEventTypes.refund, key, bit: purchaseBit, amountMinor }));
    refundedMinor += amountMinor;
    if (isEffective && !isWithdrawn && order.amountMinor > 0 && refundedMinor >= order.amountMinor) {
      isWithdrawn = true;
      events.push(event({ at, type: evidenceEventTypes.withdrawal, key, bit: purchaseBit, purchaseAt: boughtAt }));
    }
  }
  return { refundedMinor, isWithdrawn };
}

function compareRefunds(a: RefundRow, b: RefundRow): number {
  if (a.refundedAt !== b.refundedAt) return a.refundedAt - b.refundedAt;
  return a.refundId < b.refundId ? -1 : a.refundId > b.refundId ? 1 : 0;
}

function orderKey({ space, orderId }: Pick<OrderRow, 'space' | 'orderId'>): string {
  return `${space}\0${orderId}`;
}

export interface EvidenceRows {
  readonly orders: readonly OrderRow[];
  readonly refunds: readonly RefundRow[];
  readonly days: readonly ActivityDayRow[];
}

/** Everything that a member's evidence says, in the order of time. */
export function eventsOfRows(rows: EvidenceRows, countsWhen: 'placed' | 'paid'): EvidenceEvent[] {
  const events: EvidenceEvent[] = [];
  const refundsByOrder = Map.groupBy(rows.refunds, orderKey);
  for (const order of rows.orders) {
    const key = orderKey(order);
    events.push(...eventsOfOrder(order, refundsByOrder.get(key) ?? [], countsWhen));
    refundsByOrder.delete(key);
  }
  for (const refunds of refundsByOrder.values()) {
    const [first] = refunds;
    if (first !== undefined) events.push(...eventsOfOrder(emptyOrder(first.space, first.orderId), refunds, countsWhen));
  }
  for (const day of rows.days) events.push(...eventsOfDay(day));
  return events.sort(compareEvents);
}
