import type { CommandUse } from '../../../kernel/facet.ts';
import { RowSet } from '../../../kernel/rows/row-set.ts';
import type { AnyRowKind, RowKind, RowShape } from '../../../kernel/rows/row-kind.ts';
import { awardRows } from '../earning/awards/award-rows.ts';
import { emptyAccount } from '../ledger/accounts.ts';
import { carryOutAll } from '../carrying/carry-out.ts';
import type { WalletOperation } from '../ledger/operations.ts';
import { accountRows, entryRows, holdRows, lotRows, openingRows } from '../ledger/rows.ts';
import type { AccountRow, EntryRow } from '../ledger/rows.ts';
import type { WalletsView } from '../rules/rules.ts';
import type { WalletsState } from '../rules/state.ts';

/** What operations come to. */
export interface Trial {
  account(wallet: string): AccountRow;
  /** In the order in which they were made. */
  readonly entries: readonly EntryRow[];
}

/**
 * Carries operations out on a copy of what is in memory of the member: what a command answers is what the fold will then do, down to units that
 * expire when they are set free. Nothing is missing for them.
 */
export function tryOut({ own, use }: CommandUse<WalletsState>, operations: readonly WalletOperation[]): Trial {
  const view = copyOf(own);
  carryOutAll(operations, '', { view, use });
  return {
    account: (wallet) => view.rows(accountRows).get(wallet) ?? emptyAccount(wallet),
    entries: view.rows(entryRows).rows(),
  };
}

function copyOf(own: WalletsView): WalletsView {
  const sets = new Map<AnyRowKind, unknown>([
    [accountRows, copyOfRows(own, accountRows)],
    [lotRows, copyOfRows(own, lotRows)],
    [holdRows, copyOfRows(own, holdRows)],
    [awardRows, copyOfRows(own, awardRows)],
    [openingRows, copyOfRows(own, openingRows)],
    // Those before are in the digest of the last one, which the account has.
    [entryRows, new RowSet(entryRows, true)],
  ]);
  return {
    member: own.member,
    state: { ...own.state },
    noteChange: () => undefined,
    // Each kind stands for the rows of its own.
    rows: <Row extends RowShape>(kind: RowKind<Row>) => sets.get(kind) as RowSet<Row>,
    foreign: own.foreign.bind(own),
    spend: () => 0,
    giveBack: () => undefined,
    tell: ({ type, occurredAt, payload }, { recordedAt, program, causeKind, position, parent }) => ({
      type,
      occurredAt,
      payload,
      recordedAt,
      cause: { kind: causeKind, position, at: recordedAt, facet: 'wallets', n: 1, parent },
      programVersion: program.version,
    }),
    request: () => undefined,
  };
}

/** All that is in memory counts as all that there is. */
function copyOfRows<Row extends RowShape>(own: WalletsView, kind: RowKind<Row>): RowSet<Row> {
  const set = new RowSet(kind, false);
  set.supplyEver(own.rows(kind).rows());
  return set;
}
