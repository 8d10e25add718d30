import type { RouteAnswer, Routes } from '@perennial/contracts';
import type { WalletStatement } from '@perennial/contracts/staff';
import type { CompiledProgram, EntryRow } from '@perennial/domain';
import { emptyAccount } from '@perennial/domain';
import { readHolds, readLotsIssuedBy, readOpenLotsOf } from '@perennial/postgres/wallets';
import { decodeCursor, toPage } from '../../kernel/paging.ts';
import type { PageRequest } from '../../kernel/paging.ts';
import type { AsOf } from '../../reading/days.ts';
import { explainEntries, shownOrigin } from '../reading/explain-entries.ts';
import type { RuleNames } from '../reading/rule-names.ts';
import { namedWallet } from '../reading/shown-balances.ts';
import { overlaid } from '../reading/wallet-reader.ts';
import { lotsThen } from './lots-then.ts';
import type { WalletThen } from './lots-then.ts';
import { allUntil, lastBefore, movementsBetween, pageBetween } from './read-entries.ts';
import type { Entries } from './read-entries.ts';

export interface StatementAsked extends Entries {
  readonly ruleNames: RuleNames;
  readonly program: CompiledProgram;
  /** Null: from the first entry on. */
  readonly fromAt: number | null;
  readonly asOf: AsOf;
}

/** What a member's wallet was at an instant and how it came about, with a page of the entries since `fromAt`, oldest first. */
export async function readStatement(
  asked: StatementAsked,
  { cursor, limit }: PageRequest,
): Promise<Omit<RouteAnswer<Routes['wallets']['statement']>, 'memberId' | 'status' | 'mergedInto'>> {
  const { place, program, ruleNames, fromAt, asOf } = asked;
  const [seen] = decodeCursor(cursor, [0]);
  const [opening, closing, then] = await Promise.all([
    fromAt === null ? undefined : lastBefore(asked, fromAt),
    lastBefore(asked, asOf.at + 1),
    asOf.isNow ? standingNow(asked) : standingThen(asked),
  ]);
  const within = { after: opening?.sequence ?? 0, upTo: closing?.sequence ?? 0 };
  const [movements, page, nameOf] = await Promise.all([
    movementsBetween(asked, within),
    pageBetween(asked, { ...within, after: Math.max(within.after, seen), limit: limit + 1 }),
    ruleNames(then.lots.map(({ row }) => row)),
  ]);
  return {
    ...namedWallet(program, place.wallet),
    fromAt,
    asOfAt: asOf.at,
    opening: endOf(opening),
    movements,
    closing: { ...endOf(closing), ...sumsOf(then) },
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
    ...toPage(await explainEntries(asked, place.shard, page), limit, {
      item: (entry) => entry,
      cursor: ({ sequence }) => [sequence],
    }),
  };
}

/** Of now it is kept, and no entry need be read to know it. */
async function standingNow({ sql, place, now }: Entries): Promise<WalletThen> {
  const { debt } = now.accounts.find(({ wallet }) => wallet === place.wallet) ?? emptyAccount(place.wallet);
  const open = now.hasLots
    ? now.lots.filter(({ wallet, endedAt }) => wallet === place.wallet && endedAt === null)
    : await readOpenLotsOf(sql, place);
  const lots = open.map((row) => ({
    row,
    remaining: row.remaining,
    held: row.held,
    isPending: row.waitsFor !== '',
  }));
  return { debt, lots: lots.toSorted((a, b) => a.row.lot - b.row.lot) };
}

/** Of then it is told again from every entry up to it. */
async function standingThen(asked: StatementAsked): Promise<WalletThen> {
  const { sql, place, now, asOf } = asked;
  const isHere = ({ wallet }: { readonly wallet: string }) => wallet === place.wallet;
  const [entries, lots, holds] = await Promise.all([
    allUntil(asked, asOf.at),
    readLotsIssuedBy(sql, { ...place, at: asOf.at }),
    readHolds(sql, place),
  ]);
  const remembered = {
    entries,
    lots: overlaid(lots, now.lots.filter(isHere), { keyOf: ({ lot }) => lot, compare: (a, b) => a.lot - b.lot }),
    holds: overlaid(holds, now.holds.filter(isHere), {
      keyOf: ({ hold }) => hold,
      compare: (a, b) => a.openedAt - b.openedAt,
    }),
  };
  return lotsThen(remembered, asOf.at);
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
