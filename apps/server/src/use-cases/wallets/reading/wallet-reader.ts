import { accountRows, entryRows, holdRows, invariant, lotRows, openView, walletsFacet } from '@perennial/domain';
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
  /** False where lots and holds stand as they are stored, and none of them is here. */
  readonly hasLots: boolean;
}

export interface WalletReaderPorts {
  readonly foldStore: FoldStore;
  readonly programs: Programs;
}

/** `lots`: with all that is open; `accounts`: lots only where something that is not stored yet has moved some. */
export type WalletsWanted = 'accounts' | 'lots';

const kindsOf = { accounts: [accountRows], lots: [accountRows, lotRows, holdRows] } as const;

/** Throws `member.not_found` where nothing is stored of her. */
export type ReadWallets = (place: MemberPlace, at: number, wanted: WalletsWanted) => Promise<WalletsNow>;

/**
 * Whoever has bought for years has thousands of lots, most of which nobody asks about: to read them takes longer than everything else together,
 * so they are read where they are shown one by one.
 */
export function createWalletReader({ foldStore, programs }: WalletReaderPorts): ReadWallets {
  const read = async ({ shard, memberId }: MemberPlace, at: number, wanted: WalletsWanted) => {
    const of = kindsOf[wanted];
    const member = await readMember(foldStore, programs, { key: { shard, id: memberId }, asOf: at, of });
    if (member === null) throw new ProblemError('member.not_found');
    const view = openView(member, walletsFacet);
    const [lots, holds] = [view.rows(lotRows), view.rows(holdRows)];
    const hasLots = lots.isWhole && holds.isWhole;
    const now: WalletsNow = {
      accounts: view.rows(accountRows).rows(),
      lots: lots.rows(),
      holds: holds.rows(),
      entries: view.rows(entryRows).rows(),
      hasLots,
    };
    // What waits to be folded has moved some: what the others are is not stored as it will be.
    return hasLots || (now.lots.length === 0 && now.holds.length === 0) ? now : null;
  };
  return async (place, at, wanted) => {
    const now = (await read(place, at, wanted)) ?? (await read(place, at, 'lots'));
    invariant(now !== null, 'all lots were read');
    return now;
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
