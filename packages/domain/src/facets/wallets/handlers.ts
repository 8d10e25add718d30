import type { Handler, Handlers, WakeCause } from '../../kernel/facet.ts';
import { createDerivedHandler } from './earning/events/on-derived.ts';
import { createFactHandler } from './earning/events/on-fact.ts';
import { createOrderHandler } from './earning/orders/on-order.ts';
import { missingOfAll } from './ledger/everything.ts';
import { onDecision } from './ledger/on-decision.ts';
import { fireLedger, isLedgerDue } from './ledger/on-wake.ts';
import { ownershipHandlers } from './ownership.ts';
import type { WalletsRules } from './rules/rules.ts';
import type { WalletsState } from './rules/state.ts';

const onWake: Handler<WalletsState, WakeCause, boolean> = {
  plan(view, { cause: { at } }) {
    const isDue = isLedgerDue(view, at);
    return (isDue ? missingOfAll(view) : null) ?? isDue;
  },
  apply(view, isDue, use) {
    if (isDue) fireLedger(view, use);
  },
};

export function walletsHandlers(rules: WalletsRules): Handlers<WalletsState> {
  const derived = rules.earning.ofDerived.size === 0 ? [] : [createDerivedHandler(rules)];
  return { fact: factHandlers(rules), derived, decision: onDecision, wake: onWake, ...ownershipHandlers };
}

/** A program without wallets hears nothing; one without rules hears orders, of which something may be to be taken back. */
function factHandlers(rules: WalletsRules): NonNullable<Handlers<WalletsState>['fact']> {
  if (rules.wallets.size === 0) return [];
  const onOrder = createOrderHandler(rules);
  return rules.earning.ofFacts.size === 0 ? [onOrder] : [onOrder, createFactHandler(rules)];
}
