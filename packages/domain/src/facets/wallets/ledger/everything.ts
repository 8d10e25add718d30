import { Missing } from '../../../kernel/rows/needs.ts';
import type { Need } from '../../../kernel/rows/needs.ts';
import type { WalletsView } from '../rules/rules.ts';
import { accountRows, holdRows, lotRows } from './rows.ts';
import type { HoldRow, LotRow } from './rows.ts';

const all: readonly Need[] = [accountRows, lotRows, holdRows].map((kind) => ({ by: 'all', kind }));

/** What of the accounts, open lots and open holds is not in memory; null: all of it is. */
export function missingOfAll(view: WalletsView): Missing | null {
  const isWhole = view.rows(accountRows).isWhole && view.rows(lotRows).isWhole && view.rows(holdRows).isWhole;
  return isWhole ? null : new Missing(all);
}

/** The open ones, in an order that does not tell how they came to be loaded. */
export function openLotsOf(view: WalletsView): readonly LotRow[] {
  return view
    .rows(lotRows)
    .rows()
    .filter(({ endedAt }) => endedAt === null)
    .toSorted((a, b) => compareTexts(a.wallet, b.wallet) || a.lot - b.lot);
}

export function openHoldsOf(view: WalletsView): readonly HoldRow[] {
  return view
    .rows(holdRows)
    .rows()
    .filter(({ endedAt }) => endedAt === null)
    .toSorted((a, b) => compareTexts(a.wallet, b.wallet) || compareTexts(a.hold, b.hold));
}

export function walletsOf(view: WalletsView): readonly string[] {
  return view
    .rows(accountRows)
    .rows()
    .map(({ wallet }) => wallet)
    .toSorted(compareTexts);
}

export function compareTexts(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
