import type { Handler, Use } from '../../../../kernel/facet.ts';
import { never } from '../../../../kernel/base/instants.ts';
import { missingOf } from '../../../../kernel/member-subject.ts';
import { Missing } from '../../../../kernel/rows/needs.ts';
import type { FactStep } from '../../../../kernel/steps/steps.ts';
import { walletsRulesOf } from '../../rules/rules.ts';
import type { WalletsRules, WalletsView } from '../../rules/rules.ts';
import type { WalletsState } from '../../rules/state.ts';
import { applyAwards } from '../awards/award-plan.ts';
import type { AwardChange, AwardPlan } from '../awards/award-plan.ts';
import { awardsOfEvent } from '../awards/event-awards.ts';
import type { GrantedRule, RuleOutcome } from '../awards/event-awards.ts';
import { noTrail } from '../awards/trail.ts';
import type { CompiledRule } from '../documents/compiled-rules.ts';
import { subjectOfEvent } from '../documents/event-fields.ts';
import { countedLines } from './counted-lines.ts';
import {
  hasHappened,
  hintOrder,
  knownOrder,
  missingOfOrder,
  placeOfOrder,
  placeOfSource,
  placedAtOf,
  referenceOf,
} from './known-order.ts';
import type { KnownOrder } from './known-order.ts';
import { tendersOf } from './order-evidence.ts';
import { changedAwards } from './order-changes.ts';
import { earningOrderRows } from './rows.ts';
import type { EarningOrderRow } from './rows.ts';

/** What an order's fact does: evidence that is kept, and what follows for the awards. */
export interface OrderPlan {
  readonly order: EarningOrderRow | null;
  readonly awards: AwardPlan | null;
  /** What each rule came to, where the awards are decided with this fact. */
  readonly outcomes: () => readonly RuleOutcome[];
}

const nothing: OrderPlan = { order: null, awards: null, outcomes: () => [] };

export const orderTypes: readonly string[] = [
  'order.placed',
  'order.updated',
  'order.paid',
  'order.fulfilled',
  'order.cancelled',
  'order.refunded',
];

/**
 * What orders earn. The first time that one counts its awards are decided; every later fact of it posts what they come to then less what
 * they came to before. So refunds in any order, before the order too, leave what the order earns without them.
 */
export function createOrderHandler(rules: WalletsRules): Handler<WalletsState, FactStep, OrderPlan> {
  const { ofOrders } = rules.earning;
  return {
    types: orderTypes,
    hint(step, hints) {
      hintOrder(placeOfSource(step), hints);
      for (const need of ofOrders.needs) hints.add(need);
    },
    plan(view, use) {
      const place = placeOfOrder(use.cause, use);
      const missing = missingOfOrder(view, place);
      if (missing !== null) return missing;
      const known = knownOrder(view, use.cause, use);
      if (ofOrders.rules.length === 0 && known.awards.length === 0) return nothing;
      return planOrder(view, known, use);
    },
    apply(view, { order, awards }, use) {
      if (order !== null) view.rows(earningOrderRows).put(order);
      if (awards !== null) applyAwards(view, awards, use);
    },
  };
}

function planOrder(view: WalletsView, known: KnownOrder, use: Use<FactStep>): OrderPlan | Missing {
  const { before, earning, order, countsAt } = known;
  const evidence = { ...nothing, order: earning === before || isEmpty(earning) ? null : earning };
  if (order === null) return evidence;
  if (earning.decidedAt !== null || known.awards.length > 0) {
    const changed = changedAwards(view, known, use);
    return changed instanceof Missing ? changed : { ...evidence, awards: changed };
  }
  if (countsAt === never || order.cancelledAt !== null) return evidence;
  const decided = { ...evidence, order: { ...earning, decidedAt: use.recordedAt } };
  // It counted while there were no rules over orders: they are for what comes after them.
  if (known.countedBefore) return decided;
  const missing = missingOf(view.member, walletsRulesOf(use.program).earning.ofOrders.needs);
  return missing ?? decide(view, known, { use, decided });
}

/** Nothing is said of it that would have to be kept. */
function isEmpty({ tenders, decidedAt }: EarningOrderRow): boolean {
  return tenders === '' && decidedAt === null;
}

function decide(
  view: WalletsView,
  known: KnownOrder,
  { use, decided }: { readonly use: Use<FactStep>; readonly decided: OrderPlan },
): OrderPlan | Missing {
  const { order, countsAt, lines, place } = known;
  if (order === null) return decided;
  const { isBackfill } = use.cause;
  const tenders = tendersOf(known.earning);
  const { outcomes, granted, limits } = awardsOfEvent(view, walletsRulesOf(use.program).earning.ofOrders.rules, {
    subject: subjectOfEvent(order),
    at: countsAt,
    beganAt: placedAtOf(order) ?? countsAt,
    isBackfill,
    use,
    counted: ({ rule: { excludes }, lines: which }: CompiledRule) =>
      countedLines(lines, { tenders, excludes, lines: which }),
  });
  if (limits.missingTakes.length > 0) return new Missing([], limits.missingTakes);
  return {
    ...decided,
    outcomes,
    awards: {
      changes: granted.map((one) => firstAward(one, known, use)),
      counters: limits.counters(),
      returns: [],
      lapses: [],
      reference: referenceOf(place),
      from: isBackfill ? countsAt : use.recordedAt,
      hasHappened: (event) => hasHappened(known, event),
    },
  };
}

/** The award of a rule, as it is kept of an order. */
export function firstAward(
  { assessed, countedMinor, wanted, grant }: GrantedRule,
  known: KnownOrder,
  use: Use,
): AwardChange {
  const { compiled, agreed } = assessed;
  const { id: rule, wallet } = compiled.rule;
  const { space, orderId } = known.place;
  const figures = { countedMinor, wanted, granted: 0, takenBack: 0, forgiven: 0 };
  const decided = { decidedAt: use.recordedAt, programVersion: use.program.version };
  const row = { space, orderId, rule, wallet, terms: agreed.text, ...decided, ...figures, trail: '' };
  return { rule, wallet, terms: agreed.terms, taken: 0, grant, isActivated: false, row, trail: noTrail };
}
