import type { Handler, Handlers, MergeCause, RefoldCause, Use } from '../../kernel/facet.ts';
import { Missing } from '../../kernel/rows/needs.ts';
import type { Need } from '../../kernel/rows/needs.ts';
import type { EraseStep } from '../../kernel/steps/steps.ts';
import { lifecycleRulesOf } from '../lifecycle/timeline/rules.ts';
import { missingOrders } from './on-version.ts';
import { placeOfLevel } from './rules/rules.ts';
import type { CompiledTierSet, TiersRules, TiersView } from './rules/rules.ts';
import { tiersCodec } from './rules/state.ts';
import type { TiersState } from './rules/state.ts';
import { judge, missingToJudge } from './standing/judge.ts';
import { recount, walletDaysOf } from './standing/order-days.ts';
import { tellMove } from './standing/record.ts';
import { tierChangeRows, tierClaimRows, tierDayRows, tierOrderRows, tierStandingRows } from './rules/rows.ts';
import type { TierStandingRow } from './rules/rows.ts';
import { uniteStandings } from './standing/unite-standings.ts';

/*
 * Whose levels they are, when two members turn out to be one, when that is taken back, and when a member is erased. What happened to levels
 * is never changed, but goes with who is erased.
 */

function missingOfOwn(view: TiersView): readonly Need[] {
  const isWhole =
    view.rows(tierStandingRows).isWhole && view.rows(tierDayRows).isWhole && view.rows(tierClaimRows).isWhole;
  return isWhole ? [] : [tierStandingRows, tierDayRows, tierClaimRows].map((kind) => ({ by: 'all', kind }));
}

/**
 * Both evidences are one, each order once, and she is judged by it. Nobody comes to less by a merge: the better of both levels is hers to the
 * end of its time. What people decided of either holds, the better where it is of both; claims of a period are added up.
 */
function onMerge(rules: TiersRules): Handler<TiersState, MergeCause<TiersState>, null> {
  return {
    concerns: (state, { absorbed }) => state.isKnown === 1 || absorbed.state.isKnown === 1,
    plan(view, { cause: { absorbed } }) {
      const needs = [...missingOfOwn(view), ...(missingToJudge(view, rules)?.needs ?? [])];
      if (rules.sets.size > 0) needs.push(...(missingOrders(view)?.needs ?? []));
      const ofAbsorbed = missingOfOwn(absorbed);
      return needs.length + ofAbsorbed.length === 0 ? null : new Missing(needs, [], ofAbsorbed);
    },
    apply(view, _plan, use) {
      const { absorbed } = use.cause;
      const wallets = [...walletDaysOf(view), ...walletDaysOf(absorbed)];
      if (rules.sets.size > 0) recount(view, wallets, lifecycleRulesOf(use.program));
      else view.rows(tierDayRows).refill(wallets);
      uniteClaims(view, absorbed);
      const better = new Map<string, TierStandingRow>();
      for (const set of rules.sets.values()) uniteSet(view, absorbed, { set, better, at: use.until });
      view.state.isKnown = 1;
      view.noteChange();
      judge(view, use, { on: 'merged', better });
    },
  };
}

function uniteClaims(view: TiersView, absorbed: TiersView): void {
  const claims = view.rows(tierClaimRows);
  for (const row of absorbed.rows(tierClaimRows).rows()) {
    const own = claims.get(tierClaimRows.keyOf(row));
    const later = own === null || row.lastAt > own.lastAt ? row : own;
    claims.put({ ...later, claims: row.claims + (own?.claims ?? 0) });
  }
}

interface UnitedSet {
  readonly set: CompiledTierSet;
  readonly better: Map<string, TierStandingRow>;
  readonly at: number;
}

function uniteSet(view: TiersView, absorbed: TiersView, { set, better, at }: UnitedSet): void {
  const { id } = set.document;
  const standings = view.rows(tierStandingRows);
  const [own, other] = [standings.get(id), absorbed.rows(tierStandingRows).get(id)];
  if (other === null) return;
  const isOthers = own === null || placeOfLevel(set, other.level) > placeOfLevel(set, own.level);
  better.set(id, isOthers ? other : own);
  standings.put(uniteStandings(set, { own, other, at }));
}

/** She has what her own steps say. What happened to her levels stays told, and that they are others now is told as well. */
const onRefold: Handler<TiersState, RefoldCause<TiersState>, null> = {
  plan: (view) => (view.rows(tierStandingRows).isWhole ? null : new Missing([{ by: 'all', kind: tierStandingRows }])),
  apply(view, _plan, use) {
    const { own } = use.cause;
    const before = new Map(
      view
        .rows(tierStandingRows)
        .rows()
        .map((row) => [row.tierSet, row]),
    );
    view.rows(tierStandingRows).refill(own.rows(tierStandingRows).rows());
    view.rows(tierOrderRows).refill(own.rows(tierOrderRows).rows());
    view.rows(tierDayRows).refill(own.rows(tierDayRows).rows());
    view.rows(tierClaimRows).refill(own.rows(tierClaimRows).rows());
    view.state = { ...own.state, changes: view.state.changes };
    view.noteChange();
    tellMoves(view, before, use);
  },
};

function tellMoves(view: TiersView, before: ReadonlyMap<string, TierStandingRow>, use: Use): void {
  for (const row of view.rows(tierStandingRows).rows().toSorted(compareSets)) {
    const known = before.get(row.tierSet) ?? null;
    if ((known?.level ?? '') === row.level) continue;
    tellMove(view, { before: known, after: row, kind: 'unmerged', reason: '', measures: '{}' }, use);
  }
}

function compareSets(a: TierStandingRow, b: TierStandingRow): number {
  return a.tierSet < b.tierSet ? -1 : 1;
}

/** Nothing of her levels is kept: they were hers. */
const onErase: Handler<TiersState, EraseStep, null> = {
  plan: () => null,
  apply(view) {
    view.rows(tierStandingRows).refill([]);
    view.rows(tierChangeRows).refill([]);
    view.rows(tierOrderRows).refill([]);
    view.rows(tierDayRows).refill([]);
    view.rows(tierClaimRows).refill([]);
    view.state = tiersCodec.create();
    view.noteChange();
  },
};

export function ownershipHandlers(rules: TiersRules): Pick<Handlers<TiersState>, 'merge' | 'refold' | 'erase'> {
  return { merge: onMerge(rules), refold: onRefold, erase: onErase };
}
