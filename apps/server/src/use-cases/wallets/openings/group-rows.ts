import type { OpeningRow } from '@perennial/contracts/staff';

/** What one member brings into one wallet under one reference: one command. */
export interface OpeningGroup {
  /** The first of its rows, from 1. */
  readonly row: number;
  readonly member: string;
  readonly wallet: string;
  readonly reference: string;
  readonly openedAt: number;
  readonly rows: readonly OpeningRow[];
  readonly units: number;
}

/** Rows of one member, wallet and reference are lots of one opening; orders placed before the latest of their instants are in it. */
export function groupRows(rows: readonly OpeningRow[]): readonly OpeningGroup[] {
  const groups = new Map<string, OpeningGroup>();
  for (const [n, row] of rows.entries()) {
    const { member, wallet, reference, openedAt } = row;
    const key = JSON.stringify([member.trim(), wallet, reference]);
    const found = groups.get(key) ?? { row: n + 1, member, wallet, reference, openedAt, rows: [], units: 0 };
    groups.set(key, {
      ...found,
      openedAt: Math.max(found.openedAt, openedAt),
      rows: [...found.rows, row],
      units: found.units + row.units,
    });
  }
  return [...groups.values()];
}

export interface WalletSum {
  readonly wallet: string;
  readonly units: number;
  readonly total: number | null;
}

/** What the rows of each wallet sum to, and what they should; also of wallets that were only named with a total. */
export function sumsOf(
  groups: readonly OpeningGroup[],
  totals: Readonly<Record<string, number>>,
): readonly WalletSum[] {
  const sums = new Map<string, number>(Object.keys(totals).map((wallet) => [wallet, 0]));
  for (const { wallet, units } of groups) sums.set(wallet, (sums.get(wallet) ?? 0) + units);
  return [...sums].map(([wallet, units]) => ({ wallet, units, total: totals[wallet] ?? null }));
}
