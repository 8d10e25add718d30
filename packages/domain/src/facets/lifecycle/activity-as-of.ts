import type { StepsWanted } from '../../kernel/as-of.ts';
import type { CompiledProgram } from '../../kernel/facet.ts';
import type { FactStep, OwnStep } from '../../kernel/steps/steps.ts';
import { createActivityState, isSharedCard } from './activity/activity-state.ts';
import type { ActivityState } from './activity/activity-state.ts';
import { advance } from './activity/advance.ts';
import { eventsOfRows } from './activity/evidence-events.ts';
import type { EvidenceRows } from './activity/evidence-events.ts';
import { emptyOrder, joinOrders, placeOf } from './activity/evidence-rows.ts';
import { factRuleOf } from './activity/fact-rules.ts';
import { orderEvidence, orderIdOf } from './activity/interpret-order.ts';
import { dayKey, joinDays } from './activity/rows.ts';
import type { ActivityDayRow, OrderRow } from './activity/rows.ts';
import { aggregatesOf } from './activity/shared-card.ts';
import { ratingOf } from './timeline/fold-day.ts';
import { addReviews, evidenceOf } from './timeline/move-timeline.ts';
import { lifecycleRulesOf } from './timeline/rules.ts';
import type { LifecycleRules, LifecycleView } from './timeline/rules.ts';

/*
 * A member's figures at an instant in the past: what the fold would hold had it been given the facts that had occurred by
 * then, and no others. The rows of her evidence say nearly all of it, because their joins keep the earliest instants. What
 * a row no longer says is what a later fact has replaced in it: the amount of an order that was paid, or changed, after the
 * instant; the course of the very day that the instant cuts through. Those few are read anew from the facts themselves, by the
 * same interpreters.
 */

/** Which facts `activityAsOf` needs beside the rows; null when the rows say it all. */
export function activityStepsWanted(view: LifecycleView, asOfAt: number): StepsWanted | null {
  const evidence = evidenceOf(view);
  let fromAt = Number.POSITIVE_INFINITY;
  for (const order of evidence.orders) {
    if (isAmountLater(order, asOfAt)) fromAt = Math.min(fromAt, order.placedAt ?? fromAt, order.paidAt ?? fromAt);
  }
  for (const day of evidence.days) if (isCut(day, asOfAt)) fromAt = Math.min(fromAt, day.firstAt);
  return fromAt === Number.POSITIVE_INFINITY ? null : { fromAt, types: [], hasDecisions: false };
}

/** Whether the order was known by its amount at the instant, and that amount became another later. */
function isAmountLater(order: OrderRow, at: number): boolean {
  if (order.amountRank === 0 || order.amountAt <= at) return false;
  return (order.placedAt ?? order.amountAt) <= at || (order.paidAt ?? order.amountAt) <= at;
}

function isCut(day: ActivityDayRow, at: number): boolean {
  return day.firstAt <= at && at < day.lastAt;
}

export interface AsOfEvidence {
  readonly asOfAt: number;
  readonly program: CompiledProgram;
  /** The steps that were wanted, in any order; others among them do no harm. */
  readonly steps: readonly OwnStep[];
}

/**
 * The member's activity by the facts that had occurred at `asOfAt` (epoch milliseconds), under the rules of `program`; all
 * evidence must be loaded. It equals, byte for byte, what the fold makes of those facts alone, but for `factCount`, which stays
 * that of all facts known: rows do not count them. A shared card is one at any instant.
 */
export function activityAsOf(view: LifecycleView, { asOfAt, program, steps }: AsOfEvidence): ActivityState {
  const rules = lifecycleRulesOf(program);
  const evidence = evidenceOf(view);
  const facts = steps.filter((step) => step.kind === 'fact').filter((step) => step.occurredAt <= asOfAt);
  const asked = { asOfAt, rules, facts };
  const orders = ordersAsOf(evidence.orders, asked);
  const refunds = evidence.refunds.filter((refund) => refund.refundedAt <= asOfAt);
  const days = daysAsOf(evidence.days, asked);
  const { activity: known } = view.state;
  const activity = activityOfRows({ orders, refunds, days }, isSharedCard(known), rules);
  activity.factCount = known.factCount;
  addReviews(activity, days);
  return activity;
}

interface Asked {
  readonly asOfAt: number;
  readonly rules: LifecycleRules;
  readonly facts: readonly FactStep[];
}

function activityOfRows(rows: EvidenceRows, isShared: boolean, rules: LifecycleRules): ActivityState {
  const events = eventsOfRows(rows, rules.settings.purchaseCountsWhen);
  if (isShared) return aggregatesOf(events);
  const activity = createActivityState();
  for (const event of events) advance(activity, event, rules.world.days);
  return activity;
}

function ordersAsOf(known: readonly OrderRow[], asked: Asked): readonly OrderRow[] {
  const { asOfAt: at } = asked;
  const orders: OrderRow[] = [];
  for (const order of known) {
    const instants = {
      placedAt: upTo(order.placedAt, at),
      paidAt: upTo(order.paidAt, at),
      fulfilledAt: upTo(order.fulfilledAt, at),
      cancelledAt: upTo(order.cancelledAt, at),
    };
    if (Object.values(instants).every((instant) => instant === null)) continue;
    const amount = order.amountAt <= at ? order : amountThen(order, asked);
    orders.push({ ...amount, ...instants });
  }
  return orders;
}

function upTo(instant: number | null, at: number): number | null {
  return instant !== null && instant <= at ? instant : null;
}

function amountThen({ space, orderId }: OrderRow, { facts, rules }: Asked): OrderRow {
  let order = emptyOrder(space, orderId);
  for (const step of facts) {
    const type = factRuleOf(step.type).order;
    if (type === null || type === 'order.refunded' || orderIdOf(step) !== orderId) continue;
    if (rules.spaceOf(step.source) === space) order = joinOrders(order, orderEvidence(step, { type, space, orderId }));
  }
  return order;
}

function daysAsOf(known: readonly ActivityDayRow[], { asOfAt, facts, rules }: Asked): readonly ActivityDayRow[] {
  const days = known.filter((row) => row.lastAt <= asOfAt);
  const cutKeys = new Set(known.filter((row) => isCut(row, asOfAt)).map((row) => dayKey(row.day, row.kind, row.place)));
  const cut = new Map<string, ActivityDayRow>();
  for (const step of facts) {
    const { order, activity: kind } = factRuleOf(step.type);
    if (order !== null) continue;
    const at = step.occurredAt;
    const place = placeOf(step.channel, step.storeId);
    const day = rules.world.days.dayOf(at);
    const key = dayKey(day, kind, place);
    if (!cutKeys.has(key)) continue;
    const one = {
      day,
      kind,
      place,
      count: 1,
      firstAt: at,
      lastAt: at,
      valueSum: kind === 'review' ? ratingOf(step) : 0,
    };
    const counted = cut.get(key);
    if (counted === undefined) cut.set(key, one);
    else joinDays(counted, one);
  }
  return [...days, ...cut.values()];
}
