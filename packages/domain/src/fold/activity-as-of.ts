import { createActivityState, isSharedCard } from '../activity/activity-state.ts';
import type { ActivityState } from '../activity/activity-state.ts';
import { advance } from '../activity/advance.ts';
import { dayKey, emptyOrder, joinOrders, placeOf } from '../activity/evidence-rows.ts';
import { orderEvidence, orderIdOf } from '../facts/interpret-order.ts';
import { registerEvidence } from '../facts/interpret-registers.ts';
import { factRuleOf } from '../facts/known-facts.ts';
import { attributeKey, joinAttributes } from '../profile/registers.ts';
import type { CompiledProgram } from '../program/compile-program.ts';
import { countIn } from './count-day.ts';
import { ratingOf } from './fold-day.ts';
import { invariant } from './invariant.ts';
import type { LoadedRows, MemberWork } from './member-work.ts';
import { addReviews, eventsOfRows } from './move-timeline.ts';
import type { EvidenceRows } from './move-timeline.ts';
import type { ActivityDayRow, AttributeRow, OrderRow } from './rows.ts';
import { aggregatesOfRows } from './shared-card.ts';
import type { FactStep } from './steps.ts';

/*
 * A member's figures at an instant in the past: what the fold would hold had it been given the facts that had occurred by
 * then, and no others. The rows of her evidence say nearly all of it, because their joins keep the earliest instants. What
 * a row no longer says is what a later fact has replaced in it: the amount of an order that was paid, or changed, after the
 * instant; the course of the very day that the instant cuts through; a register that was written again. Those few are told
 * anew from the facts themselves (`TellingsWanted`), by the same interpreters.
 */

/** Facts that rows alone cannot stand for at an instant. */
export interface TellingsWanted {
  /** All facts of the member that occurred from here up to the instant asked for; positive infinity for none. */
  readonly fromAt: number;
  /** Beside them all that ever wrote a register up to then. */
  readonly isOfRegisters: boolean;
}

/** Which facts `activityAsOf` and `registersAsOf` need beside the rows; null when the rows say it all. */
export function tellingsWanted(work: MemberWork, asOfAt: number): TellingsWanted | null {
  invariant(work.rows.hasAllEvidence, 'all evidence is needed to tell what it lacks at an instant');
  let fromAt = Number.POSITIVE_INFINITY;
  for (const order of work.rows.orders.values()) {
    if (isToldLater(order, asOfAt)) fromAt = Math.min(fromAt, order.placedAt ?? fromAt, order.paidAt ?? fromAt);
  }
  for (const day of work.rows.days.values()) if (isCut(day, asOfAt)) fromAt = Math.min(fromAt, day.firstAt);
  const isOfRegisters = [...work.rows.attributes.values()].some((row) => row.occurredAt > asOfAt);
  return fromAt === Number.POSITIVE_INFINITY && !isOfRegisters ? null : { fromAt, isOfRegisters };
}

/** Whether the order was known by its amount at the instant, and that amount was told otherwise later. */
function isToldLater(order: OrderRow, at: number): boolean {
  if (order.amountRank === 0 || order.amountAt <= at) return false;
  return (order.placedAt ?? order.amountAt) <= at || (order.paidAt ?? order.amountAt) <= at;
}

function isCut(day: ActivityDayRow, at: number): boolean {
  return day.firstAt <= at && at < day.lastAt;
}

export interface AsOfEvidence {
  readonly asOfAt: number;
  readonly program: CompiledProgram;
  /** The facts that `tellingsWanted` asked for, in any order; others among them do no harm. */
  readonly tellings: readonly FactStep[];
}

/**
 * The member's activity by the facts that had occurred at `asOfAt` (epoch milliseconds), under the rules of `program`; all
 * evidence must be loaded. It equals, byte for byte, what the fold makes of those facts alone, but for `factCount`, which stays
 * that of all facts known: rows do not count them. A shared card is one at any instant.
 */
