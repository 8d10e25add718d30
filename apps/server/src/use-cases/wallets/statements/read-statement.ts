import type { RouteAnswer, Routes } from '@perennial/contracts';
import type { WalletStatement } from '@perennial/contracts/staff';
import type { CompiledProgram, EntryRow } from '@perennial/domain';
import { readEntriesAfter, readHolds, readLotsIssuedBy } from '@perennial/postgres/wallets';
import type { WalletPlace } from '@perennial/postgres/wallets';
import type { Sql } from '@perennial/postgres';
import type { AsOf } from '../../reading/days.ts';
import { decodeCursor, toPage } from '../../kernel/paging.ts';
import type { PageRequest } from '../../kernel/paging.ts';
import { explainEntries, shownOrigin, signedUnits } from '../reading/explain-entries.ts';
import type { RuleNames } from '../reading/rule-names.ts';
import { namedWallet } from '../reading/shown-balances.ts';
import { overlaid } from '../reading/wallet-reader.ts';
import type { WalletsNow } from '../reading/wallet-reader.ts';
import { lotsThen } from './lots-then.ts';
import type { WalletThen } from './lots-then.ts';

export interface StatementDependencies {
  readonly sql: Sql;
  readonly ruleNames: RuleNames;
}

export interface StatementAsked {
  readonly place: WalletPlace;
  readonly now: WalletsNow;
  readonly program: CompiledProgram;
  /** Null: from the first entry on. */
  readonly fromAt: number | null;
  readonly asOf: AsOf;
}

/** What a member's wallet was at an instant and how it came about, with a page of the entries since `fromAt`, oldest first. */
export async function readStatement(
  dependencies: StatementDependencies,
  { place, now, program, fromAt, asOf }: StatementAsked,
  { cursor, limit }: PageRequest,
): Promise<Omit<RouteAnswer<Routes['wallets']['statement']>, 'memberId' | 'status' | 'mergedInto'>> {
  const { sql, ruleNames } = dependencies;
  const entries = await readAllEntries(sql, place, { now, until: asOf.at });
  const begins = fromAt === null ? 0 : entries.findLastIndex(({ at }) => at < fromAt) + 1;
  const within = entries.slice(begins);
  const [after] = decodeCursor(cursor, [0]);
  const page = within.filter(({ sequence }) => sequence > after).slice(0, limit + 1);
  const then = await readThen(sql, { place, now, entries, at: asOf.at });
  const nameOf = await ruleNames(then.lots.map(({ row }) => row));
  return {
    ...namedWallet(program, place.wallet),
    fromAt,
    asOfAt: asOf.at,
    opening: endOf(entries[begins - 1]),
    movements: movementsOf(within),
    closing: { ...endOf(entries.at(-1)), ...sumsOf(then) },
    lots: then.lots.map(({ row, remaining, held, isPending }) => ({
      lot: row.lot,
      remaining,
      held,
      isPending,
      startsAt: row.startsAt,
      expiresAt: row.expiresAt,
      origin: shownOrigin(row),
      rule: nameOf(row.rule, row.programVersion),
    })),
    ...toPage(await explainEntries(dependencies, place.shard, page), limit, {
      item: (entry) => entry,
      cursor: ({ sequence }) => [sequence],
    }),
  };
}

/** So many entries are read at once. */
const readMax = 5_000;

/** Every entry of a wallet up to an instant, those too that are not stored yet, oldest first. */
export async function readAllEntries(
  sql: Sql,
  place: WalletPlace,
  { now, until }: { readonly now: WalletsNow; readonly until: number },
): Promise<readonly EntryRow[]> {
  const stored: EntryRow[] = [];
  for (let after = 0; ;) {
    const page = await readEntriesAfter(sql, { ...place, after, limit: readMax });
    stored.push(...page);
    after = page.at(-1)?.sequence ?? after;
    if (page.length < readMax) break;
  }
  const computed = now.entries.filter(({ wallet }) => wallet === place.wallet);
  const all = overlaid(stored, computed, {
    keyOf: ({ sequence }) => sequence,
    compare: (a, b) => a.sequence - b.sequence,
  });
  return all.filter(({ at }) => at <= until);
}

async function readThen(
  sql: Sql,
  asked: {
    readonly place: WalletPlace;
    readonly now: WalletsNow;
    readonly entries: readonly EntryRow[];
    readonly at: number;
  },
): Promise<WalletThen> {
  const { place, now, entries, at } = asked;
  const isHere = ({ wallet }: { readonly wallet: string }) => wallet === place.wallet;
  const [lots, holds] = await Promise.all([readLotsIssuedBy(sql, { ...place, at }), readHolds(sql, place)]);
  return lotsThen(
    {
      entries,
      lots: overlaid(lots, now.lots.filter(isHere), { keyOf: ({ lot }) => lot, compare: (a, b) => a.lot - b.lot }),
      holds: overlaid(holds, now.holds.filter(isHere), {
        keyOf: ({ hold }) => hold,
        compare: (a, b) => a.openedAt - b.openedAt,
      }),
    },
    at,
  );
}

function endOf(entry: EntryRow | undefined): { sequence: number; balance: number } {
  return { sequence: entry?.sequence ?? 0, balance: entry?.balanceAfter ?? 0 };
}

function sumsOf({
  lots,
  debt,
}: WalletThen): Pick<WalletStatement['closing'], 'available' | 'pending' | 'held' | 'owed'> {
  const sum = (of: (lot: WalletThen['lots'][number]) => number) => lots.reduce((total, lot) => total + of(lot), 0);
  const pending = sum(({ isPending, remaining }) => (isPending ? remaining : 0));
  const held = sum((lot) => lot.held);
  return { available: sum(({ remaining }) => remaining) - debt - pending - held, pending, held, owed: debt };
}

function movementsOf(entries: readonly EntryRow[]): WalletStatement['movements'] {
  return [...Map.groupBy(entries, ({ kind }) => kind)].map(([kind, own]) => ({
    kind,
    entries: own.length,
    units: own.reduce((total, entry) => total + signedUnits(entry), 0),
  }));
}
