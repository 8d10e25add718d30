import type { Handler, Handlers, WakeCause } from '../../kernel/facet.ts';
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
  return { fact: earningHandlers(rules), decision: onDecision, wake: onWake, ...ownershipHandlers };
}

/** A program without wallets hears nothing; one without rules hears orders, of which something may be to be taken back. */
function earningHandlers(rules: WalletsRules): NonNullable<Handlers<WalletsState>['fact']> {
  return rules.wallets.size === 0 ? [] : [createOrderHandler(rules)];
}
