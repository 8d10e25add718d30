import { reject } from '../../../kernel/command.ts';
import { readId } from '../../../kernel/documents/read-json.ts';
import { unitsMax } from '../documents/wallet-document.ts';
import { nameOf } from '../ledger/lot-names.ts';
import type { WalletOperation } from '../ledger/operations.ts';
import { sharesOf } from '../ledger/rows.ts';
import type { EntryRow, LotRow, LotShare } from '../ledger/rows.ts';
import { entriesAfter, takenBackOf } from './entries.ts';
import { costOfUnits } from './lot-terms.ts';
import { lotIn } from './lots.ts';
import { countRange, readParts, readReason, readSomeUnits } from './read-input.ts';
import { accountIn, entryOf, isStop, walletCommand, walletIn } from './wallet-command.ts';
import type { OfWallet } from './wallet-command.ts';

interface ReinstateUnits extends OfWallet {
  readonly lot: number;
  readonly units: number | null;
  readonly expiresAt: number;
  readonly reason: string;
}

/** `{ wallet, lot, units?, expiresAt, reason }`: units of a lot that expired come back as a lot of their own, never more than did. */
export const reinstateUnits = walletCommand<ReinstateUnits>({
  name: 'reinstateUnits',
  read: (input, spot) =>
    readParts(input, spot, {
      keys: ['wallet', 'lot', 'units', 'expiresAt', 'reason'],
      read: (part) => ({
        wallet: part.text('wallet', readId),
        lot: part.number('lot', countRange),
        units: part.optional('units', readSomeUnits),
        expiresAt: part.instant('expiresAt'),
        reason: part.text('reason', readReason),
      }),
    }),
  plan(seen, input) {
    const { wallet, expiresAt } = input;
    const found = walletIn(seen, wallet);
    if (isStop(found)) return found;
    const row = lotIn(seen, input);
    if (isStop(row)) return row;
    const later = entriesAfter(seen, { wallet, after: row.entry });
    if (isStop(later)) return later;
    if (expiresAt <= seen.use.recordedAt) return reject('expiry.passed', { expiresAt });
    const expired = expiredOf(row, later);
    if (expired.length === 0) return reject('lot.not_expired', { lot: row.lot });
    const left = expired.reduce((sum, [, units]) => sum + units, 0);
    const units = input.units ?? left;
    if (left === 0 || units > left) return reject('lot.reinstated', { lot: row.lot, left, asked: units });
    const balanceMax = found.document.balanceMax ?? unitsMax;
    const { posted, lots } = accountIn(seen, wallet);
    if (posted + units > balanceMax) return reject('wallet.over_limit', { balanceMax });
    const operations = reinstating(row, expired, { ...input, units, startsAt: seen.use.recordedAt });
    const numbers = operations.map((one, n): LotShare => [lots + n + 1, one.units]);
    return {
      operations,
      answer: (after) => ({ lot: row.lot, units, entry: entryOf(after, 'reinstate'), lots: numbers }),
    };
  },
});

/** By which entries units of a lot expired, and how many of each are gone still. */
function expiredOf(row: LotRow, later: readonly EntryRow[]): readonly (readonly [entry: number, units: number])[] {
  return later.flatMap((entry) => {
    if (entry.kind !== 'expire') return [];
    const units = sharesOf(entry.lots).reduce((sum, [lot, share]) => (lot === row.lot ? sum + share : sum), 0);
    return units === 0 ? [] : [[entry.sequence, units - takenBackOf(entry, later, 'reinstate')] as const];
  });
}

type Credited = Extract<WalletOperation, { op: 'credit' }>;

function reinstating(
  row: LotRow,
  expired: readonly (readonly [entry: number, units: number])[],
  {
    wallet,
    units,
    expiresAt,
    reason,
    startsAt,
  }: ReinstateUnits & { readonly units: number; readonly startsAt: number },
): readonly Credited[] {
  const { priority, lotClass, scope } = row;
  const operations: Credited[] = [];
  let left = units;
  for (const [reverses, gone] of expired) {
    const share = Math.min(left, gone);
    left -= share;
    if (share === 0) continue;
    const when = { startsAt, expiresAt, waitsFor: '', cancelsAt: null } as const;
    const terms = { priority, lotClass, scope, costMinor: costOfUnits(row, share), ...when };
    operations.push({
      op: 'credit',
      wallet,
      units: share,
      kind: 'reinstate',
      from: 'breakage',
      reinstates: nameOf(row),
      reason,
      reverses,
      terms,
    });
  }
  return operations;
}
