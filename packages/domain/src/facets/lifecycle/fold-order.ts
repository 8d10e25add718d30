import { keyText } from '../../kernel/row-kind.ts';
import type { FactStep } from '../../kernel/steps.ts';
import { isSharedCard } from './activity/activity-state.ts';
import { isSameEvent } from './activity/evidence-event.ts';
import type { EvidenceEvent } from './activity/evidence-event.ts';
import { eventsOfOrder } from './activity/evidence-events.ts';
import { compareLines, emptyOrder, isSameOrder, joinOrders, joinRefunds } from './activity/evidence-rows.ts';
import { lineEvidence, orderEvidence, orderIdOf, refundEvidence } from './activity/interpret-order.ts';
import type { OrderPlace } from './activity/interpret-order.ts';
import { orderLineRows, orderRows, refundRows } from './activity/rows.ts';
import type { OrderLineRow, OrderRow, RefundRow } from './activity/rows.ts';
import { appendEvents, repairTimeline } from './move-timeline.ts';
import type { LifecycleRules, LifecycleView, Move } from './rules.ts';
import { aggregateOrder } from './activity/shared-card.ts';

/** What an order fact does to the evidence and to the order's story. */
export interface OrderChange {
  readonly order: OrderRow;
  readonly refund: RefundRow | null;
  readonly isOrderChanged: boolean;
  readonly isRefundChanged: boolean;
  /** Lines that take the place of those known; null: they stay. */
  readonly lines: readonly OrderLineRow[] | null;
  readonly eventsBefore: readonly EvidenceEvent[];
  readonly eventsAfter: readonly EvidenceEvent[];
}

const noRefunds: readonly RefundRow[] = [];
const noEvents: readonly EvidenceEvent[] = [];

/** The order's row, its refunds and its lines are in memory. */
export function orderChange(
  view: LifecycleView,
  step: FactStep,
  use: OrderPlace & { readonly rules: LifecycleRules },
): OrderChange {
  const { space, type, rules } = use;
  const orderId = orderIdOf(step);
  const known = view.rows(orderRows).get(keyText([space, orderId]));
  const before = known ?? emptyOrder(space, orderId);
  const order = type === 'order.refunded' ? before : joinOrders(before, orderEvidence(step, use));
  const refundsBefore = refundsOf(view, before);
  const refund = type === 'order.refunded' ? joinedRefund(refundsBefore, refundEvidence(step, space)) : null;
  const refundsAfter = refund === null ? refundsBefore : withRefund(refundsBefore, refund);
  const isOrderChanged = known === null ? type !== 'order.refunded' : !isSameOrder(before, order);
  const isRefundChanged = refundsAfter !== refundsBefore;
  const countsWhen = rules.settings.purchaseCountsWhen;
  const isNew = known === null && refundsBefore.length === 0;
  const eventsBefore = isNew ? noEvents : eventsOfOrder(before, refundsBefore, countsWhen);
  const eventsAfter = isOrderChanged || isRefundChanged ? eventsOfOrder(order, refundsAfter, countsWhen) : eventsBefore;
  const lines = linesAfter(view, known, lineEvidence(step, use));
  return { order, refund, isOrderChanged, isRefundChanged, lines, eventsBefore, eventsAfter };
}

function refundsOf(view: LifecycleView, order: OrderRow): readonly RefundRow[] {
  const set = view.rows(refundRows);
  if (set.isEmpty) return noRefunds;
  return set.rows().filter((refund) => refund.orderId === order.orderId && refund.space === order.space);
}

function joinedRefund(refunds: readonly RefundRow[], refund: RefundRow): RefundRow {
  const known = refunds.find((one) => one.refundId === refund.refundId);
  return known === undefined ? refund : joinRefunds(known, refund);
}

/** The same list when the refund is among them as it stands. */
function withRefund(refunds: readonly RefundRow[], refund: RefundRow): readonly RefundRow[] {
  const known = refunds.find((one) => one.refundId === refund.refundId);
  if (known !== undefined && known.refundedAt === refund.refundedAt && known.amountMinor === refund.amountMinor)
    return refunds;
  return [...refunds.filter((one) => one !== known), refund];
}

export function linesOf(view: LifecycleView, order: Pick<OrderRow, 'space' | 'orderId'>): readonly OrderLineRow[] {
  const set = view.rows(orderLineRows);
  if (set.isEmpty) return [];
  return set.rows().filter((line) => line.orderId === order.orderId && line.space === order.space);
}

function linesAfter(
  view: LifecycleView,
  known: OrderRow | null,
  lines: readonly OrderLineRow[],
): readonly OrderLineRow[] | null {
  const [first] = lines;
  if (first === undefined) return null;
  const [before] = known === null ? [] : linesOf(view, first);
  return before === undefined || compareLines(first, before) > 0 ? lines : null;
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

/** `appended` null: the timeline is run anew. */
export function foldOrder(
  view: LifecycleView,
  plan: { readonly change: OrderChange; readonly appended: readonly EvidenceEvent[] | null },
  move: Move,
): void {
  writeOrder(view, plan.change);
  const { activity } = view.state;
  if (isSharedCard(activity)) aggregateOrder(activity, plan.change);
  else if (plan.appended === null) repairTimeline(view, move);
  else if (plan.appended.length > 0) appendEvents(view, plan.appended, move);
}

function writeOrder(view: LifecycleView, change: OrderChange): void {
  if (change.isOrderChanged) view.rows(orderRows).put(change.order);
  if (change.refund !== null && change.isRefundChanged) view.rows(refundRows).put(change.refund);
  if (change.lines !== null) replaceLines(view, change.lines);
}

export function replaceLines(view: LifecycleView, lines: readonly OrderLineRow[]): void {
  const [first] = lines;
  if (first === undefined) return;
  const set = view.rows(orderLineRows);
  for (const line of linesOf(view, first)) set.remove(line);
  for (const line of lines) set.put(line);
}
