import type { Handler, Handlers, MergeCause, RefoldCause, VersionCause, WakeCause } from '../../kernel/facet.ts';
import { never } from '../../kernel/base/instants.ts';
import { Missing } from '../../kernel/rows/needs.ts';
import type { RowKind, RowShape } from '../../kernel/rows/row-kind.ts';
import type { AbsorbStep } from '../../kernel/steps/steps.ts';
import { createActivityState, isSharedCard } from './activity/activity-state.ts';
import { eventsOfRows } from './activity/evidence-events.ts';
import { joinOrders, joinRefunds } from './activity/evidence-rows.ts';
import { activityDayRows, orderKey, orderLineRows, orderRows, refundRows } from './activity/rows.ts';
import { aggregatesOf } from './activity/shared-card.ts';
import { becomeSharedCard } from './timeline/become-shared-card.ts';
import { uniteLines } from './timeline/fold-order.ts';
import { addReviews, evidenceOf, fireWake, repairTimeline } from './timeline/move-timeline.ts';
import { createFactHandler, everything, hasEverything, hasWholeTimeline, wholeTimeline } from './on-fact.ts';
import { clearEntries, entriesOf } from './timeline/record-entries.ts';
import { lifecycleRulesOf } from './timeline/rules.ts';
import type { LifecycleRules, LifecycleView, Move } from './timeline/rules.ts';
import { computeTimeline } from './stages/timeline.ts';
import type { MemberLifecycle } from './timeline/state.ts';

/** The whole timeline from all of the evidence, or a shared card's figures. */
function judgeAnew(view: LifecycleView, move: Move): void {
  if (isSharedCard(view.state.activity)) becomeSharedCard(view, move);
  else repairTimeline(view, move);
}

/** Whether two versions make the same counts of a shared card, which has no stages. */
function countSame(a: LifecycleRules, b: LifecycleRules): boolean {
  return a.settings.purchaseCountsWhen === b.settings.purchaseCountsWhen;
}

type Ready = null;

function onWake(rules: LifecycleRules): Handler<MemberLifecycle, WakeCause, Ready> {
  return {
    plan: () => null,
    apply: (view, _plan, use) => fireWake(view, use.cause.at, { rules, use }),
  };
}

/** Judges the whole timeline anew under a version. Nothing of it is acted on. */
function onVersion(rules: LifecycleRules): Handler<MemberLifecycle, VersionCause, Ready> {
  return {
    concerns({ activity }, { from }) {
      if (activity.firstAt === never) return false;
      return !isSharedCard(activity) || !countSame(lifecycleRulesOf(from), rules);
    },
    plan: (view) => (hasWholeTimeline(view) ? null : wholeTimeline),
    apply: (view, _plan, use) => judgeAnew(view, { rules, use }),
  };
}

/** The union of both evidences, and one timeline judged anew from it. */
function onMerge(rules: LifecycleRules): Handler<MemberLifecycle, MergeCause<MemberLifecycle>, Ready> {
  return {
    plan(view, { cause: { absorbed } }) {
      const needs = hasEverything(view) ? [] : everything.needs;
      const ofAbsorbed = hasEverything(absorbed) ? [] : everything.needs;
      return needs.length + ofAbsorbed.length === 0 ? null : new Missing(needs, [], ofAbsorbed);
    },
    apply(view, _plan, use) {
      const { absorbed } = use.cause;
      unite(view, absorbed, { kind: orderRows, join: joinOrders });
      unite(view, absorbed, { kind: refundRows, join: joinRefunds });
      const lines = Map.groupBy(absorbed.rows(orderLineRows).rows(), ({ space, orderId }) => orderKey(space, orderId));
      for (const own of lines.values()) uniteLines(view, own);
      const days = view.rows(activityDayRows);
      for (const day of absorbed.rows(activityDayRows).rows()) days.add({ ...day });
      view.state.activity.factCount += absorbed.state.activity.factCount;
      judgeAnew(view, { rules, use });
    },
  };
}

function unite<Row extends RowShape>(
  view: LifecycleView,
  absorbed: LifecycleView,
  { kind, join }: { readonly kind: RowKind<Row>; readonly join: (a: Row, b: Row) => Row },
): void {
  const into = view.rows(kind);
  for (const row of absorbed.rows(kind).rows()) {
    const known = into.get(kind.keyOf(row));
    const joined = known === null ? row : join(known, row);
    if (joined !== known) into.put(joined);
  }
}

/** Her stages end; her evidence stays, a tombstone's own. */
const onAbsorb: Handler<MemberLifecycle, AbsorbStep, Ready> = {
  plan: (view) => (hasWholeTimeline(view) ? null : wholeTimeline),
  apply(view, _plan, use) {
    clearEntries(view, new Set(entriesOf(view).map((entry) => entry.lifecycle)), use);
    view.state.lifecycle = { standings: [] };
    view.noteChange();
  },
};

/** The evidence that is her own takes the place of all she had; entries that still hold stay as they were recorded. */
function onRefold(rules: LifecycleRules): Handler<MemberLifecycle, RefoldCause<MemberLifecycle>, Ready> {
  return {
    plan: (view) => (hasEverything(view) ? null : everything),
    apply(view, _plan, use) {
      const { own } = use.cause;
      // The entries as they are known now, before the evidence that they are judged by is another.
      entriesOf(view);
      refill(view, own, orderRows);
      refill(view, own, refundRows);
      refill(view, own, orderLineRows);
      refill(view, own, activityDayRows);
      view.state.activity = createActivityState();
      view.state.activity.factCount = own.state.activity.factCount;
      if (view.member.status === 'live') judgeAnew(view, { rules, use });
      else rereadEvidence(view, { rules, use });
    },
  };
}

/** A tombstone's evidence is kept as figures; she stands in no stage. */
function rereadEvidence(view: LifecycleView, { rules, use }: Move): void {
  const { state } = view;
  const evidence = evidenceOf(view);
  const events = eventsOfRows(evidence, rules.settings.purchaseCountsWhen);
  const { factCount } = state.activity;
  state.activity = isSharedCard(state.activity)
    ? aggregatesOf(events)
    : computeTimeline({ lifecycles: [], world: rules.world }, events, use.until).activity;
  state.activity.factCount = factCount;
  addReviews(state.activity, evidence.days);
  view.noteChange();
}

function refill<Row extends RowShape>(view: LifecycleView, own: LifecycleView, kind: RowKind<Row>): void {
  view.rows(kind).refill(own.rows(kind).rows());
}

export function createHandlers(rules: LifecycleRules): Handlers<MemberLifecycle> {
  return {
    fact: [createFactHandler(rules)],
    wake: onWake(rules),
    version: onVersion(rules),
    merge: onMerge(rules),
    absorb: onAbsorb,
    refold: onRefold(rules),
  };
}
