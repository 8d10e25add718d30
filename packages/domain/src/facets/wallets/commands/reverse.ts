import { reject } from '../../../kernel/command.ts';
import { readId } from '../../../kernel/documents/read-json.ts';
import { keyText } from '../../../kernel/rows/row-kind.ts';
import { entryRows, lotRows, sharesOf } from '../ledger/rows.ts';
import type { EntryRow, LotShare } from '../ledger/rows.ts';
import { entriesAfter, takenBackOf } from './entries.ts';
import { countRange, readParts, readReason, readSomeUnits } from './read-input.ts';
import { named } from './spending.ts';
import { accountNeed, entryOf, isStop, lacks, walletCommand } from './wallet-command.ts';
import type { Look, OfWallet, Seen } from './wallet-command.ts';

interface ReverseSpend extends OfWallet {
  readonly entry: number;
  readonly units: number | null;
  readonly reason: string;
}

/** `{ wallet, entry, units?, reason }`: what was spent comes back into the lots that it came from, with the expiry that those have. */
export const reverseSpend = walletCommand<ReverseSpend>({
  name: 'reverseSpend',
  read: (input, spot) =>
    readParts(input, spot, {
      keys: ['wallet', 'entry', 'units', 'reason'],
      read: (part) => ({
        wallet: part.text('wallet', readId),
        entry: part.number('entry', countRange),
        units: part.optional('units', readSomeUnits),
        reason: part.text('reason', readReason),
      }),
    }),
  plan(seen, input) {
    const spent = spendIn(seen, input);
    if (isStop(spent)) return spent;
    const { wallet, entry, reason } = input;
    const later = entriesAfter(seen, { wallet, after: entry });
    if (isStop(later)) return later;
    const left = spent.units - takenBackOf(spent, later, 'restore');
    const units = input.units ?? left;
    if (left === 0 || units > left) return reject('entry.reversed', { entry, left, asked: units });
    const shares = sharesToRestore(spent, later, units);
    const keys = shares.map(([lot]) => [wallet, lot] as const);
    const missing = keys.length === 0 ? null : lacks(seen, [{ by: 'key', kind: lotRows, keys }]);
    if (missing !== null) return missing;
    const lots = named(seen.own.rows(lotRows).rowsUnder([wallet]), shares);
    const back = { wallet, units, kind: 'restore', from: 'redemption' } as const;
    return {
      operations: [{ op: 'restore', ...back, reason, lots, entry }],
      answer: (after) => ({ units, entry: entryOf(after, 'restore'), lots: restoredIn(after.entries) }),
    };
  },
});

function spendIn(seen: Seen, { wallet, entry }: ReverseSpend): Look<EntryRow> {
  const missing = lacks(seen, [accountNeed(wallet), { by: 'key', kind: entryRows, keys: [[wallet, entry]] }]);
  if (missing !== null) return missing;
  const row = seen.own.rows(entryRows).get(keyText([wallet, entry]));
  if (row === null) return reject('entry.unknown', { entry });
  return row.kind === 'spend' || row.kind === 'capture' ? row : reject('entry.not_a_spend', { entry, kind: row.kind });
}

/** What was taken last comes back first: the rest is then what would have been taken, had fewer been spent. */
function sharesToRestore(spent: EntryRow, later: readonly EntryRow[], units: number): readonly LotShare[] {
  const left = new Map<number, number>(sharesOf(spent.lots));
  for (const { kind, reverses, lots } of later) {
    if (kind !== 'restore' || reverses !== spent.sequence) continue;
    for (const [lot, back] of sharesOf(lots)) left.set(lot, Math.max(0, (left.get(lot) ?? 0) - back));
  }
  const shares: LotShare[] = [];
  let asked = units;
  for (const [lot, taken] of [...left].toReversed()) {
    const share = Math.min(asked, taken);
    if (share > 0) shares.push([lot, share]);
    asked -= share;
  }
  return shares;
}

function restoredIn(entries: readonly EntryRow[]): readonly LotShare[] {
  return entries.filter(({ kind }) => kind === 'restore').flatMap(({ lots }) => sharesOf(lots));
}
