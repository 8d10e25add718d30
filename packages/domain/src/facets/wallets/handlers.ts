import type { Handler, Handlers, WakeCause } from '../../kernel/facet.ts';
import { applyDays, onDates, onDecidedDates, planWake } from './earning/calendar/on-day.ts';
import type { DaysPlan } from './earning/calendar/on-day.ts';
import { createDerivedHandler } from './earning/events/on-derived.ts';
import { createFactHandler } from './earning/events/on-fact.ts';
import { createOrderHandler } from './earning/orders/on-order.ts';
import { onDecision } from './carrying/on-decision.ts';
import { fireLedger, isLedgerDue, missingOfLedger } from './carrying/on-wake.ts';
import { onVersion } from './on-version.ts';
import { ownershipHandlers } from './ownership.ts';
import type { WalletsRules } from './rules/rules.ts';
import type { WalletsState } from './rules/state.ts';

/** What lots, holds and accounts wait for; null where it is days that grant something, which come after them. */
const onWake: Handler<WalletsState, WakeCause, DaysPlan | null> = {
  plan(view, use) {
    if (isLedgerDue(view, use.cause.at)) return missingOfLedger(view, use);
    return planWake(view, use);
  },
  apply(view, days, use) {
    if (days === null) fireLedger(view, use);
    else applyDays(view, days, use);
  },
};

export function walletsHandlers(rules: WalletsRules): Handlers<WalletsState> {
  const { ofDerived, ofDays } = rules.earning;
  const derived = [
    ...(ofDerived.size === 0 ? [] : [createDerivedHandler(rules)]),
    ...(rules.wallets.size === 0 || ofDays.rules.length === 0 ? [] : [onDecidedDates]),
  ];
  const acting = { fact: factHandlers(rules), derived, decision: onDecision, wake: onWake };
  return { ...acting, version: onVersion, ...ownershipHandlers };
}

/** A program without wallets hears nothing; one without rules hears orders, of which something may be to be taken back. */
function factHandlers(rules: WalletsRules): NonNullable<Handlers<WalletsState>['fact']> {
  if (rules.wallets.size === 0) return [];
  const { ofFacts, ofDays } = rules.earning;
  return [
    createOrderHandler(rules),
    ...(ofFacts.size === 0 ? [] : [createFactHandler(rules)]),
    ...(ofDays.rules.length === 0 ? [] : [onDates]),
  ];
}
