import { notByTime } from '../../../kernel/base/instants.ts';
import type { WalletsView } from '../rules/rules.ts';
import { earliestDue } from './accounts.ts';
import { openHoldsOf, openLotsOf, walletsOf } from './everything.ts';
import { noReference } from './ledger.ts';
import type { Ledger } from './ledger.ts';
import { accountRows } from './rows.ts';
import type { LotRow } from './rows.ts';

/**
 * What time alone does to units up to an instant: holds end, then units become available or are given up, then units expire. Everything open
 * is in memory.
 */
export function letTimePass(ledger: Ledger, view: WalletsView, at: number): void {
  for (const hold of openHoldsOf(view))
    if (hold.expiresAt <= at) ledger.endHold(hold, { ...noReference, captured: 0, ending: 'timed_out' });
  const due = openLotsOf(view).filter(({ dueAt }) => dueAt !== null && dueAt <= at);
  for (const lot of due) if (lot.waitsFor !== '') endWait(ledger, lot);
  for (const { wallet, lot } of due) ledger.expireLot(wallet, lot);
  for (const wallet of walletsOf(view)) {
    const { expiresAt } = ledger.account(wallet);
    if (expiresAt === null || expiresAt > at) continue;
    const lots = openLotsOf(view).filter((lot) => lot.wallet === wallet);
    ledger.expireAll(wallet, lots);
  }
}

function endWait(ledger: Ledger, { wallet, lot, waitsFor, remaining, source, sourceId, rule }: LotRow): void {
  if (waitsFor === 'time') ledger.activate(wallet, lot);
  else {
    const cancelled = { wallet, units: remaining, kind: 'cancel', to: 'issuance', reverses: null } as const;
    const why = { source, sourceId, rule, reason: 'given_up' };
    ledger.debit({ ...cancelled, shares: [[lot, remaining]], ending: 'cancelled', ...why });
  }
}

/** When what is open changes next; everything open is in memory. */
export function noteDues(view: WalletsView): void {
  const { state } = view;
  state.lotsDueAt = earliestDue(openLotsOf(view));
  state.holdsDueAt = openHoldsOf(view).reduce((earliest, { expiresAt }) => Math.min(earliest, expiresAt), notByTime);
  state.accountsDueAt = view
    .rows(accountRows)
    .rows()
    .reduce((earliest, { expiresAt }) => Math.min(earliest, expiresAt ?? notByTime), notByTime);
  view.noteChange();
}

/** Units that expire together, in wallets where units do so no longer: they keep the end that they had, and what comes in has its own. */
export function endTogetherNoMore(ledger: Ledger, view: WalletsView, wallets: readonly string[]): void {
  for (const wallet of wallets) {
    const { expiresAt } = ledger.account(wallet);
    for (const lot of openLotsOf(view))
      if (lot.wallet === wallet && lot.waitsFor === '' && lot.expiresAt === null)
        ledger.changeLot({ ...lot, expiresAt });
    ledger.changeAccount(wallet, { expiresAt: null });
  }
}
