import type { DecisionCause, Handler } from '../../../kernel/facet.ts';
import type { WalletsState } from '../rules/state.ts';
import { carryOutAll, missingFor } from './carry-out.ts';
import { operationsOf } from './operations.ts';
import type { WalletOperation } from './operations.ts';

export const onDecision: Handler<WalletsState, DecisionCause, readonly WalletOperation[]> = {
  plan(view, { cause: { part } }) {
    const operations = operationsOf(part);
    return missingFor(view, operations) ?? operations;
  },
  apply(view, operations, use) {
    carryOutAll(operations, use.cause.step.decisionId, { view, use });
  },
};
