import type { Condition } from '../conditions/condition.ts';
import { isGroup } from '../conditions/condition.ts';
import { recencyFields } from '../facets/lifecycle/stages/parse-lifecycle.ts';
import type { LifecycleDocument } from '../facets/lifecycle/stages/lifecycle-document.ts';
import { interactionKinds } from '../facets/lifecycle/activity/activity-state.ts';
import { factRuleOf } from '../facets/lifecycle/activity/fact-rules.ts';
import type { FactStep } from '../kernel/steps/steps.ts';

/** A second, naive telling of the rules: everything from the facts, at one instant, by scanning. */

const dayMs = 86_400_000;
export const brandGapDays = 45;

interface NaiveOrder {
  readonly boughtAt: number;
  readonly endAt: number;
}

function text(step: FactStep, field: string): string {
  return JSON.stringify(step.payload()[field]);
}

function earliest(steps: readonly FactStep[], types: readonly string[]): number {
  return Math.min(...steps.filter((step) => types.includes(step.type)).map((step) => step.occurredAt));
}

function amountOf(steps: readonly FactStep[]): number {
  for (const types of [['order.paid', 'order.updated'], ['order.placed']]) {
    const best = steps
      .filter((step) => types.includes(step.type))
      .sort((a, b) => b.occurredAt - a.occurredAt || (a.messageId < b.messageId ? 1 : -1))[0];
    if (best !== undefined) return Number(best.payload()['amountMinor']);
  }
  return 0;
}

function ordersOf(facts: readonly FactStep[]): NaiveOrder[] {
  const byOrder = Map.groupBy(
    facts.filter((step) => step.type.startsWith('order.')),
    (step) => text(step, 'orderId'),
  );
  return [...byOrder.values()].map((steps) => {
    const boughtAt = earliest(steps, ['order.placed', 'order.updated', 'order.paid', 'order.fulfilled']);
    const amount = amountOf(steps);
    const refunds = Map.groupBy(
      steps.filter((step) => step.type === 'order.refunded'),
      (step) => text(step, 'refundId'),
    );
    const told = [...refunds.values()].map((same) => {
      const first = same.sort(
        (a, b) =>
          a.occurredAt - b.occurredAt || Number(a.payload()['amountMinor']) - Number(b.payload()['amountMinor']),
      )[0];
      return { at: Math.max(first?.occurredAt ?? 0, boughtAt), amount: Number(first?.payload()['amountMinor']) };
    });
    const cancelledAt = earliest(steps, ['order.cancelled']);
    const fullAt = told.map(({ at }) => at).filter((at) => amount > 0 && sumUpTo(told, at) >= amount);
    return { boughtAt, endAt: Math.min(cancelledAt, ...fullAt) };
  });
}

function sumUpTo(refunds: readonly { at: number; amount: number }[], until: number): number {
  return refunds.reduce((sum, refund) => (refund.at <= until ? sum + refund.amount : sum), 0);
}

export interface Knowledge {
  readonly purchases: readonly number[];
  readonly lastOf: (kind: string) => number;
}

export function knowledgeAt(facts: readonly FactStep[], at: number): Knowledge {
  const purchases = ordersOf(facts)
    .filter((order) => order.boughtAt <= at && order.endAt > at)
    .map((order) => order.boughtAt)
    .sort((a, b) => a - b);
  const lastOf = (kind: string): number =>
    Math.max(
      ...facts
        .filter(
          (step) =>
            step.occurredAt <= at && factRuleOf(step.type).order === null && factRuleOf(step.type).activity === kind,
        )
        .map((step) => step.occurredAt),
    );
  return { purchases, lastOf };
}

function medianGap(purchases: readonly number[]): number {
  const gaps: number[] = [];
  let from = purchases[0] ?? 0;
  for (const at of purchases) {
    if (at - from < dayMs / 2) continue;
    gaps.push(at - from);
    from = at;
  }
  gaps.sort((a, b) => a - b);
  if (gaps.length === 0) return brandGapDays * dayMs;
  const middle = Math.floor(gaps.length / 2);
  return gaps.length % 2 === 1 ? (gaps[middle] ?? 0) : Math.floor(((gaps[middle - 1] ?? 0) + (gaps[middle] ?? 0)) / 2);
}

