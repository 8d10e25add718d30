import { accountRows, entryRows, holdRows, lotRows, openView, walletsFacet } from '@perennial/domain';
import type { AccountRow, EntryRow, HoldRow, LotRow } from '@perennial/domain';
import { readMember } from '@perennial/engine';
import type { FoldStore, Programs } from '@perennial/engine';
import type { MemberPlace } from '../../kernel/member-place.ts';
import { ProblemError } from '../../kernel/problem-error.ts';

/**
 * What a member has in her wallets at an instant, whatever waits to be folded: the open rows, and of what was computed on top the entries that
 * are not stored yet.
 */
export interface WalletsNow {
  readonly accounts: readonly AccountRow[];
  /** Those that are open, and those that ended with what is not stored yet. */
  readonly lots: readonly LotRow[];
  readonly holds: readonly HoldRow[];
  readonly entries: readonly EntryRow[];
}

export interface WalletReaderPorts {
  readonly foldStore: FoldStore;
  readonly programs: Programs;
}

const held = [accountRows, lotRows, holdRows] as const;

/** Throws `member.not_found` where nothing is stored of her. */
export type ReadWallets = (place: MemberPlace, at: number) => Promise<WalletsNow>;

export function createWalletReader({ foldStore, programs }: WalletReaderPorts): ReadWallets {
  return async ({ shard, memberId }, at) => {
    const member = await readMember(foldStore, programs, { key: { shard, id: memberId }, asOf: at, of: held });
    if (member === null) throw new ProblemError('member.not_found');
    const view = openView(member, walletsFacet);
    return {
      accounts: view.rows(accountRows).rows(),
      lots: view.rows(lotRows).rows(),
      holds: view.rows(holdRows).rows(),
      entries: view.rows(entryRows).rows(),
    };
  };
}

/** Rows that are stored with those that are computed on top, which stand in their place; in the order of `compare`. */
export function overlaid<Row>(
  stored: readonly Row[],
  computed: readonly Row[],
  { keyOf, compare }: { readonly keyOf: (row: Row) => string | number; readonly compare: (a: Row, b: Row) => number },
): Row[] {
  const rows = new Map(stored.map((row) => [keyOf(row), row]));
  for (const row of computed) rows.set(keyOf(row), row);
  return [...rows.values()].toSorted(compare);
}
