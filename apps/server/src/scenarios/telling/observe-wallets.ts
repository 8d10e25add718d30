import {
  accountRows,
  availableOf,
  entryRows,
  holdRows,
  lotRows,
  openView,
  sharesOf,
  walletsFacet,
} from '@perennial/domain';
import type { AccountRow, EntryRow, FactPayload, FactValue, HoldRow, LotRow, Member } from '@perennial/domain';

/**
 * The wallets of a member. Of a wallet whose balance alone is expected, what is available; else all that is known of it. Who has no account in
 * a wallet has nothing in it.
 */
export function walletsOf(member: Member, expected: FactPayload): FactValue {
  const accounts = openView(member, walletsFacet).rows(accountRows).rows();
  return Object.fromEntries(
    Object.entries(expected).map(([wallet, asked]) => {
      const account = accounts.find((one) => one.wallet === wallet);
      if (typeof asked === 'number') return [wallet, account === undefined ? 0 : availableOf(account)];
      return [wallet, account === undefined ? null : describeWallet(member, account)];
    }),
  );
}

function describeWallet(member: Member, account: AccountRow): FactValue {
  const { wallet, posted, pending, held, debt, earned, spent, expired, isBlocked, openedAt, expiresAt } = account;
  const view = openView(member, walletsFacet);
  const ofWallet = <Row extends { readonly wallet: string }>(rows: readonly Row[]) =>
    rows.filter((row) => row.wallet === wallet);
  const lots = ofWallet(view.rows(lotRows).rows()).toSorted((a, b) => a.lot - b.lot);
  const open = lots.filter(({ endedAt }) => endedAt === null);
  return {
    available: availableOf(account),
    balance: posted,
    pending,
    held,
    owed: debt,
    earned,
    spent,
    expired,
    isBlocked,
    openedAt: instantOf(openedAt),
    expiresAt: instantOf(expiresAt),
    nextExpiry: nextExpiryOf(open, expiresAt),
    lots: open.map(describeLot),
    endedLots: lots.filter(({ endedAt }) => endedAt !== null).map(describeLot),
    entries: ofWallet(view.rows(entryRows).rows())
      .toSorted((a, b) => a.sequence - b.sequence)
      .map(describeEntry),
    holds: ofWallet(view.rows(holdRows).rows())
      .toSorted((a, b) => a.openedAt - b.openedAt || (a.hold < b.hold ? -1 : 1))
      .map(describeHold),
  };
}

/** What expires first of what can be spent or is held, by instant. */
function nextExpiryOf(open: readonly LotRow[], together: number | null): FactValue {
  const waiting = (lot: LotRow): boolean => lot.waitsFor !== '';
  const at = Math.min(
    ...open.filter((lot) => !waiting(lot)).map(({ expiresAt }) => expiresAt ?? together ?? Number.POSITIVE_INFINITY),
  );
  if (!Number.isFinite(at)) return null;
  const units = open
    .filter((lot) => !waiting(lot) && (lot.expiresAt ?? together) === at)
    .reduce((sum, { remaining }) => sum + remaining, 0);
  return { at: instantOf(at), units };
}

function describeLot(row: LotRow): FactPayload {
  const { lot, units, remaining, held, priority, lotClass, costMinor, waitsFor, source, rule, ending } = row;
  return {
    lot,
    units,
    remaining,
    held,
    priority,
    lotClass,
    costMinor,
    waitsFor,
    source,
    rule,
    ending,
    scope: row.scope === '' ? null : (JSON.parse(row.scope) as FactValue),
    startsAt: instantOf(row.startsAt),
    cancelsAt: instantOf(row.cancelsAt),
    expiresAt: instantOf(row.expiresAt),
    endedAt: instantOf(row.endedAt),
  };
}

/** With the sign of what came in or went out. */
function describeEntry(row: EntryRow): FactPayload {
  const { sequence, kind, balanceAfter, reverses, source, rule, reason, programVersion } = row;
  return {
    entry: sequence,
    kind,
    units: row.credit === 'member' ? row.units : -row.units,
    balanceAfter,
    from: row.debit,
    to: row.credit,
    at: instantOf(row.at),
    lots: sharesOf(row.lots).map(([lot, units]) => [lot, units]),
    reverses,
    source,
    rule,
    reason,
    programVersion,
    cause: row.causeKind,
  };
}

function describeHold({ hold, units, captured, ending, expiresAt, endedAt, lots }: HoldRow): FactPayload {
  return {
    hold,
    units,
    captured,
    ending,
    lots: sharesOf(lots).map(([lot, share]) => [lot, share]),
    expiresAt: instantOf(expiresAt),
    endedAt: instantOf(endedAt),
  };
}

export function instantOf(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
