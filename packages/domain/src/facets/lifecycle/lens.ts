import type { LensSeen } from '../../kernel/facet.ts';
import { toNullableInstant } from '../../kernel/base/instants.ts';
import type { LensColumn, LensColumnShape, LensPart, LensRow, LensValue } from '../../kernel/lens.ts';
import type { DecisionStep, FactStep } from '../../kernel/steps/steps.ts';
import {
  lastInteractionAt,
  lastPurchaseAt,
  medianGapMs,
  trackedKinds,
  type ActivityState,
} from './activity/activity-state.ts';
import { boughtLinesOf } from './activity/bought-lines.ts';
import type { BoughtLine } from './activity/bought-lines.ts';
import { orderLineRows, orderRows, refundRows } from './activity/rows.ts';
import { averageOrderMinor } from './fields.ts';
import { entriesOf } from './timeline/record-entries.ts';
import { lifecycleRulesOf } from './timeline/rules.ts';
import { stageAt } from './stages/compile-lifecycle.ts';
import { stageEntryRows } from './stages/entry-row.ts';
import type { StageStanding } from './stages/lifecycle-state.ts';
import type { MemberLifecycle } from './timeline/state.ts';

type Seen = LensSeen<MemberLifecycle>;
type Column = LensColumn<Seen>;

function ofStandings(read: (standing: StageStanding, seen: Seen) => string | number | null): Column['read'] {
  return (seen) => seen.view.state.lifecycle.standings.map((standing) => read(standing, seen));
}

/** Where time alone takes her: the stage at the instant of her next change; '' when nobody can say. */
function nextStage(standing: StageStanding, { program, subject }: Seen): string {
  const rules = program === null ? [] : lifecycleRulesOf(program).lifecycles;
  const lifecycle = rules.find(({ id }) => id === standing.lifecycle);
  if (lifecycle === undefined || !Number.isFinite(standing.nextAt)) return '';
  return stageAt(lifecycle, subject, standing.nextAt).id;
}

/** One element a lifecycle: where she stands, since when, when time alone moves her on and where to, how often she came back. */
const standings: LensPart<Seen> = {
  kind: 'member',
  name: 'standing',
  revision: 1,
  columns: [
    { name: 'lifecycles', type: 'list of name', read: ofStandings(({ lifecycle }) => lifecycle) },
    { name: 'stages', type: 'list of name', read: ofStandings(({ stage }) => stage) },
    { name: 'since_at', type: 'list of instant', read: ofStandings(({ since }) => since) },
    {
      name: 'next_at',
      type: 'list of nullable instant',
      read: ofStandings(({ nextAt }) => toNullableInstant(nextAt)),
    },
    { name: 'next_stages', type: 'list of name', read: ofStandings(nextStage) },
    { name: 'reactivations', type: 'list of integer', read: ofStandings(({ reactivations }) => reactivations) },
  ],
};

function ofActivity(read: (activity: ActivityState) => LensValue): Column['read'] {
  return ({ view }) => read(view.state.activity);
}

function instant(read: (activity: ActivityState) => number): Column['read'] {
  return ofActivity((activity) => toNullableInstant(read(activity)));
}

/** By kind, of those that have a value. */
function byKind(values: readonly number[], has: (value: number) => boolean) {
  const known = trackedKinds.flatMap((kind, index): readonly (readonly [string, number])[] => {
    const value = values[index];
    return value !== undefined && has(value) ? [[kind, value]] : [];
  });
  return Object.fromEntries(known);
}

