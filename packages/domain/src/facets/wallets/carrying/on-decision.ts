import type { DecisionCause, Handler } from '../../../kernel/facet.ts';
import type { WalletsState } from '../rules/state.ts';
import { carryOutAll, missingFor } from './carry-out.ts';
import { operationsOf } from '../ledger/operations.ts';
import type { WalletOperation } from '../ledger/operations.ts';

export const onDecision: Handler<WalletsState, DecisionCause, readonly WalletOperation[]> = {
  plan(view, use) {
    const operations = operationsOf(use.cause.part);
    return missingFor(view, operations, use) ?? operations;
  },
  apply(view, operations, use) {
    carryOutAll(operations, use.cause.step.decisionId, { view, use });
  },
};
