import type { FactStep } from '../../../kernel/steps/steps.ts';
import { isSharedCard } from '../activity/activity-state.ts';
import { isSameEvent } from '../activity/evidence-event.ts';
import type { EvidenceEvent } from '../activity/evidence-event.ts';
import { eventsOfOrder } from '../activity/evidence-events.ts';
import {
  compareLines,
  emptyOrder,
  isSameOrder,
  isSameRefund,
  joinOrders,
  joinRefunds,
} from '../activity/evidence-rows.ts';
import { lineEvidence, orderEvidence, refundEvidence } from '../activity/interpret-order.ts';
import type { OrderPlace } from '../activity/interpret-order.ts';
import { orderLineRows, orderRows, refundRows } from '../activity/rows.ts';
import type { OrderLineRow, OrderRow, RefundRow } from '../activity/rows.ts';
import { appendEvents, repairTimeline } from './move-timeline.ts';
import type { LifecycleRules, LifecycleView, Move } from './rules.ts';
import { aggregateOrder } from '../activity/shared-card.ts';

/** What an order fact does to the evidence and to the order's story. */
export interface OrderChange {
  readonly key: string;
  readonly order: OrderRow;
  readonly refund: RefundRow | null;
  readonly isOrderChanged: boolean;
  readonly isRefundChanged: boolean;
  readonly lines: LinesChange;
  readonly eventsBefore: readonly EvidenceEvent[];
  readonly eventsAfter: readonly EvidenceEvent[];
}

/** Lines that come, and those of another fact that go. */
interface LinesChange {
  readonly gone: readonly OrderLineRow[];
  readonly come: readonly OrderLineRow[];
}

const noRefunds: readonly RefundRow[] = [];
const noEvents: readonly EvidenceEvent[] = [];
const noLines: readonly OrderLineRow[] = [];
const sameLines: LinesChange = { gone: noLines, come: noLines };

/** The order's row, its refunds and its lines are in memory. */
export function orderChange(
  view: LifecycleView,
  step: FactStep,
  use: OrderPlace & { readonly key: string; readonly rules: LifecycleRules },
): OrderChange {
  const { key, type } = use;
  const known = view.rows(orderRows).get(key);
  const order = orderAfter(known, step, use);
  const refundsBefore = refundsOf(view, use);
  const refund = type === 'order.refunded' ? joinedRefund(refundsBefore, refundEvidence(step, use)) : null;
  const refundsAfter = refund === null ? refundsBefore : withRefund(refundsBefore, refund);
  const isOrderChanged = known === null ? type !== 'order.refunded' : known !== order && !isSameOrder(known, order);
  const isRefundChanged = refundsAfter !== refundsBefore;
  const countsWhen = use.rules.settings.purchaseCountsWhen;
  const isNew = known === null && refundsBefore.length === 0;
  const before = known ?? emptyOrder(use.space, use.orderId);
  const eventsBefore = isNew ? noEvents : eventsOfOrder(before, refundsBefore, countsWhen);
  const eventsAfter = isOrderChanged || isRefundChanged ? eventsOfOrder(order, refundsAfter, countsWhen) : eventsBefore;
  const lines = linesAfter(known === null ? noLines : linesOf(view, use), lineEvidence(step, use));
  return { key, order, refund, isOrderChanged, isRefundChanged, lines, eventsBefore, eventsAfter };
}

function orderAfter(known: OrderRow | null, step: FactStep, use: OrderPlace): OrderRow {
  if (use.type === 'order.refunded') return known ?? emptyOrder(use.space, use.orderId);
  const evidence = orderEvidence(step, use);
  return known === null ? evidence : joinOrders(known, evidence);
}

type OrderName = Pick<OrderRow, 'space' | 'orderId'>;

function refundsOf(view: LifecycleView, { space, orderId }: OrderName): readonly RefundRow[] {
  const set = view.rows(refundRows);
  return set.isEmpty ? noRefunds : set.rowsUnder([space, orderId]);
}

function joinedRefund(refunds: readonly RefundRow[], refund: RefundRow): RefundRow {
  const known = refunds.find((one) => one.refundId === refund.refundId);
  return known === undefined ? refund : joinRefunds(known, refund);
}

/** The same list when the refund is among them as it stands. */
function withRefund(refunds: readonly RefundRow[], refund: RefundRow): readonly RefundRow[] {
  const known = refunds.find((one) => one.refundId === refund.refundId);
  if (known !== undefined && isSameRefund(known, refund)) return refunds;
  return [...refunds.filter((one) => one !== known), refund];
}

function linesOf(view: LifecycleView, { space, orderId }: OrderName): readonly OrderLineRow[] {
  const set = view.rows(orderLineRows);
  return set.isEmpty ? noLines : set.rowsUnder([space, orderId]);
}

/** The lines of an order are those of one fact, of the winning one. */
function linesAfter(known: readonly OrderLineRow[], lines: readonly OrderLineRow[]): LinesChange {
  const [before, first] = [known[0], lines[0]];
  if (first === undefined || (before !== undefined && compareLines(first, before) <= 0)) return sameLines;
  return { gone: known, come: lines };
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
  if (change.isOrderChanged) view.rows(orderRows).putAt(change.key, change.order);
  if (change.refund !== null && change.isRefundChanged) view.rows(refundRows).put(change.refund);
  if (change.lines !== sameLines) writeLines(view, change.lines);
}

function writeLines(view: LifecycleView, { gone, come }: LinesChange): void {
  const set = view.rows(orderLineRows);
  for (const line of gone) set.remove(line);
  for (const line of come) set.put(line);
}

/** Takes lines of one order, of the absorbed member, where they are of a winning fact. */
export function uniteLines(view: LifecycleView, lines: readonly OrderLineRow[]): void {
  const [first] = lines;
  if (first !== undefined) writeLines(view, linesAfter(linesOf(view, first), lines));
}
