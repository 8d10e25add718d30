import type { RouteAnswer, Routes } from '@perennial/contracts';
import type { HoldRow } from '@perennial/domain';
import { readHolds } from '@perennial/postgres/wallets';
import type { WalletPlace } from '@perennial/postgres/wallets';
import type { Sql } from '@perennial/postgres';
import { lastInstant, lastText } from '../../kernel/list-ends.ts';
import { decodeCursor, toPage } from '../../kernel/paging.ts';
import { shownShares } from './explain-entries.ts';
import type { LotsRequest } from './list-lots.ts';
import { overlaid } from './wallet-reader.ts';
import type { WalletsNow } from './wallet-reader.ts';

/** A page of what was set aside in a wallet, newest first. */
export async function listHolds(
  sql: Sql,
  { place, now }: { readonly place: WalletPlace; readonly now: WalletsNow },
  { cursor, limit, state }: LotsRequest,
): Promise<RouteAnswer<Routes['wallets']['holds']>> {
  const [at, hold] = decodeCursor(cursor, [lastInstant, lastText]);
  const computed = now.holds.filter(({ wallet }) => wallet === place.wallet);
  const all = overlaid(await readHolds(sql, place), computed, { keyOf: (row) => row.hold, compare: newestFirst });
  const left = all.filter(
    (row) =>
      (state === undefined || (row.endedAt === null) === (state === 'open')) &&
      (row.openedAt < at || (row.openedAt === at && row.hold < hold)),
  );
  return toPage(left.slice(0, limit + 1), limit, {
    item: (row) => ({
      hold: row.hold,
      units: row.units,
      captured: row.captured,
      openedAt: row.openedAt,
      expiresAt: row.expiresAt,
      endedAt: row.endedAt,
      ending: row.ending,
      lots: shownShares(row.lots),
    }),
    cursor: (row) => [row.openedAt, row.hold],
  });
}

function newestFirst(a: HoldRow, b: HoldRow): number {
  return b.openedAt - a.openedAt || (a.hold < b.hold ? 1 : -1);
}