/** What her evidence amounts to; amounts in minor units. */
const activity: LensPart<Seen> = {
  kind: 'member',
  name: 'activity',
  revision: 1,
  columns: [
    { name: 'facts', type: 'integer', read: ofActivity(({ factCount }) => factCount) },
    { name: 'orders', type: 'integer', read: ofActivity(({ purchaseCount }) => purchaseCount) },
    { name: 'cancelled_orders', type: 'integer', read: ofActivity(({ cancelledCount }) => cancelledCount) },
    { name: 'refunds', type: 'integer', read: ofActivity(({ refundCount }) => refundCount) },
    { name: 'gross_minor', type: 'integer', read: ofActivity(({ grossMinor }) => grossMinor) },
    {
      name: 'net_minor',
      type: 'integer',
      read: ofActivity(({ grossMinor, refundedMinor }) => grossMinor - refundedMinor),
    },
    { name: 'average_order_minor', type: 'nullable integer', read: ofActivity(averageOrderMinor) },
    { name: 'reviews', type: 'integer', read: ofActivity(({ reviewCount }) => reviewCount) },
    { name: 'rating_sum', type: 'integer', read: ofActivity(({ ratingSum }) => ratingSum) },
    { name: 'registered_at', type: 'nullable instant', read: instant(({ registeredAt }) => registeredAt) },
    { name: 'first_at', type: 'nullable instant', read: instant(({ firstAt }) => firstAt) },
    { name: 'first_order_at', type: 'nullable instant', read: instant(({ firstPurchaseAt }) => firstPurchaseAt) },
    { name: 'last_order_at', type: 'nullable instant', read: instant(lastPurchaseAt) },
    { name: 'last_interaction_at', type: 'nullable instant', read: instant(lastInteractionAt) },
    { name: 'median_gap_ms', type: 'nullable integer', read: ofActivity(medianGapMs) },
    { name: 'recent_purchases', type: 'list of instant', read: ofActivity((state) => state.recentPurchases) },
    {
      name: 'activity_last_at',
      type: 'map of instant',
      read: ofActivity(({ lastAt }) => byKind(lastAt, Number.isFinite)),
    },
    {
      name: 'activity_days',
      type: 'map of integer',
      read: ofActivity(({ days }) => byKind(days, (count) => count > 0)),
    },
    // Who never registered joined with her first fact, and who has none when she was made.
    {
      name: 'joined_at',
      type: 'instant',
      read: ({ view: { state }, createdAt }) =>
        toNullableInstant(state.activity.registeredAt) ?? toNullableInstant(state.activity.firstAt) ?? createdAt,
    },
  ],
};

/** One row a lifecycle: her whole timeline as known now, in parallel lists; an interval ends where the next one begins. */
const timeline: LensPart<Seen> = {
  kind: 'table',
  name: 'stage_timeline',
  revision: 1,
  needs: [stageEntryRows],
  columns: [
    { name: 'lifecycle', type: 'name' },
    { name: 'from_at', type: 'list of instant' },
    { name: 'stage', type: 'list of name' },
    { name: 'is_reactivation', type: 'list of boolean' },
    { name: 'is_acted', type: 'list of boolean' },
  ],
  sortBy: ['lifecycle'],
  keeps: 'newest',
  whole: {
    facts: [],
    derived: ['stage.changed', 'stage.repaired'],
    isPastDecisions: true,
    rows({ view }) {
      const byLifecycle = Map.groupBy(entriesOf(view), ({ lifecycle }) => lifecycle);
      return [...byLifecycle].map(([lifecycle, entries]): LensRow => [
        lifecycle,
        entries.map(({ validFrom }) => validFrom),
        entries.map(({ stage }) => stage),
        entries.map(({ isReactivation }) => isReactivation),
        entries.map(({ isActed }) => isActed),
      ]);
    },
  },
};

/** Lies between all registrations and all purchases, so that one number orders both. */
const afterRegistrationsMs = 1e14;

interface Place {
  readonly at: number;
  readonly storeId: string;
  readonly channel: string;
}

function seenAt({ at, storeId, channel }: Place): LensRow {
  return [dated(at, storeId), dated(at, channel)];
}

/** A place that is not named is older than any that is. */
function dated(at: number, id: string): LensValue {
  return id === '' ? [-afterRegistrationsMs, ''] : [at, id];
}

