import { reject } from '../../../kernel/command.ts';
import { readId } from '../../../kernel/documents/read-json.ts';
import { isSpendable } from '../documents/wallet-document.ts';
import type { WalletDocument } from '../documents/wallet-document.ts';
import { availableOf } from '../ledger/accounts.ts';
import { openLotsOf } from '../ledger/everything.ts';
import { markOf } from '../ledger/lot-names.ts';
import type { NamedShare } from '../ledger/lot-names.ts';
import { lotRows } from '../ledger/rows.ts';
import type { LotRow } from '../ledger/rows.ts';
import { sharesToSpend, unitsOf } from '../ledger/spend-order.ts';
import type { SpendPlace } from '../ledger/spend-order.ts';
import { readPlace, readParts, readReason, someUnits } from './read-input.ts';
import { accountIn, accountNeed, entryOf, isStop, lacks, walletCommand, walletIn } from './wallet-command.ts';
import type { Look, OfWallet, Seen } from './wallet-command.ts';

/** `{ wallet, units, reason?, place? }`: units are spent, in the order that the wallet says. */
export const redeemUnits = walletCommand({
  name: 'redeemUnits',
  read: (input, spot) =>
    readParts(input, spot, {
      keys: ['wallet', 'units', 'reason', 'place'],
      read: (part) => ({
        wallet: part.text('wallet', readId),
        units: part.number('units', someUnits),
        reason: part.optional('reason', readReason) ?? '',
        place: readPlace(part),
      }),
    }),
  plan(seen, input) {
    const lots = sharesToGive(seen, input);
    if (isStop(lots)) return lots;
    const { wallet, units, reason } = input;
    const spent = { wallet, units, kind: 'spend', to: 'redemption', ending: 'spent', reverses: null } as const;
    return {
      operations: [{ op: 'debit', ...spent, reason, lots }],
      answer: (after) => ({ units, entry: entryOf(after, 'spend'), lots: pairsOf(lots) }),
    };
  },
});

export interface ToSpend extends OfWallet {
  readonly units: number;
  readonly place: SpendPlace | null;
}

/** The lots that give units which are to be spent, or why they may not be. */
export function sharesToGive(seen: Seen, toSpend: ToSpend): Look<readonly NamedShare[]> {
  const { wallet } = toSpend;
  const found = walletIn(seen, wallet);
  if (isStop(found)) return found;
  if (!isSpendable(found.document.kind)) return reject('wallet.not_spendable', { wallet });
  const missing = lacks(seen, [accountNeed(wallet), { by: 'all', kind: lotRows }]);
  if (missing !== null) return missing;
  if (accountIn(seen, wallet).isBlocked) return reject('wallet.blocked', { wallet });
  return sharesThere(seen, toSpend, found.document);
}

/** The lots that give units, or that there are not enough. Account and open lots have been loaded. */
export function sharesThere(
  seen: Seen,
  { wallet, units, place }: ToSpend,
  { spendOrder: order }: WalletDocument,
): Look<readonly NamedShare[]> {
  const available = availableOf(accountIn(seen, wallet));
  if (units > available) return reject('wallet.insufficient', { asked: units, available });
  const lots = lotsIn(seen, wallet);
  const shares = sharesToSpend(lots, units, { at: seen.use.recordedAt, order, place });
  const inPlace = unitsOf(shares);
  if (inPlace < units) return reject('wallet.out_of_place', { asked: units, available, inPlace });
  return named(lots, shares);
}

/** The open lots of a wallet; they have been loaded. */
export function lotsIn({ own }: Seen, wallet: string): readonly LotRow[] {
  return openLotsOf(own).filter((lot) => lot.wallet === wallet);
}

/** Shares under the names of their lots. */
export function named(
  lots: readonly LotRow[],
  shares: readonly (readonly [lot: number, units: number])[],
): readonly NamedShare[] {
  const marks = new Map(lots.map((lot) => [lot.lot, lot]));
  return shares.flatMap(([number, units]): readonly NamedShare[] => {
    const lot = marks.get(number);
    return lot === undefined ? [] : [[number, units, markOf(lot)]];
  });
}

/** As answers say it: without the marks. */
export function pairsOf(shares: readonly NamedShare[]): readonly (readonly [number, number])[] {
  return shares.map(([lot, units]) => [lot, units]);
}
