import type { LensSeen } from '../../kernel/facet.ts';
import { rowKindPart } from '../../kernel/lens.ts';
import type { LensPart } from '../../kernel/lens.ts';
import { walletChanged } from './rules/events.ts';
import { walletFigures } from './fields.ts';
import { openLotsOf } from './ledger/everything.ts';
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

const lots: LensPart<Seen> = rowKindPart({
  kind: lotRows,
  revision: 1,
  changedBy: { facts: [], derived: [walletChanged] },
  rowsOf: ({ view }) => openLotsOf(view),
});

export const walletsLens: readonly LensPart<Seen>[] = [balances, lots];