function seenByStep(step: FactStep | DecisionStep): readonly LensRow[] {
  if (step.kind !== 'fact' || (step.storeId === '' && step.channel === '')) return [];
  const after = step.type === 'member.registered' ? 0 : afterRegistrationsMs;
  return [seenAt({ at: step.occurredAt + after, storeId: step.storeId, channel: step.channel })];
}

/**
 * Where she was seen last: the last purchase says it, and until there is one the registration. Read from facts, because
 * reading all orders of a member for each of her facts took as long as everything else together.
 */
const places: LensPart<Seen> = {
  kind: 'table',
  name: 'member_place',
  revision: 1,
  needs: [orderRows],
  columns: [
    { name: 'store', type: 'dated name' },
    { name: 'channel', type: 'dated name' },
  ],
  sortBy: [],
  keeps: 'greatest',
  // Who took another member in has her orders from then on.
  whole: {
    facts: [],
    derived: [],
    rows: ({ view }) =>
      view
        .rows(orderRows)
        .rows()
        .flatMap((order): readonly LensRow[] => {
          const at = order.placedAt ?? order.paidAt ?? order.fulfilledAt;
          if (at === null || (order.storeId === '' && order.channel === '')) return [];
          return [seenAt({ ...order, at: at + afterRegistrationsMs })];
        }),
  },
  steps: {
    facts: ['order.placed', 'order.updated', 'order.paid', 'order.fulfilled', 'member.registered'],
    hasDecisions: false,
    rows: seenByStep,
  },
};

/** Evidence that is loaded whole for a member of whom an order changed. */
const orderTypes = ['placed', 'updated', 'paid', 'fulfilled', 'cancelled', 'refunded'].map((word) => `order.${word}`);

function bought({ view, program }: Seen): readonly LensRow[] {
  const orders = view.rows(orderRows).rows();
  if (program === null || orders.length === 0) return [];
  const { purchaseCountsWhen } = lifecycleRulesOf(program).settings;
  const evidence = { orders, lines: view.rows(orderLineRows).rows(), refunds: view.rows(refundRows).rows() };
  const lines = boughtLinesOf(evidence, purchaseCountsWhen);
  return [boughtColumns.map(({ read }) => lines.map(read))];
}

const boughtColumns: readonly (LensColumnShape & { readonly read: (line: BoughtLine) => LensValue })[] = [
  { name: 'bought_at', type: 'list of instant', read: (line) => line.at },
  { name: 'space', type: 'list of name', read: (line) => line.space },
  { name: 'order_id', type: 'list of text', read: (line) => line.orderId },
  { name: 'line', type: 'list of text', read: (line) => line.line },
  { name: 'product_id', type: 'list of name', read: (line) => line.productId },
  { name: 'category', type: 'list of name', read: (line) => line.category },
  { name: 'quantity_milli', type: 'list of integer', read: (line) => line.quantityMilli },
  { name: 'amount_minor', type: 'list of integer', read: (line) => line.amountMinor },
  { name: 'channel', type: 'list of name', read: (line) => line.channel },
  { name: 'store_id', type: 'list of name', read: (line) => line.storeId },
];

/**
 * What she has bought, as orders and refunds have left it: one row with all lines in parallel lists, so that what is cancelled or goes to another
 * member in a merge leaves nothing behind, and nobody asks whose a line is.
 */
const boughtLines: LensPart<Seen> = {
  kind: 'table',
  name: 'bought_line',
  revision: 2,
  needs: [orderRows, orderLineRows, refundRows],
  columns: boughtColumns.map(({ name, type }) => ({ name, type })),
  sortBy: [],
  keeps: 'newest',
  whole: { facts: orderTypes, derived: [], isPastDecisions: true, rows: bought },
};

export const lifecycleLens: readonly LensPart<Seen>[] = [standings, activity, timeline, places, boughtLines];
