import { notByTime } from '../../kernel/base/instants.ts';
import type { Handler, Use, VersionCause } from '../../kernel/facet.ts';
import { Missing } from '../../kernel/rows/needs.ts';
import { applyDays, planVersion } from './earning/calendar/on-day.ts';
import type { DaysPlan } from './earning/calendar/on-day.ts';
import { areRenamed, missingToRename, renameOrders } from './earning/orders/rename-orders.ts';
import { missingOfAll } from './ledger/everything.ts';
import { Ledger } from './ledger/ledger.ts';
import { endTogetherNoMore, noteDues } from './ledger/let-time-pass.ts';
import { accountRows } from './ledger/rows.ts';
import { walletsRulesOf } from './rules/rules.ts';
import type { WalletsRules, WalletsView } from './rules/rules.ts';
import type { WalletsState } from './rules/state.ts';

/** What is to be done of days; null: nothing. */
type VersionPlan = { readonly days: DaysPlan | null };

/** Wallets whose units expire all together. */
export function slidingOf({ wallets }: Pick<WalletsRules, 'wallets'>): readonly string[] {
  return [...wallets.values()].flatMap(({ document: { id, expiry } }) => (expiry.kind === 'sliding' ? [id] : []));
}

/** Units stay what they were. Orders are found under the names that they have now, and other days are waited for. */
export const onVersion: Handler<WalletsState, VersionCause, VersionPlan> = {
  plan(view, use) {
    const missing = areRenamed(use.cause) ? missingToRename(view) : null;
    if (missing !== null) return missing;
    if (view.state.accountsDueAt !== notByTime) {
      const missingUnits = missingOfAll(view);
      if (missingUnits !== null) return missingUnits;
    }
    const days = planVersion(view, use);
    return days instanceof Missing ? days : { days };
  },
  apply(view, { days }, use) {
    if (areRenamed(use.cause)) renameOrders(view, use.cause);
    if (view.state.accountsDueAt !== notByTime) keepEnds(view, use);
    if (days !== null) applyDays(view, days, use);
  },
};

function keepEnds(view: WalletsView, use: Use<VersionCause>): void {
  const sliding = new Set(slidingOf(walletsRulesOf(use.cause.to)));
  const ending = view
    .rows(accountRows)
    .rows()
    .filter(({ wallet, expiresAt }) => expiresAt !== null && !sliding.has(wallet))
    .map(({ wallet }) => wallet)
    .toSorted((a, b) => (a < b ? -1 : 1));
  if (ending.length === 0) return;
  const ledger = new Ledger(view, use);
  endTogetherNoMore(ledger, view, ending);
  ledger.close();
  noteDues(view);
}
