import {
  compileProgram,
  createDayTable,
  createFoldContext,
  facets,
  type FactPayload,
  type FactStep,
  type FoldContext,
} from '@perennial/domain';
import { accountOf, purseIn, type Purse, type StoredMember } from '@perennial/domain/testing';
import { zone } from '../installation.ts';
import { createRandom } from '../random.ts';
import { createWalletsProgram } from './wallets-program.ts';

/** The version under which benchmarks publish the program: the first one is the default program. */
export const walletsVersion = 2;
const dayMs = 86_400_000;
const lastOrderDaysAgo = 10;

/** A fold under the program of the benchmarks as if it had been in force always. */
export function walletsContext(): FoldContext {
  const days = createDayTable(zone);
  const version = { version: walletsVersion, effectiveAt: 0 };
  return createFoldContext({ programs: [compileProgram(createWalletsProgram(), version, { days, facets })], days });
}

export interface History {
  readonly seed: number;
  readonly orders: number;
  /** Days between two orders; the last one is ten days old. Not before 2025, when all of them register. */
  readonly everyDays: number;
  /** After as many orders most of what is available is spent. */
  readonly ordersPerSpending: number;
}

/**
 * One member who buys, earns by ten rules, spends, and loses what is a year old, folded in memory step by step as a store would have it, and
 * brought to `now`. So her entries, chains, lots and levels are what the product makes of such a log.
 */
export function foldHistory(context: FoldContext, history: History, now: number): StoredMember {
  const { orders, everyDays, ordersPerSpending } = history;
  const random = createRandom(history.seed);
  const purse = purseIn(context);
  const firstAt = now - (lastOrderDaysAgo + (orders - 1) * everyDays) * dayMs;
  if (firstAt < purse.now()) throw new Error('a history begins before its member registers');
  purse.waitMs(Math.round(firstAt) - purse.now());
  for (let n = 0; n < orders; n += 1) {
    purse.take((place) => ({ ...place, ...orderFact(`o${history.seed}-${n}`, place.recordedAt, random) }));
    if ((n + 1) % ordersPerSpending === 0) spendMost(purse, random);
    if (n < orders - 1) purse.waitDays(everyDays);
  }
  purse.waitMs(now - purse.now());
  purse.wake();
  return purse.stored;
}

function spendMost(purse: Purse, random: () => number): void {
  purse.wake();
  const { posted, pending, held } = accountOf(purse);
  const units = Math.floor((posted - pending - held) * (0.6 + 0.3 * random()));
  if (units > 0) purse.must('redeemUnits', { wallet: 'points', units });
}

const categories = ['Skin/Serum', 'Skin/Cream', 'Make-up/Lips', 'Hair'] as const;
const channels = ['web', 'shop', 'mini_program'] as const;

/** As orders of the benchmark `earn` are: one to three lines of 20 to 320 yuan. */
function orderFact(orderId: string, at: number, random: () => number) {
  const pick = <Item>(items: readonly [Item, ...Item[]]): Item =>
    items[Math.floor(random() * items.length)] ?? items[0];
  const lines = Array.from({ length: 1 + Math.floor(random() * 3) }, (_, line) => ({
    productId: `p${line}`,
    category: pick(categories),
    quantity: 1 + Math.floor(random() * 2),
    amountMinor: 2_000 + Math.floor(random() * 30_000),
  }));
  const payload: FactPayload = { orderId, currency: 'CNY', lines };
  return {
    kind: 'fact',
    source: 'bench',
    messageId: orderId,
    type: 'order.placed',
    occurredAt: at,
    isBackfill: false,
    channel: pick(channels),
    storeId: '',
    payload: () => payload,
  } satisfies Partial<FactStep>;
}
