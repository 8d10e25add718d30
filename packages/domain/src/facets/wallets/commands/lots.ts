import { reject } from '../../../kernel/command.ts';
import type { FactValue } from '../../../kernel/base/payload.ts';
import { readId } from '../../../kernel/documents/read-json.ts';
import type { Spot } from '../../../kernel/documents/read-json.ts';
import { keyText } from '../../../kernel/rows/row-kind.ts';
import { nameOf } from '../ledger/lot-names.ts';
import { lotRows } from '../ledger/rows.ts';
import type { LotRow } from '../ledger/rows.ts';
import { countRange, readParts, readReason } from './read-input.ts';
import { accountNeed, entryOf, isStop, lacks, walletCommand } from './wallet-command.ts';
import type { Look, OfWallet, Seen } from './wallet-command.ts';

interface OfLot extends OfWallet {
  readonly lot: number;
  readonly reason: string;
}

function readOfLot(input: FactValue, spot: Spot): OfLot | null {
  return readParts(input, spot, {
    keys: ['wallet', 'lot', 'reason'],
    read: (part) => ({
      wallet: part.text('wallet', readId),
      lot: part.number('lot', countRange),
      reason: part.text('reason', readReason),
    }),
  });
}

/** `{ wallet, lot, reason }`: one lot is taken back, whatever it came of. */
export const voidLot = walletCommand<OfLot>({
  name: 'voidLot',
  read: readOfLot,
  plan(seen, input) {
    const row = openLotIn(seen, input);
    if (isStop(row)) return row;
    const { wallet, lot, reason } = input;
    if (row.held > 0) return reject('lot.held', { lot, held: row.held });
    return {
      operations: [{ op: 'void', wallet, ...nameOf(row), reason }],
      answer: (after) => ({ lot, units: row.remaining, entry: entryOf(after, 'void') }),
    };
  },
});

interface ExtendLot extends OfLot {
  readonly expiresAt: number | null;
}

/** `{ wallet, lot, expiresAt, reason }`: another end of a lot, or none. */
export const extendLot = walletCommand<ExtendLot>({
  name: 'extendLot',
  read: (input, spot) =>
    readParts(input, spot, {
      keys: ['wallet', 'lot', 'expiresAt', 'reason'],
      read: (part) => ({
        wallet: part.text('wallet', readId),
        lot: part.number('lot', countRange),
        expiresAt: part.value('expiresAt') === null ? null : part.instant('expiresAt'),
        reason: part.text('reason', readReason),
      }),
    }),
  plan(seen, input) {
    const row = openLotIn(seen, input);
    if (isStop(row)) return row;
    const { wallet, lot, expiresAt, reason } = input;
    if (expiresAt !== null && expiresAt <= Math.max(row.startsAt, seen.use.recordedAt))
      return reject('expiry.passed', { expiresAt });
    const isSame = expiresAt === row.expiresAt;
    return {
      operations: isSame ? [] : [{ op: 'extend', wallet, ...nameOf(row), expiresAt, reason }],
      answer: (after) => ({ lot, units: row.remaining, expiresAt, entry: entryOf(after, 'extend') }),
    };
  },
});

/** `{ wallet, lot }`: units that wait are available from now on. */
export const releasePending = walletCommand<OfLot>({
  name: 'releasePending',
  read: (input, spot) =>
    readParts(input, spot, {
      keys: ['wallet', 'lot'],
      read: (part) => ({
        wallet: part.text('wallet', readId),
        lot: part.number('lot', countRange),
        reason: '',
      }),
    }),
  plan(seen, input) {
    const row = pendingLotIn(seen, input);
    if (isStop(row)) return row;
    const { wallet, lot, reason } = input;
    return {
      operations: [{ op: 'activate', wallet, ...nameOf(row), reason }],
      answer: () => ({ lot, units: row.remaining }),
    };
  },
});

/** `{ wallet, lot, reason }`: units that wait are given up. */
export const cancelPending = walletCommand<OfLot>({
  name: 'cancelPending',
  read: readOfLot,
  plan(seen, input) {
    const row = pendingLotIn(seen, input);
    if (isStop(row)) return row;
    const { wallet, lot, reason } = input;
    return {
      operations: [{ op: 'cancel', wallet, ...nameOf(row), reason }],
      answer: (after) => ({ lot, units: row.remaining, entry: entryOf(after, 'cancel') }),
    };
  },
});

/** A lot that was ever hers. */
export function lotIn(seen: Seen, { wallet, lot }: Omit<OfLot, 'reason'>): Look<LotRow> {
  const missing = lacks(seen, [accountNeed(wallet), { by: 'key', kind: lotRows, keys: [[wallet, lot]] }]);
  return missing ?? seen.own.rows(lotRows).get(keyText([wallet, lot])) ?? reject('lot.unknown', { lot });
}

function openLotIn(seen: Seen, input: OfLot): Look<LotRow> {
  const row = lotIn(seen, input);
  if (isStop(row) || row.endedAt === null) return row;
  return reject('lot.ended', { lot: row.lot, ending: row.ending, endedAt: row.endedAt });
}

function pendingLotIn(seen: Seen, input: OfLot): Look<LotRow> {
  const row = openLotIn(seen, input);
  if (isStop(row) || row.waitsFor !== '') return row;
  return reject('lot.not_pending', { lot: row.lot, startsAt: row.startsAt });
}