function instantOf(field: string, known: Knowledge, facts: readonly FactStep[]): number {
  if (field === 'purchase.last') return known.purchases.at(-1) ?? -Infinity;
  if (field === 'purchase.first') return known.purchases[0] ?? -Infinity;
  if (field === 'interaction.last') {
    const registered = facts.filter((step) => step.type === 'member.registered').map((step) => step.occurredAt);
    const own = interactionKinds.map((kind) => known.lastOf(kind));
    const first = Math.min(...registered);
    return Math.max(known.purchases.at(-1) ?? -Infinity, ...own, first === Infinity ? -Infinity : first);
  }
  throw new Error(`the oracle does not know ${field}`);
}

interface NaiveWindow {
  readonly window: string;
  readonly days: number;
  readonly multiple: number;
  readonly minDays: number;
  readonly maxDays: number;
}

export function windowMs(value: unknown, known: Knowledge): number {
  const window = value as NaiveWindow;
  if (window.window === 'days') return window.days * dayMs;
  const own = window.multiple * medianGap(known.purchases);
  return Math.round(Math.min(window.maxDays * dayMs, Math.max(window.minDays * dayMs, own)));
}

function holds(
  condition: Condition,
  use: { at: number; document: LifecycleDocument; facts: readonly FactStep[]; known: Knowledge },
): boolean {
  if (isGroup(condition)) {
    const verdicts = condition.rules.map((rule) => holds(rule, use));
    const verdict = condition.combinator === 'and' ? verdicts.every(Boolean) : verdicts.some(Boolean);
    return verdict !== (condition.not ?? false);
  }
  const { at, known } = use;
  const field = condition.field === 'recency.last' ? recencyFields[use.document.recencyOf] : condition.field;
  if (condition.operator === 'within')
    return (
      at <
      instantOf(
        field,
        known,
        use.facts.filter((step) => step.occurredAt <= at),
      ) +
        windowMs(condition.value, known)
    );
  const actual =
    field === 'purchase.count'
      ? known.purchases.length
      : known.purchases.filter((bought) => bought + Number(/_(\d+)d/.exec(field)?.[1]) * dayMs > at).length;
  if (condition.operator === '=') return actual === condition.value;
  if (condition.operator === '>=') return actual >= Number(condition.value);
  throw new Error(`the oracle does not know ${condition.operator}`);
}

export function stageAtNaively(document: LifecycleDocument, facts: readonly FactStep[], at: number): string {
  const known = knowledgeAt(facts, at);
  const use = { at, document, facts: facts.filter((step) => step.occurredAt <= at), known };
  const found = document.stages.find((stage) => stage.condition === null || holds(stage.condition, { ...use, facts }));
  return found?.id ?? '';
}

/** The timeline by asking at every instant at which anything could change. */
export function timelineNaively(document: LifecycleDocument, facts: readonly FactStep[], until: number): string[] {
  const seen = facts.map((step) => step.occurredAt);
  const firstAt = Math.min(...seen);
  const lengths = new Set<number>();
  for (const at of seen) collectWindows(document, knowledgeAt(facts, at), lengths);
  const instants = new Set(seen);
  for (const at of seen) for (const length of lengths) instants.add(at + length);
  const timeline: string[] = [];
  let stage = '';
  for (const at of [...instants].sort((a, b) => a - b)) {
    if (at < firstAt || at > until) continue;
    const next = stageAtNaively(document, facts, at);
    if (next !== stage) timeline.push(`${next}@${at}`);
    stage = next;
  }
  return timeline;
}

function collectWindows(document: LifecycleDocument, known: Knowledge, lengths: Set<number>): void {
  const visit = (condition: Condition): void => {
    if (isGroup(condition)) condition.rules.forEach(visit);
    else if (condition.operator === 'within') lengths.add(windowMs(condition.value, known));
    else if (condition.field.startsWith('metric.')) lengths.add(Number(/_(\d+)d/.exec(condition.field)?.[1]) * dayMs);
  };
  for (const stage of document.stages) if (stage.condition !== null) visit(stage.condition);
}
