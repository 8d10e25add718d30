import type { RouteAnswer, Routes } from '@perennial/contracts';
import type { WalletLot } from '@perennial/contracts/staff';
import { inSpendOrder, scopeOf, spendableOf } from '@perennial/domain';
import type { CompiledProgram, LotRow } from '@perennial/domain';
import { readEndedLotsBefore, readLotsBefore } from '@perennial/postgres/wallets';
import type { WalletPlace } from '@perennial/postgres/wallets';
import type { Sql } from '@perennial/postgres';
import { decodeCursor, toPage } from '../../kernel/paging.ts';
import type { PageRequest } from '../../kernel/paging.ts';
import { shownOrigin } from './explain-entries.ts';
import type { RuleNames } from './rule-names.ts';
import { documentOf } from './shown-balances.ts';
import { overlaid } from './wallet-reader.ts';
import type { WalletsNow } from './wallet-reader.ts';

export interface LotsRequest extends PageRequest {
  readonly state?: 'open' | 'ended' | undefined;
}

/** What is seen of a member's wallets, and when. */
export interface Seen {
  readonly now: WalletsNow;
  readonly program: CompiledProgram;
  readonly at: number;
  /** Whether the caller may see what things cost. */
  readonly costs: boolean;
}

/** Numbers of lots and entries count up from one, in as many bits. */
export const lastSequence = 2_147_483_647;

/** A page of the lots of a wallet, newest first. */
export async function listLots(
  { sql, ruleNames }: { readonly sql: Sql; readonly ruleNames: RuleNames },
  { place, seen }: { readonly place: WalletPlace; readonly seen: Seen },
  { cursor, limit, state }: LotsRequest,
): Promise<RouteAnswer<Routes['wallets']['lots']>> {
  const [before] = decodeCursor(cursor, [lastSequence]);
  const here = seen.now.lots.filter(({ wallet }) => wallet === place.wallet);
  const read = state === 'ended' ? readEndedLotsBefore : readLotsBefore;
  // Everything that is open is in memory.
  const stored = state === 'open' ? [] : await read(sql, { ...place, before, limit: limit + 1 });
  const computed = here.filter(
    (lot) => lot.lot < before && (state === undefined || (lot.endedAt === null) === (state === 'open')),
  );
  const lots = overlaid(stored, computed, { keyOf: ({ lot }) => lot, compare: (a, b) => b.lot - a.lot });
  const nameOf = await ruleNames(lots.slice(0, limit));
  const ranks = ranksOf(here, seen, place.wallet);
  return toPage(lots.slice(0, limit + 1), limit, {
    item: (lot) => ({
      ...shownLot(lot, seen),
      rank: ranks.get(lot.lot) ?? null,
      rule: nameOf(lot.rule, lot.programVersion),
    }),
    cursor: ({ lot }) => [lot],
  });
}

/** In which order lots are spent, wherever they may be. */
function ranksOf(lots: readonly LotRow[], { program, at }: Seen, wallet: string): ReadonlyMap<number, number> {
  const order = documentOf(program, wallet)?.spendOrder;
  const spendable = lots.filter((lot) => spendableOf(lot, at) > 0);
  return new Map(inSpendOrder(spendable, order ?? []).map(({ lot }, index) => [lot, index + 1]));
}

function shownLot(lot: LotRow, { costs }: Seen): Omit<WalletLot, 'rank' | 'rule'> {
  return {
    lot: lot.lot,
    units: lot.units,
    remaining: lot.remaining,
    held: lot.held,
    lost: lot.lost,
    state: lot.endedAt !== null ? 'ended' : lot.waitsFor === '' ? 'open' : 'pending',
    priority: lot.priority,
    issuedAt: lot.issuedAt,
    startsAt: lot.startsAt,
    waitsFor: lot.waitsFor,
    cancelsAt: lot.cancelsAt,
    expiresAt: lot.expiresAt,
    endedAt: lot.endedAt,
    ending: lot.ending,
    lotClass: lot.lotClass,
    scope: lot.scope === '' ? null : shownScope(lot.scope),
    costMinor: costs ? lot.costMinor : null,
    origin: shownOrigin(lot),
    entry: lot.entry,
  };
}

export function shownScope(text: string): NonNullable<WalletLot['scope']> {
  const { stores, channels, categories } = scopeOf(text);
  return {
    ...(stores === undefined ? {} : { stores: [...stores] }),
    ...(channels === undefined ? {} : { channels: [...channels] }),
    ...(categories === undefined ? {} : { categories: [...categories] }),
  };
}