export function activityAsOf(work: MemberWork, evidence: AsOfEvidence): ActivityState {
  const { asOfAt, program } = evidence;
  invariant(work.rows.hasAllEvidence, 'all evidence is needed for the figures of an instant');
  const told = evidence.tellings.filter((step) => step.occurredAt <= asOfAt);
  const orders = ordersAsOf(work.rows, asOfAt, told);
  const refunds = [...work.rows.refunds.values()].filter((refund) => refund.refundedAt <= asOfAt);
  const days = daysAsOf(work.rows, evidence, told);
  const activity = activityOfRows({ orders, refunds, days }, isSharedCard(work.activity), program);
  activity.factCount = work.activity.factCount;
  addReviews(activity, days);
  return activity;
}

function activityOfRows(rows: EvidenceRows, isShared: boolean, program: CompiledProgram): ActivityState {
  if (isShared) return aggregatesOfRows(rows, program);
  const activity = createActivityState();
  for (const event of eventsOfRows(rows, program)) advance(activity, event, program.world.days);
  return activity;
}

function ordersAsOf(rows: LoadedRows, at: number, told: readonly FactStep[]): readonly OrderRow[] {
  const orders: OrderRow[] = [];
  for (const order of rows.orders.values()) {
    const instants = {
      placedAt: upTo(order.placedAt, at),
      paidAt: upTo(order.paidAt, at),
      fulfilledAt: upTo(order.fulfilledAt, at),
      cancelledAt: upTo(order.cancelledAt, at),
    };
    if (Object.values(instants).every((instant) => instant === null)) continue;
    const amount = order.amountAt <= at ? order : amountTold(order, told);
    orders.push({ ...amount, ...instants });
  }
  return orders;
}

function upTo(instant: number | null, at: number): number | null {
  return instant !== null && instant <= at ? instant : null;
}

function amountTold({ orderId }: OrderRow, told: readonly FactStep[]): OrderRow {
  let order = emptyOrder(orderId);
  for (const step of told) {
    const type = factRuleOf(step.type).order;
    if (type === null || type === 'order.refunded' || orderIdOf(step) !== orderId) continue;
    order = joinOrders(order, orderEvidence(step, type));
  }
  return order;
}

function daysAsOf(
  rows: LoadedRows,
  { asOfAt, program }: AsOfEvidence,
  told: readonly FactStep[],
): readonly ActivityDayRow[] {
  const days: ActivityDayRow[] = [];
  const cut = new Map<string, ActivityDayRow>();
  for (const row of rows.days.values()) {
    if (row.lastAt <= asOfAt) days.push(row);
  }
  const { dayOf } = program.world.days;
  for (const step of told) {
    const { order, activity: kind } = factRuleOf(step.type);
    if (order !== null) continue;
    const place = placeOf(step.channel, step.storeId);
    const day = dayOf(step.occurredAt);
    const key = dayKey(day, kind, place);
    const whole = rows.days.get(key);
    if (whole === undefined || !isCut(whole, asOfAt)) continue;
    countIn(cut, key, { day, kind, place, at: step.occurredAt, value: kind === 'review' ? ratingOf(step) : 0 });
  }
  return [...days, ...cut.values()];
}

/** Attributes, tags and consents by the facts that had occurred at an instant, keyed by `attributeKey`. */
export function registersAsOf(
  work: MemberWork,
  { asOfAt, tellings }: Pick<AsOfEvidence, 'asOfAt' | 'tellings'>,
): ReadonlyMap<string, AttributeRow> {
  const rows = new Map([...work.rows.attributes].filter(([, row]) => row.occurredAt <= asOfAt));
  for (const step of tellings) {
    const { register } = factRuleOf(step.type);
    if (register === null || step.occurredAt > asOfAt) continue;
    for (const row of registerEvidence(step, register)) {
      const key = attributeKey(row.kind, row.name);
      const known = rows.get(key);
      rows.set(key, known === undefined ? row : joinAttributes(known, row));
    }
  }
  return rows;
}
