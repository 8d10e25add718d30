import { missingOfOther, noAsks, reject } from '../../../kernel/command.ts';
import type { PairDecision, Rejection } from '../../../kernel/command.ts';
import type { PairCommand, PairCommandUse } from '../../../kernel/facet.ts';
import { invariant } from '../../../kernel/base/invariant.ts';
import { readId } from '../../../kernel/documents/read-json.ts';
import { keyText } from '../../../kernel/rows/row-kind.ts';
import { Missing } from '../../../kernel/rows/needs.ts';
import { unitsMax } from '../documents/wallet-document.ts';
import type { WalletDocument } from '../documents/wallet-document.ts';
import { availableOf } from '../ledger/accounts.ts';
import { missingFor } from '../carrying/carry-out.ts';
import { partOf } from '../ledger/operations.ts';
import type { WalletOperation } from '../ledger/operations.ts';
import { entryRows } from '../ledger/rows.ts';
import type { EntryRow } from '../ledger/rows.ts';
import { walletsRulesOf } from '../rules/rules.ts';
import type { WalletsState } from '../rules/state.ts';
import { costOfPart } from './lot-terms.ts';
import { readParts, someUnits } from './read-input.ts';
import { lotsIn, sharesToGive } from './spending.ts';
import { tryOut } from './trial.ts';
import { accountIn, accountNeed, isStop, lacks, walletIn } from './wallet-command.ts';
import type { Look, OfWallet, Seen } from './wallet-command.ts';

interface TransferUnits extends OfWallet {
  readonly units: number;
}

interface Transfer {
  readonly out: readonly WalletOperation[];
  readonly into: readonly WalletOperation[];
}

/** `{ wallet, units }`: what one member gives another, with the expiry, scope and class of the lots that it comes out of. */
export const transferUnits: PairCommand<TransferUnits, WalletsState> = {
  name: 'transferUnits',
  isKeyRequired: true,
  read: (input, spot) =>
    readParts(input, spot, {
      keys: ['wallet', 'units'],
      read: (part) => ({ wallet: part.text('wallet', readId), units: part.number('units', someUnits) }),
    }),
  decide(both, input) {
    const transfer = transferOf(both, input);
    if (isStop(transfer)) return transfer;
    const missing = missingFor(both.own, transfer.out, both.use);
    if (missing !== null) return missing;
    const ofOther = missingFor(both.other.own, transfer.into, both.other.use);
    return ofOther === null ? noAsks : missingOfOther(ofOther.needs);
  },
  conclude(both, input) {
    const transfer = transferOf(both, input);
    invariant(!(transfer instanceof Missing), 'a transfer has looked at all that it needs');
    return isStop(transfer) ? transfer : toDecision(both, input, transfer);
  },
};

function toDecision(both: Seen, { wallet, units }: TransferUnits, { out, into }: Transfer): PairDecision {
  const account = tryOut(both, out).account(wallet);
  const answer = { wallet, units, entry: account.sequence, balance: account.posted, available: availableOf(account) };
  return {
    kind: 'pair decision',
    parts: { wallets: partOf(out) },
    otherParts: { wallets: partOf(into) },
    answer,
  };
}

function transferOf(both: PairCommandUse<WalletsState>, input: TransferUnits): Look<Transfer> {
  const { wallet, units } = input;
  const found = walletIn(both, wallet);
  if (isStop(found)) return found;
  const { document } = found;
  const refused = refusedByLimits(document, units);
  if (refused !== null) return refused;
  // All of them may be given, wherever they may be spent: the other may spend them there as well.
  const shares = sharesToGive(both, { wallet, units, place: null });
  if (isStop(shares)) return shares;
  const today = refusedForToday(both, input, document);
  if (today !== null) return today;
  const lacking = lacks(both.other, [accountNeed(wallet)]);
  if (lacking !== null) return missingOfOther(lacking.needs);
  const balanceMax = document.balanceMax ?? unitsMax;
  if (accountIn(both.other, wallet).posted + units > balanceMax) return reject('wallet.over_limit', { balanceMax });
  const out: WalletOperation = {
    op: 'debit',
    wallet,
    units,
    kind: 'transfer_out',
    to: 'in_transit',
    ending: 'transferred',
    reverses: null,
    reason: '',
    lots: shares,
  };
  return { out: [out], into: arriving(both, wallet, shares) };
}

/** What may be given at once. */
function refusedByLimits({ id, transfer }: WalletDocument, units: number): Rejection | null {
  if (transfer === null) return reject('transfer.not_allowed', { wallet: id });
  const { unitsMin, unitsMax: most } = transfer;
  if (units < unitsMin) return reject('transfer.too_little', { unitsMin, asked: units });
  return units > most ? reject('transfer.too_much', { unitsMax: most, asked: units }) : null;
}

/** Entries that are read at once: as many as a day has, as a rule; then twice as many, and so on. */
const entriesAtOnce = 16;

/** What may be given within a day of the program's zone. */
function refusedForToday(
  seen: Seen,
  { wallet, units }: TransferUnits,
  { transfer }: WalletDocument,
): Rejection | Missing | null {
  const { days } = walletsRulesOf(seen.use.program).world;
  const today = days.startOf(days.dayOf(seen.use.recordedAt));
  const entries = entriesSince(seen, wallet, today);
  if (entries instanceof Missing) return entries;
  const given = entries.filter(({ kind }) => kind === 'transfer_out').reduce((sum, entry) => sum + entry.units, 0);
  const left = Math.max(0, (transfer?.unitsADayMax ?? 0) - given);
  return units > left ? reject('transfer.over_day_limit', { left, asked: units }) : null;
}

/** The entries of a wallet since an instant, the last first. */
function entriesSince(seen: Seen, wallet: string, since: number): readonly EntryRow[] | Missing {
  const rows = seen.own.rows(entryRows);
  const found: EntryRow[] = [];
  for (let n = accountIn(seen, wallet).sequence; n > 0; n -= 1) {
    if (!rows.isKnown(keyText([wallet, n]))) {
      const count = Math.min(n, Math.max(entriesAtOnce, found.length));
      const keys = Array.from({ length: count }, (_, back) => [wallet, n - back] as const);
      return new Missing([{ by: 'key', kind: entryRows, keys }]);
    }
    const row = rows.get(keyText([wallet, n]));
    if (row === null || row.at < since) break;
    found.push(row);
  }
  return found;
}

/** Lots as they leave, each under the terms that it had; what has no end of its own ends when the others of its wallet would have. */
function arriving(
  seen: Seen,
  wallet: string,
  shares: readonly (readonly [lot: number, units: number, ...unknown[]])[],
): readonly WalletOperation[] {
  const lots = new Map(lotsIn(seen, wallet).map((lot) => [lot.lot, lot]));
  const { expiresAt: together } = accountIn(seen, wallet);
  return shares.flatMap(([number, units]): readonly WalletOperation[] => {
    const lot = lots.get(number);
    if (lot === undefined) return [];
    const { priority, startsAt, lotClass, scope, expiresAt } = lot;
    const terms = { priority, startsAt, lotClass, scope, expiresAt: expiresAt ?? together } as const;
    const rest = { waitsFor: '', cancelsAt: null, costMinor: costOfPart(lot, units) } as const;
    const moved = { wallet, units, kind: 'transfer_in', from: 'in_transit', source: 'transfer', reason: '' } as const;
    return [{ op: 'credit', ...moved, terms: { ...terms, ...rest } }];
  });
}
