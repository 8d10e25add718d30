import type { LensSeen } from '../../kernel/facet.ts';
import { rowKindPart } from '../../kernel/lens.ts';
import type { LensPart } from '../../kernel/lens.ts';
import { walletChanged } from './rules/events.ts';
import { walletFigures } from './fields.ts';
import { compareTexts, openLotsOf } from './ledger/everything.ts';
import { expiriesOf } from './ledger/expiries.ts';
import type { DatedUnits } from './ledger/expiries.ts';
import { accountRows, lotRows } from './ledger/rows.ts';
import type { WalletsState } from './rules/state.ts';

type Seen = LensSeen<WalletsState>;

/** A map a figure, by wallet. */
const balances: LensPart<Seen> = {
  kind: 'member',
  name: 'wallets',
  revision: 1,
  needs: [accountRows],
  columns: walletFigures.map(({ column, read }) => ({
    name: column,
    type: 'map of integer',
    read: ({ view }) =>
      Object.fromEntries(
        view
          .rows(accountRows)
          .rows()
          .map((account) => [account.wallet, read(account)]),
      ),
  })),
};

interface Expiry extends DatedUnits {
  readonly wallet: string;
}

/** Worked out once for all columns of a member. */
const expiriesBySeen = new WeakMap<Seen, readonly Expiry[]>();

function expiriesBy(seen: Seen): readonly Expiry[] {
  const known = expiriesBySeen.get(seen);
  if (known !== undefined) return known;
  const open = Map.groupBy(openLotsOf(seen.view), ({ wallet }) => wallet);
  const accounts = seen.view.rows(accountRows).rows();
  const expiries = accounts
    .toSorted((a, b) => compareTexts(a.wallet, b.wallet))
    .flatMap((account) =>
      expiriesOf(account, open.get(account.wallet) ?? []).map((dated) => ({ wallet: account.wallet, ...dated })),
    );
  expiriesBySeen.set(seen, expiries);
  return expiries;
}

/** What expires when, in parallel lists by wallet and instant; and by wallet when the first units do. */
const expiries: LensPart<Seen> = {
  kind: 'member',
  name: 'wallet_expiries',
  revision: 1,
  needs: [accountRows, lotRows],
  columns: [
    { name: 'expiry_wallet', type: 'list of name', read: (seen) => expiriesBy(seen).map(({ wallet }) => wallet) },
    { name: 'expiry_at', type: 'list of instant', read: (seen) => expiriesBy(seen).map(({ at }) => at) },
    { name: 'expiry_units', type: 'list of integer', read: (seen) => expiriesBy(seen).map(({ units }) => units) },
    {
      name: 'wallet_expires',
      type: 'map of instant',
      // The first of a wallet is the earliest: later ones do not replace it.
      read: (seen) =>
        Object.fromEntries(
          expiriesBy(seen)
            .toReversed()
            .map(({ wallet, at }) => [wallet, at]),
        ),
    },
  ],
};

const lots: LensPart<Seen> = rowKindPart({
  kind: lotRows,
  revision: 1,
  changedBy: { facts: [], derived: [walletChanged] },
  rowsOf: ({ view }) => openLotsOf(view),
});

export const walletsLens: readonly LensPart<Seen>[] = [balances, expiries, lots];
