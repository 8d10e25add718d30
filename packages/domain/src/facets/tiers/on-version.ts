import { never } from '../../kernel/base/instants.ts';
import type { Handler, Use, VersionCause } from '../../kernel/facet.ts';
import { openView } from '../../kernel/facet-view.ts';
import { Missing } from '../../kernel/rows/needs.ts';
import { exportedOrders, exportedRefunds, lifecycleFacet } from '../lifecycle/facet.ts';
import { lifecycleRulesOf } from '../lifecycle/timeline/rules.ts';
import { tiersRulesOf } from './rules/rules.ts';
import type { TiersRules, TiersView } from './rules/rules.ts';
import type { TiersState } from './rules/state.ts';
import { judge, missingToJudge } from './standing/judge.ts';
import { recount, walletDaysOf } from './standing/order-days.ts';
import { tellMove } from './standing/record.ts';
import { tierStandingRows } from './rules/rows.ts';
import { emptyStanding } from './standing/standing.ts';

/** What a version does to who is known: nothing, or she is judged anew, with her orders counted anew where they count otherwise. */
type VersionPlan = 'nothing' | 'judged' | 'recounted';

/** All of her orders, for who counts them anew. */
export function missingOrders(view: TiersView): Missing | null {
  const isWhole = view.foreign(exportedOrders).isWhole && view.foreign(exportedRefunds).isWhole;
  return isWhole ? null : new Missing([exportedOrders, exportedRefunds].map(({ kind }) => ({ by: 'all', kind })));
}

/** Whether there is anything of her that a set would count. */
function isKnown({ member, state }: TiersView): boolean {
  const { registeredAt, purchaseCount, cancelledCount, refundCount } = openView(member, lifecycleFacet).state.activity;
  return state.isKnown === 1 || registeredAt !== never || purchaseCount + cancelledCount + refundCount > 0;
}

/** Nobody stands in a set that the program has no more. */
function endOthers(view: TiersView, rules: TiersRules, use: Use): void {
  const standings = view.rows(tierStandingRows);
  for (const row of standings.rows().toSorted((a, b) => (a.tierSet < b.tierSet ? -1 : 1))) {
    if (rules.sets.has(row.tierSet)) continue;
    standings.remove(row);
    const after = { ...emptyStanding(row.tierSet, row.enteredAt), since: use.until };
    if (row.level !== '') tellMove(view, { before: row, after, kind: 'version', reason: '', measures: '{}' }, use);
  }
}

/**
 * Everybody is judged as if the program had always been so: who is to have more has it at once, and who is to have less keeps what she has to
 * the end of its time, where the set does not say otherwise. Nothing of it is told outside.
 */
export function onVersion(rules: TiersRules): Handler<TiersState, VersionCause, VersionPlan> {
  return {
    plan(view, { cause: { from } }) {
      if (!isKnown(view)) return 'nothing';
      const before = tiersRulesOf(from);
      const isRecounted = rules.sets.size > 0 && (before.sets.size === 0 || before.orderKey !== rules.orderKey);
      const missing = missingToJudge(view, rules) ?? (isRecounted ? missingOrders(view) : null);
      return missing ?? (isRecounted ? 'recounted' : 'judged');
    },
    apply(view, plan, use) {
      if (plan === 'nothing') return;
      if (plan === 'recounted') recount(view, walletDaysOf(view), lifecycleRulesOf(use.program));
      endOthers(view, rules, use);
      judge(view, use, { on: 'version' });
    },
  };
}
