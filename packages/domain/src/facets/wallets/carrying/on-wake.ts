import type { Use, WakeCause } from '../../../kernel/facet.ts';
import type { Missing } from '../../../kernel/rows/needs.ts';
import { missingToReclaim, reclaim } from '../earning/awards/reclaim.ts';
import { missingOfAll, openHoldsOf } from '../ledger/everything.ts';
import { Ledger } from '../ledger/ledger.ts';
import { letTimePass, noteDues } from '../ledger/let-time-pass.ts';
import type { LotRow } from '../ledger/rows.ts';
import type { WalletsView } from '../rules/rules.ts';
import { lotsHeld } from './carry-out.ts';

/** Whether a wake is about lots, holds or accounts; what rules wait for is theirs. */
export function isLedgerDue({ state }: WalletsView, at: number): boolean {
  return Math.min(state.lotsDueAt, state.holdsDueAt, state.accountsDueAt) <= at;
}

export function missingOfLedger(view: WalletsView, use: Use<WakeCause>): Missing | null {
  return missingOfAll(view) ?? missingToReclaim(view, freedBy(view, use.cause), use);
}

export function fireLedger(view: WalletsView, use: Use<WakeCause>): void {
  const ledger = new Ledger(view, use);
  const freed = freedBy(view, use.cause);
  letTimePass(ledger, view, use.cause.at);
  reclaim(ledger, freed, { view, use });
  ledger.close();
  noteDues(view);
}

/** Lots whose holds end now. */
function freedBy(view: WalletsView, { at }: WakeCause): readonly LotRow[] {
  return openHoldsOf(view).flatMap((hold) => (hold.expiresAt <= at ? lotsHeld(view, hold) : []));
}
