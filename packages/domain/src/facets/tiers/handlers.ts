import { factRuleOf } from '../lifecycle/activity/fact-rules.ts';
import { orderIdOf } from '../lifecycle/activity/interpret-order.ts';
import { orderKey } from '../lifecycle/activity/rows.ts';
import { exportedOrders, exportedRefunds } from '../lifecycle/facet.ts';
import { lifecycleRulesOf } from '../lifecycle/timeline/rules.ts';
import type { DerivedFact } from '../../kernel/steps/cause.ts';
import type { Handler, Handlers, WakeCause } from '../../kernel/facet.ts';
import { Missing } from '../../kernel/rows/needs.ts';
import type { Need } from '../../kernel/rows/needs.ts';
import type { RowKey } from '../../kernel/rows/row-kind.ts';
import type { FactStep } from '../../kernel/steps/steps.ts';
import { attributeChanged, tagChanged } from '../registers/events.ts';
import { walletChanged } from '../wallets/rules/events.ts';
import { onDecision } from './commands/on-decision.ts';
import { onVersion } from './on-version.ts';
import { ownershipHandlers } from './ownership.ts';
import { ordersMetric, spendMetric, walletMetric } from './rules/rules.ts';
import type { TiersRules, TiersView } from './rules/rules.ts';
import type { TiersState } from './rules/state.ts';
import { judge, judgingNeeds, missingToJudge } from './standing/judge.ts';
import { countDifference, differenceOf } from './standing/order-days.ts';
import type { OrderDifference } from './standing/order-days.ts';
import { tierDayRows, tierOrderRows } from './rules/rows.ts';

const orderTypes = [
  'order.placed',
  'order.updated',
  'order.paid',
  'order.fulfilled',
  'order.refunded',
  'order.cancelled',
] as const;
const registered = 'member.registered';

/** What a fact does: an order counts otherwise, she is only judged anew, or nothing. */
type FactPlan = { readonly difference: OrderDifference | null; readonly isJudged: boolean };

const nothingToDo: FactPlan = { difference: null, isJudged: false };

function onFact(rules: TiersRules): Handler<TiersState, FactStep, FactPlan> {
  return {
    // Conditions may be of anything that she does.
    ...(rules.asksWho ? {} : { types: [...orderTypes, registered] }),
    hint(step, hints) {
      if (factRuleOf(step.type).order === null) return;
      for (const need of judgingNeeds) hints.add(need);
    },
    plan(view, use) {
      const step = use.cause;
      const isJudged = rules.asksWho || view.state.isKnown === 0 || step.type === registered;
      if (factRuleOf(step.type).order !== null) return planOrder(view, use, { rules, isJudged });
      return isJudged ? (missingToJudge(view, rules) ?? { difference: null, isJudged }) : nothingToDo;
    },
    apply(view, { difference, isJudged }, use) {
      if (difference !== null) countDifference(view, difference);
      if (isJudged) judge(view, use, { on: 'evidence' });
    },
  };
}

type OrderUse = Parameters<Handler<TiersState, FactStep, FactPlan>['plan']>[1];

function planOrder(
  view: TiersView,
  { cause: step, program }: OrderUse,
  { rules, isJudged }: { readonly rules: TiersRules; readonly isJudged: boolean },
): FactPlan | Missing {
  const lifecycle = lifecycleRulesOf(program);
  const [space, orderId] = [lifecycle.spaceOf(step.source), orderIdOf(step)];
  const key = orderKey(space, orderId);
  const missing = missingOfOrder(view, key, [[space, orderId]]);
  if (missing.length > 0) return new Missing([...missing, ...(missingToJudge(view, rules)?.needs ?? [])]);
  const difference = differenceOf(view, key, lifecycle);
  if (difference === null && !isJudged) return nothingToDo;
  // What no set counts is kept for sets that a later version brings, and moves nobody.
  if (!isJudged && !countsOrders(rules)) return { difference, isJudged };
  return missingToJudge(view, rules) ?? { difference, isJudged: true };
}

function countsOrders({ metrics }: TiersRules): boolean {
  return metrics.has(spendMetric) || metrics.has(ordersMetric);
}

function missingOfOrder(view: TiersView, key: string, keys: readonly RowKey[]): readonly Need[] {
  const needs: Need[] = [];
  if (!view.rows(tierOrderRows).isKnown(key)) needs.push({ by: 'key', kind: tierOrderRows, keys });
  if (!view.foreign(exportedOrders).isKnown(key)) needs.push({ by: 'key', kind: exportedOrders.kind, keys });
  if (!view.foreign(exportedRefunds).isPrefixKnown(key)) needs.push({ by: 'prefix', kind: exportedRefunds.kind, keys });
  return needs;
}

/** Units that were earned, or taken back, by the day on which they had been earned. */
interface WalletPlan {
  readonly metric: string;
  readonly moves: readonly (readonly [units: number, at: number])[];
  readonly isJudged: boolean;
}

/** The parse boundary: a payload that the ledger makes. */
function movedBy({ payload }: DerivedFact): Pick<WalletPlan, 'metric' | 'moves'> {
  const { wallet, moves } = payload as unknown as { readonly wallet: string } & Pick<WalletPlan, 'moves'>;
  return { metric: walletMetric(wallet), moves };
}

function onWallet(rules: TiersRules): Handler<TiersState, DerivedFact, WalletPlan> {
  return {
    types: [walletChanged],
    plan(view, { cause }) {
      const { metric, moves } = movedBy(cause);
      const isJudged = rules.asksWho || (moves.length > 0 && rules.sets.size > 0 && rules.metrics.has(metric));
      const plan = { metric, moves, isJudged };
      return isJudged ? (missingToJudge(view, rules) ?? plan) : plan;
    },
    apply(view, { metric, moves, isJudged }, use) {
      const { state } = view;
      for (const [units, at] of moves)
        view.rows(tierDayRows).add({ metric, day: rules.world.days.dayOf(at), value: units });
      // They are kept for sets that a later version brings.
      if (moves.length > 0 && state.isKnown === 0 && !isJudged) {
        state.isKnown = 1;
        view.noteChange();
      }
      if (isJudged) judge(view, use, { on: 'evidence' });
    },
  };
}

/** A stage, an attribute or a tag that a condition may ask for; those of facts have been judged with the fact. */
function onAsked(rules: TiersRules): Handler<TiersState, DerivedFact, null> {
  return {
    types: ['stage.changed', attributeChanged, tagChanged],
    plan: (view) => missingToJudge(view, rules),
    apply: (view, _plan, use) => judge(view, use, { on: 'evidence' }),
  };
}

function onWake(rules: TiersRules): Handler<TiersState, WakeCause, null> {
  return {
    plan: (view) => missingToJudge(view, rules),
    apply: (view, _plan, use) => judge(view, use, { on: 'wake' }),
  };
}

export function tiersHandlers(rules: TiersRules): Handlers<TiersState> {
  return {
    fact: rules.sets.size === 0 ? [] : [onFact(rules)],
    derived: [onWallet(rules), ...(rules.asksWho ? [onAsked(rules)] : [])],
    decision: onDecision(rules),
    wake: onWake(rules),
    version: onVersion(rules),
    ...ownershipHandlers(rules),
  };
}
