import { isSharedCard } from '../activity/activity-state.ts';
import { isSameEvent } from '../activity/evidence-event.ts';
import type { EvidenceEvent } from '../activity/evidence-event.ts';
import { eventsOfOrder } from '../activity/evidence-events.ts';
import { emptyOrder, isSameOrder, joinOrders, joinRefunds, refundKey } from '../activity/evidence-rows.ts';
import { orderEvidence, orderIdOf, refundEvidence } from '../facts/interpret-order.ts';
import type { OrderFactType } from '../facts/known-facts.ts';
import type { CompiledProgram } from '../program/compile-program.ts';
import { holdsRefunds } from './lazy-collections.ts';
import type { MemberWork } from './member-work.ts';
import { appendEvents, repairTimeline } from './move-timeline.ts';
import type { Stamp } from './record-entries.ts';
import type { OrderRow, RefundRow } from './rows.ts';
import { aggregateOrder } from './shared-card.ts';
import type { FactStep } from './steps.ts';

/** What an order fact does to the evidence and to the order's story. */
export interface OrderChange {
  readonly order: OrderRow;
  readonly refund: RefundRow | null;
  readonly isOrderChanged: boolean;
  readonly isRefundChanged: boolean;
  readonly eventsBefore: readonly EvidenceEvent[];
  readonly eventsAfter: readonly EvidenceEvent[];
}

const noRefunds: readonly RefundRow[] = [];
const noEvents: readonly EvidenceEvent[] = [];

export function orderChange(
  work: MemberWork,
  step: FactStep,
  use: { type: OrderFactType; program: CompiledProgram },
): OrderChange {
  const { type, program } = use;
  const orderId = orderIdOf(step);
  const known = work.rows.orders.get(orderId);
  const before = known ?? emptyOrder(orderId);
  const order = type === 'order.refunded' ? before : joinOrders(before, orderEvidence(step, type));
  const refundsBefore = refundsOf(work, orderId);
  const refund = type === 'order.refunded' ? joinedRefund(work, refundEvidence(step)) : null;
  const refundsAfter = refund === null ? refundsBefore : withRefund(refundsBefore, refund);
  const isOrderChanged = known === undefined ? type !== 'order.refunded' : !isSameOrder(before, order);
  const isRefundChanged = refundsAfter !== refundsBefore;
  const countsWhen = program.settings.purchaseCountsWhen;
  const isNew = known === undefined && refundsBefore.length === 0;
  const eventsBefore = isNew ? noEvents : eventsOfOrder(before, refundsBefore, countsWhen);
  const eventsAfter = isOrderChanged || isRefundChanged ? eventsOfOrder(order, refundsAfter, countsWhen) : eventsBefore;
  return { order, refund, isOrderChanged, isRefundChanged, eventsBefore, eventsAfter };
}

function refundsOf(work: MemberWork, orderId: string): readonly RefundRow[] {
  if (!holdsRefunds(work.rows)) return noRefunds;
  const own: RefundRow[] = [];
  for (const refund of work.rows.refunds.values()) if (refund.orderId === orderId) own.push(refund);
  return own;
}

function joinedRefund(work: MemberWork, refund: RefundRow): RefundRow {
  const known = work.rows.refunds.get(refundKey(refund.orderId, refund.refundId));
  return known === undefined ? refund : joinRefunds(known, refund);
}

/** The same list when the refund is among them as it stands. */
function withRefund(refunds: readonly RefundRow[], refund: RefundRow): readonly RefundRow[] {
  const known = refunds.find((one) => one.refundId === refund.refundId);
  if (known !== undefined && known.refundedAt === refund.refundedAt && known.amountMinor === refund.amountMinor)
    return refunds;
  return [...refunds.filter((one) => one !== known), refund];
}

/** What of `after` is new, when everything of `before` stands unchanged and the rest is later than `until`; else null. */
export function appendedEvents(change: OrderChange, until: number): readonly EvidenceEvent[] | null {
  const { eventsBefore: before, eventsAfter: after } = change;
  if (before === after) return noEvents;
  if (after.length < before.length) return null;
  for (const [index, event] of before.entries()) {
    const same = after[index];
    if (same === undefined || !isSameEvent(event, same)) return null;
  }
  const appended = before.length === 0 ? after : after.slice(before.length);
  const first = appended[0];
  return first === undefined || first.at > until ? appended : null;
}

export function foldOrder(
  work: MemberWork,
  step: FactStep,
  move: {
    readonly type: OrderFactType;
    readonly program: CompiledProgram;
    readonly until: number;
    readonly stamp: Stamp;
  },
): void {
  const change = orderChange(work, step, move);
  const { order, refund } = change;
  if (change.isOrderChanged) work.changes.orders.add(order.orderId);
  if (change.isOrderChanged || !work.rows.orders.has(order.orderId)) work.rows.orders.set(order.orderId, order);
  if (refund !== null && change.isRefundChanged) {
    const key = refundKey(refund.orderId, refund.refundId);
    work.changes.refunds.add(key);
    work.rows.refunds.set(key, refund);
  }
  if (isSharedCard(work.activity)) {
    aggregateOrder(work.activity, change);
    return;
  }
  const appended = appendedEvents(change, work.activity.foldedUntil);
  if (appended === null) repairTimeline(work, move);
  else if (appended.length > 0) appendEvents(work, appended, move);
}
