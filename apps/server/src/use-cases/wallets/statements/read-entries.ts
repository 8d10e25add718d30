import type { WalletStatement } from '@perennial/contracts/staff';
import type { EntryRow } from '@perennial/domain';
import { readEntriesAfter, readLastEntryBefore, sumEntriesByKind } from '@perennial/postgres/wallets';
import type { WalletPlace } from '@perennial/postgres/wallets';
import type { Sql } from '@perennial/postgres';
import { signedUnits } from '../reading/explain-entries.ts';
import { overlaid } from '../reading/wallet-reader.ts';
import type { WalletsNow } from '../reading/wallet-reader.ts';

/** Entries of one wallet, those that are stored and those that are computed on top of them. */
export interface Entries {
  readonly sql: Sql;
  readonly place: WalletPlace;
  readonly now: WalletsNow;
}

const ascending = {
  keyOf: ({ sequence }: EntryRow) => sequence,
  compare: (a: EntryRow, b: EntryRow) => a.sequence - b.sequence,
};

function computedOf({ place, now }: Entries): readonly EntryRow[] {
  return now.entries.filter(({ wallet }) => wallet === place.wallet);
}

/** The last entry before an instant, epoch milliseconds. */
export async function lastBefore(entries: Entries, before: number): Promise<EntryRow | undefined> {
  const computed = computedOf(entries).filter(({ at }) => at < before);
  const stored = await readLastEntryBefore(entries.sql, { ...entries.place, before });
  return overlaid(stored === undefined ? [] : [stored], computed, ascending).at(-1);
}

export interface Between {
  readonly after: number;
  readonly upTo: number;
}

/** At most so many entries behind one, up to another, the oldest first. */
export async function pageBetween(
  entries: Entries,
  { after, upTo, limit }: Between & { readonly limit: number },
): Promise<readonly EntryRow[]> {
  const stored = await readEntriesAfter(entries.sql, { ...entries.place, after, limit });
  const isWithin = ({ sequence }: EntryRow) => sequence > after && sequence <= upTo;
  return overlaid(stored, computedOf(entries), ascending).filter(isWithin).slice(0, limit);
}

/** What entries between two of them amount to, by kind. */
export async function movementsBetween(
  entries: Entries,
  { after, upTo }: Between,
): Promise<WalletStatement['movements']> {
  const computed = computedOf(entries).filter(({ sequence }) => sequence > after && sequence <= upTo);
  // What is computed comes behind all that was stored when it was, whatever has been stored since.
  const storedUpTo = computed.reduce((least, { sequence }) => Math.min(least, sequence - 1), upTo);
  const stored = await sumEntriesByKind(entries.sql, { ...entries.place, after, upTo: storedUpTo });
  const sums = new Map(stored.map(({ kind, entries: count, units }) => [kind, { kind, entries: count, units }]));
  for (const entry of computed) {
    const { entries: count, units } = sums.get(entry.kind) ?? { entries: 0, units: 0 };
    sums.set(entry.kind, { kind: entry.kind, entries: count + 1, units: units + signedUnits(entry) });
  }
  return [...sums.values()];
}

/** So many entries are read at once. */
const readMax = 5_000;

/** Every entry up to an instant, the oldest first. */
export async function allUntil(entries: Entries, until: number): Promise<readonly EntryRow[]> {
  const stored: EntryRow[] = [];
  for (let after = 0; ;) {
    const page = await readEntriesAfter(entries.sql, { ...entries.place, after, limit: readMax });
    stored.push(...page);
    after = page.at(-1)?.sequence ?? after;
    if (page.length < readMax) break;
  }
  return overlaid(stored, computedOf(entries), ascending).filter(({ at }) => at <= until);
}
