import type { RouteAnswer, Routes } from '@perennial/contracts';
import type { EntryRow } from '@perennial/domain';
import { readEntriesBefore } from '@perennial/postgres/wallets';
import type { WalletPlace } from '@perennial/postgres/wallets';
import { decodeCursor, toPage } from '../../kernel/paging.ts';
import type { PageRequest } from '../../kernel/paging.ts';
import { explainEntries } from './explain-entries.ts';
import type { ExplainEntriesDependencies } from './explain-entries.ts';
import { lastSequence } from './list-lots.ts';
import { overlaid } from './wallet-reader.ts';
import type { WalletsNow } from './wallet-reader.ts';

/** A page of the movements of a wallet, newest first, each explained. */
export async function listEntries(
  dependencies: ExplainEntriesDependencies,
  { place, now }: { readonly place: WalletPlace; readonly now: WalletsNow },
  { cursor, limit }: PageRequest,
): Promise<RouteAnswer<Routes['wallets']['entries']>> {
  const [before] = decodeCursor(cursor, [lastSequence]);
  const stored = await readEntriesBefore(dependencies.sql, { ...place, before, limit: limit + 1 });
  const computed = now.entries.filter(({ wallet, sequence }) => wallet === place.wallet && sequence < before);
  const entries = overlaid(stored, computed, newestFirst);
  const explained = await explainEntries(dependencies, place.shard, entries.slice(0, limit + 1));
  return toPage(explained, limit, { item: (entry) => entry, cursor: ({ sequence }) => [sequence] });
}

const newestFirst = {
  keyOf: ({ sequence }: EntryRow) => sequence,
  compare: (a: EntryRow, b: EntryRow) => b.sequence - a.sequence,
};
