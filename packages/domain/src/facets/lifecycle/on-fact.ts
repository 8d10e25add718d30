import type { Handler } from '../../kernel/facet.ts';
import { never } from '../../kernel/base/instants.ts';
import { Missing } from '../../kernel/rows/needs.ts';
import type { Hints, Need } from '../../kernel/rows/needs.ts';
import type { RowKey } from '../../kernel/rows/row-kind.ts';
import type { FactStep } from '../../kernel/steps/steps.ts';
import { sharedCardFactsMin } from './activity/activity-state.ts';
import type { EvidenceEvent } from './activity/evidence-event.ts';
import { activityEvent } from './activity/evidence-events.ts';
import { factRuleOf } from './activity/fact-rules.ts';
import type { OrderFactType } from './activity/fact-rules.ts';
import { namesLines, orderIdOf } from './activity/interpret-order.ts';
import { activityDayRows, orderKey, orderLineRows, orderRows, refundRows } from './activity/rows.ts';
import { becomeSharedCard } from './timeline/become-shared-card.ts';
import { activityReach, countDay, noteActivity } from './timeline/fold-day.ts';
import type { ActivityReach } from './timeline/fold-day.ts';
import { appendedEvents, foldOrder, orderChange } from './timeline/fold-order.ts';
import type { OrderChange } from './timeline/fold-order.ts';
import { appendEvents, repairTimeline } from './timeline/move-timeline.ts';
import type { LifecycleRules, LifecycleView, Move } from './timeline/rules.ts';
import { stageEntryRows } from './stages/entry-row.ts';
import type { MemberLifecycle } from './timeline/state.ts';

/** What a fact does: how its day reaches the state, or the change of an order. One that makes a shared card is marked. */
type Plan = ActivityReach | 'become_shared' | OrderPlan;

interface OrderPlan {
  readonly change: OrderChange;
  /** What the order adds behind all that is known; null: the timeline is run anew. */
  readonly appended: readonly EvidenceEvent[] | null;
  readonly becomesShared: boolean;
}

const timelineNeeds: readonly Need[] = [orderRows, refundRows, activityDayRows, stageEntryRows].map((kind) => ({
  by: 'all',
  kind,
}));
/** The evidence of the timeline and its entries: the fact is late, or rewrites what time alone brought. */
export const wholeTimeline = new Missing(timelineNeeds);
/** All that the facet keeps: the timeline is no matter of what was bought. */
export const everything = new Missing([...timelineNeeds, { by: 'all', kind: orderLineRows }]);

/** Whether all that the timeline can be run anew from is in memory. */
export function hasWholeTimeline(view: LifecycleView): boolean {
  return (
    view.rows(orderRows).isWhole &&
    view.rows(refundRows).isWhole &&
    view.rows(activityDayRows).isWhole &&
    view.rows(stageEntryRows).isWhole
  );
}

export function hasEverything(view: LifecycleView): boolean {
  return hasWholeTimeline(view) && view.rows(orderLineRows).isWhole;
}

/** Whether the step's evidence replaces entries beyond it: those that time alone brought already. */
function rewritesEnd({ activity, lifecycle }: MemberLifecycle, at: number): boolean {
  if (activity.firstAt === never) return false;
  for (const { since } of lifecycle.standings) if (since >= at) return true;
  return false;
}

export function createFactHandler(rules: LifecycleRules): Handler<MemberLifecycle, FactStep, Plan> {
  return {
    hint(step, hints) {
      const { order } = factRuleOf(step.type);
      if (order !== null) hintOrder(step, { type: order, rules }, hints);
    },
    plan(view, { cause: step }) {
      const { factCount } = view.state.activity;
      const becomesShared = factCount === sharedCardFactsMin;
      if (becomesShared && !hasWholeTimeline(view)) return wholeTimeline;
      const rule = factRuleOf(step.type);
      if (rule.order !== null) return planOrder(view, step, { type: rule.order, rules });
      const seen = { kind: rule.activity, at: step.occurredAt, isShared: factCount >= sharedCardFactsMin };
      const reach = activityReach(view.state, seen, rules);
      if (reach === 'state') return becomesShared ? 'become_shared' : reach;
      const looksBack = reach === 'repair' || rewritesEnd(view.state, step.occurredAt);
      return looksBack && !hasWholeTimeline(view) ? wholeTimeline : reach;
    },
    apply(view, plan, use) {
      const { state } = view;
      state.activity.factCount += 1;
      view.noteChange();
      if (typeof plan === 'string') applyDay(view, plan, { rules, use, step: use.cause });
      else {
        foldOrder(view, plan, { rules, use });
        if (plan.becomesShared) becomeSharedCard(view, { rules, use });
      }
    },
  };
}

