import { entryRows } from '../ledger/rows.ts';
import type { EntryRow } from '../ledger/rows.ts';
import { keyText } from '../../../kernel/rows/row-kind.ts';
import type { Missing } from '../../../kernel/rows/needs.ts';
import { accountIn, lacks } from './wallet-command.ts';
import type { OfWallet, Seen } from './wallet-command.ts';

/**
 * The entries of a wallet behind one of them: what takes an entry back comes after it. As a rule it is of late, and they are few. The account
 * has been loaded.
 */
export function entriesAfter(
  seen: Seen,
  { wallet, after }: OfWallet & { readonly after: number },
): readonly EntryRow[] | Missing {
  const { sequence } = accountIn(seen, wallet);
  const keys = Array.from({ length: Math.max(0, sequence - after) }, (_, n) => [wallet, after + n + 1] as const);
  const missing = keys.length === 0 ? null : lacks(seen, [{ by: 'key', kind: entryRows, keys }]);
  if (missing !== null) return missing;
  const rows = seen.own.rows(entryRows);
  return keys.flatMap((key) => rows.get(keyText(key)) ?? []);
}

/** How many units of an entry have been taken back by later ones of a kind. */
export function takenBackOf(
  { sequence }: Pick<EntryRow, 'sequence'>,
  later: readonly EntryRow[],
  kind: 'restore' | 'reinstate',
): number {
  return later
    .filter((entry) => entry.kind === kind && entry.reverses === sequence)
    .reduce((sum, { units }) => sum + units, 0);
}
