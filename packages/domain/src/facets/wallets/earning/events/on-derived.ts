import type { DerivedFact } from '../../../../kernel/steps/cause.ts';
import type { Handler, Use } from '../../../../kernel/facet.ts';
import { never, notByTime } from '../../../../kernel/base/instants.ts';
import { missingOf } from '../../../../kernel/member-subject.ts';
import { Missing } from '../../../../kernel/rows/needs.ts';
import { keyText } from '../../../../kernel/rows/row-kind.ts';
import { walletsRulesOf } from '../../rules/rules.ts';
import type { WalletsRules, WalletsView } from '../../rules/rules.ts';
import type { WalletsState } from '../../rules/state.ts';
import { applyAwards } from '../awards/award-plan.ts';
import type { AwardPlan } from '../awards/award-plan.ts';
import { awardRows } from '../awards/award-rows.ts';
import { awardsOfEvent } from '../awards/event-awards.ts';
import { subjectOfEvent } from '../documents/event-fields.ts';
import type { CompiledRule } from '../documents/compiled-rules.ts';
import { knownOrder, missingOfOrder, placeOfOrder, referenceOf } from '../orders/known-order.ts';
import type { KnownOrder } from '../orders/known-order.ts';
import { firstAward } from '../orders/on-order.ts';
import { lastingPlan } from './on-fact.ts';

/** Of what an order brings about, this is its own effect: it goes when nothing is left of the order. A stage that was entered was entered. */
const ownOfOrder = 'tier.changed';

/** What the fold's own findings earn. What judges the past anew earns nothing: it is not acted on. */
export function createDerivedHandler({ earning }: WalletsRules): Handler<WalletsState, DerivedFact, AwardPlan | null> {
  return {
    types: [...earning.ofDerived.keys()],
    plan(view, use) {
      const { cause: derived } = use;
      const event = earning.ofDerived.get(derived.type);
      const rules = actedOn(event?.rules ?? [], use);
      if (event === undefined || rules.length === 0) return null;
      const order = orderBehind(view, use);
      if (order instanceof Missing) return order;
      const missing = missingOf(view.member, event.needs);
      if (missing !== null) return missing;
      const open = order === null ? rules : rules.filter(({ rule }) => !isAwarded(view, order, rule.id));
      const subject = subjectOfEvent({ channel: '', storeId: '', payload: derived.payload });
      const at = derived.occurredAt;
      const asked = { subject, at, beganAt: at, isBackfill: use.isSilent, use, counted: null };
      const awards = awardsOfEvent(view, open, asked);
      const lasting = lastingPlan(awards, { source: 'derived', sourceId: derived.type });
      if (lasting instanceof Missing) return lasting;
      const from = use.isSilent ? at : use.recordedAt;
      if (order === null) return { ...lasting, from };
      const changes = awards.granted.map((one) => firstAward(one, order, use));
      return { ...lasting, changes, from, reference: referenceOf(order.place) };
    },
    apply(view, plan, use) {
      if (plan !== null) applyAwards(view, plan, use);
    },
  };
}

function actedOn(rules: readonly CompiledRule[], use: Use<DerivedFact>) {
  return isActedOn(use) ? rules : rules.filter(({ rule }) => rule.countsBackfill);
}

/** Levels begin with the day on which they are reached. */
function isActedOn({ cause, actsFrom, isSilent, program }: Use<DerivedFact>): boolean {
  if (isSilent || actsFrom === notByTime) return false;
  const { days } = walletsRulesOf(program).world;
  const isByDays = cause.type === ownOfOrder && actsFrom !== never;
  return cause.occurredAt >= (isByDays ? days.startOf(days.dayOf(actsFrom)) : actsFrom);
}

/** The order whose fact brought it about; null: none did, or it is none of the order's own effects. */
function orderBehind(view: WalletsView, use: Use<DerivedFact>): KnownOrder | Missing | null {
  const step = view.member.run?.step ?? null;
  if (use.cause.type !== ownOfOrder || step?.kind !== 'fact' || !step.type.startsWith('order.')) return null;
  const missing = missingOfOrder(view, placeOfOrder(step, use));
  if (missing !== null) return missing;
  const known = knownOrder(view, step, use);
  // Of what is left of nothing there is nothing to take it back by.
  return known.lines.some(({ remainingMinor }) => remainingMinor > 0) ? known : null;
}

/** An order brings a rule about once. */
function isAwarded(view: WalletsView, { place: { space, orderId } }: KnownOrder, rule: string): boolean {
  return view.rows(awardRows).get(keyText([space, orderId, rule])) !== null;
}