interface OrderFact {
  readonly type: OrderFactType;
  readonly rules: LifecycleRules;
}

/**
 * An order is mostly placed once, and told again without lines: then nothing is known of its lines that could matter. One that is
 * paid after it was placed may name them again.
 */
function hintOrder(step: FactStep, { type, rules }: OrderFact, hints: Hints): void {
  const keys: readonly RowKey[] = [[rules.spaceOf(step.source), orderIdOf(step)]];
  hints.add({ by: 'key', kind: orderRows, keys });
  hints.add({ by: 'prefix', kind: refundRows, keys });
  if (type === 'order.paid' && namesLines(step, type)) hints.add({ by: 'prefix', kind: orderLineRows, keys });
}

/** What an order fact needs and is not in memory; null: nothing. Lines are asked for only where there may be others. */
function missingOfOrder(view: LifecycleView, step: FactStep, name: OrderName & OrderFact): Missing | null {
  const { key, space, orderId, type } = name;
  const needs: Need[] = [];
  const keys: readonly RowKey[] = [[space, orderId]];
  const orders = view.rows(orderRows);
  const isKnown = orders.isKnown(key);
  if (!isKnown) needs.push({ by: 'key', kind: orderRows, keys });
  if (!view.rows(refundRows).isPrefixKnown(key)) needs.push({ by: 'prefix', kind: refundRows, keys });
  const mayHaveLines = isKnown && orders.get(key) !== null && namesLines(step, type);
  if (mayHaveLines && !view.rows(orderLineRows).isPrefixKnown(key))
    needs.push({ by: 'prefix', kind: orderLineRows, keys });
  return needs.length === 0 ? null : new Missing(needs);
}

interface OrderName {
  readonly key: string;
  readonly space: string;
  readonly orderId: string;
}

function planOrder(view: LifecycleView, step: FactStep, { type, rules }: OrderFact): Plan | Missing {
  const space = rules.spaceOf(step.source);
  const orderId = orderIdOf(step);
  const key = orderKey(space, orderId);
  const missing = missingOfOrder(view, step, { key, space, orderId, type, rules });
  if (missing !== null) return missing;
  const { activity } = view.state;
  const change = orderChange(view, step, { key, space, orderId, type, rules });
  const becomesShared = activity.factCount === sharedCardFactsMin;
  if (activity.factCount >= sharedCardFactsMin) return { change, appended: noEvents, becomesShared };
  const appended = appendedEvents(change, activity.foldedUntil);
  const looksBack = appended === null || (appended.length > 0 && rewritesEnd(view.state, appended[0]?.at ?? never));
  return looksBack && !hasWholeTimeline(view) ? wholeTimeline : { change, appended, becomesShared };
}

const noEvents: readonly EvidenceEvent[] = [];

function applyDay(
  view: LifecycleView,
  plan: ActivityReach | 'become_shared',
  move: Move & { readonly step: FactStep },
): void {
  const { rules, step } = move;
  const kind = factRuleOf(step.type).activity;
  const at = step.occurredAt;
  countDay(view, step, { kind, rules });
  if (plan === 'append') appendEvents(view, [activityEvent(kind, at)], move);
  else if (plan === 'repair') repairTimeline(view, move);
  else {
    noteActivity(view.state, { kind, at }, rules);
    if (plan === 'become_shared') becomeSharedCard(view, move);
  }
}
