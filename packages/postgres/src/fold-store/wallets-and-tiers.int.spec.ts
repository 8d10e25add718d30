import {
  availableOf,
  facets,
  foldLog,
  openView,
  tierDayRows,
  tierOrderRows,
  tiersFacet,
  tierStandingRows,
  type FactPayload,
  type TierStandingRow,
} from '@perennial/domain';
import { storeWhole, walletDocuments, walletRowsOf, type WalletRows } from '@perennial/domain/testing';
import { verifyReplay, type Commands, type MemberPlace } from '@perennial/engine';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { factColumns, type FactRow } from '../sql/fact-row.ts';
import { testShardCount } from '../testing/fold-fixtures.ts';
import { createPreparer } from '../testing/ingest-fixtures.ts';
import { askSurely, createWalletInstallation, readRows, type WalletInstallation } from '../testing/wallet-fixtures.ts';
import { stepOfRow } from './steps-of-rows.ts';

/*
 * Wallets and levels in the store: a merge that is taken back in which nothing was decided leaves both as they were, and it does not matter
 * at which moments of a day time was looked at.
 */

const name = { en: 'Name', zh: '名称' };
const documents = {
  ...walletDocuments({
    points: {
      expiry: { kind: 'term', length: { unit: 'days', count: 4 }, roundTo: 'day' },
      holdMinutesMax: 43_200,
      shortfall: { kind: 'debt' },
    },
    stamps: { expiry: { kind: 'sliding', length: { unit: 'days', count: 3 } } },
  }),
  'earning/per_ten.json': {
    id: 'per_ten',
    name,
    on: { kind: 'order' },
    wallet: 'points',
    award: { kind: 'rate', perMinor: 1_000, units: 1, rounding: 'down' },
    caps: [{ per: 'member', period: 'month', units: 60 }],
  },
  'tiers/main.json': {
    id: 'main',
    name,
    measures: [{ id: 'spend', kind: 'net_spend' }],
    levels: [0, 20_000, 60_000].map((atLeast, n) => ({
      id: ['basic', 'silver', 'gold'][n],
      name,
      ...(n === 0 ? {} : { qualifies: { combinator: 'and', rules: [{ measure: 'spend', atLeast }] } }),
    })),
    period: { kind: 'rolling', days: 2 },
  },
};

const prepare = createPreparer();
let installation: WalletInstallation;
let commands: Commands;
let people = 0;

beforeAll(async () => {
  installation = await createWalletInstallation(JSON.parse(JSON.stringify(documents)));
  commands = installation.createCommands();
});
afterAll(() => installation?.close());

/** Mulberry32: the same choices every run. */
function createChance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
type Chance = ReturnType<typeof createChance>;

interface Person {
  readonly number: number;
  readonly place: MemberPlace;
}

async function somebody(): Promise<Person> {
  const [place] = await installation.register(1);
  people += 1;
  return { number: people, place: place ?? expect.fail('nobody was registered') };
}

let serial = 0;

/** Orders, refunds, and what is done by hand, some of which is refused; each as `chance` says, so that two who get the same are alike. */
async function liveThrough({ number, place }: Person, chance: Chance, steps: number): Promise<void> {
  for (let n = 0; n < steps; n += 1) {
    serial += 1;
    const wallet = chance(4) === 0 ? 'stamps' : 'points';
    const units = 1 + chance(30);
    const reason = 'test';
    const orderId = `o-${number}-${chance(4)}`;
    const order = { orderId, refundId: `r${chance(2)}`, amountMinor: 1_000 * (1 + chance(40)), lines: [] };
    const asks: readonly (readonly [string, FactPayload])[] = [
      ['adjustUnits', { wallet, units, reason }],
      ['redeemUnits', { wallet, units: 1 + chance(9) }],
      ['holdUnits', { wallet, units: 1 + chance(5), hold: `h${n}`, minutes: 60 * 24 * (1 + chance(3)) }],
      ['openWallet', { wallet, openedAt: 1, reference: 'crm', lots: [{ units, waits: 'hand' }] }],
    ];
    const ask = asks[chance(8)];
    const type = chance(3) === 0 ? 'order.refunded' : 'order.placed';
    if (ask !== undefined) await askSurely(commands, { command: ask[0], member: place, input: ask[1] });
    else await installation.append([factOf(number, type, order)]);
  }
}

function factOf(number: number, type: string, payload: object) {
  return prepare({
    messageId: `life-${serial}`,
    type,
    identities: [{ type: 'phone', value: `+861390715${String(number).padStart(4, '0')}` }],
    occurredAt: Date.now() - 1_000,
    payload: JSON.stringify({ currency: 'CNY', ...payload }),
  });
}

const textOf = (row: object) => JSON.stringify(Object.entries(row).toSorted(([a], [b]) => (a < b ? -1 : 1)));

interface Rows extends WalletRows {
  readonly standings: readonly TierStandingRow[];
  readonly orders: readonly object[];
  readonly days: readonly { readonly value: number }[];
}

/** What somebody has: balances, what is open and under which terms, and where she stands. Not how it came: entries stay. */
function possessionsIn({ accounts, lots, holds, standings, orders, days }: Rows) {
  return {
    balances: accounts
      .map((account) => {
        const { wallet, posted, pending, held, debt, earned, spent, expired } = account;
        return textOf({ wallet, posted, pending, held, debt, earned, spent, expired, available: availableOf(account) });
      })
      .filter((text) => /[1-9]/u.test(text))
      .toSorted(),
    lots: lots
      .filter(({ endedAt }) => endedAt === null)
      .map(({ wallet, remaining, held, priority, waitsFor, expiresAt, costMinor, rule, startsAt }) =>
        textOf({ wallet, remaining, held, priority, waitsFor, expiresAt, costMinor, rule, startsAt }),
      )
      .toSorted(),
    holds: holds
      .filter(({ endedAt }) => endedAt === null)
      .map(({ wallet, units, expiresAt }) => textOf({ wallet, units, expiresAt }))
      .toSorted(),
    standings: standings.map(textOf),
    orders: orders.map(textOf).toSorted(),
    days: days
      .filter(({ value }) => value !== 0)
      .map(textOf)
      .toSorted(),
  };
}

async function possessionsOf({ place }: Person) {
  const [wallets, standings, orders, days] = await Promise.all([
    installation.rowsOf(place),
    readRows(installation, tierStandingRows, place),
    readRows(installation, tierOrderRows, place),
    readRows(installation, tierDayRows, place),
  ]);
  return possessionsIn({ ...wallets, standings, orders, days });
}

/** The same of who was never merged with anybody: by her own log alone, in memory. */
async function possessionsAlone({ place }: Person, until: number) {
  const rows = await installation.database.rows<FactRow>(
    { name: 'test_own_log', text: `select ${factColumns} from fact f where f.member_id = $1 order by f.position` },
    [place.id],
  );
  const steps = rows.map(stepOfRow).filter((step) => step !== null);
  const own = steps.filter(({ kind }) => kind === 'fact' || kind === 'decision');
  const { context } = installation.programs;
  const member = foldLog(own, { facets, context, until }).get(place.id) ?? expect.fail('she has a log');
  const view = openView(member, tiersFacet);
  return possessionsIn({
    ...walletRowsOf(storeWhole(member)),
    standings: view.rows(tierStandingRows).rows(),
    orders: view.rows(tierOrderRows).rows(),
    days: view.rows(tierDayRows).rows(),
  });
}

async function expectReplayed(): Promise<void> {
  const { store, programs } = installation;
  expect((await verifyReplay(store, programs, { shardCount: testShardCount })).examples).toEqual([]);
}

describe('two who were merged and parted again, nothing decided in between', () => {
  async function livedThrough(seed: number) {
    const chance = createChance(seed);
    const [one, other] = [await somebody(), await somebody()];
    for (const person of [one, other]) await liveThrough(person, chance, 4 + chance(10));
    await installation.settle();
    return [one, other] as const;
  }

  /** Makes them one, and two again so many days later. */
  async function mergeFor(days: number, [survivor, absorbed]: readonly [Person, Person], key: string): Promise<void> {
    const call = { caller: 'user:1', by: 'li', key: `merge-${key}`, said: key };
    const merged = await commands.merge({ ...call, survivor: survivor.place, absorbed: absorbed.place });
    if (merged.kind !== 'done') return expect.fail(JSON.stringify(merged));
    await installation.settle();
    await installation.pass(days);
    await installation.settle();
    const undone = await commands.undoMerge({ ...call, key: `undo-${key}`, mergeId: merged.decisionId ?? '' });
    expect(undone).toMatchObject({ kind: 'done' });
  }

  it.each([1, 2, 3, 4, 6, 7])('have what each of them had: wallets, lots, holds, levels (life %i)', async (seed) => {
    const both = await livedThrough(seed);
    const before = await Promise.all(both.map(possessionsOf));
    await mergeFor(0, both, `life ${seed}`);
    await installation.settle();
    expect(await Promise.all(both.map(possessionsOf))).toEqual(before);
    await expectReplayed();
  });

  it.each([11, 12, 13, 14])('have what each had had alone, when time went by (life %i)', async (seed) => {
    const both = await livedThrough(seed);
    await mergeFor(1.3, both, `life ${seed}`);
    const until = await installation.settle();
    const alone = await Promise.all(both.map((person) => possessionsAlone(person, until)));
    expect(await Promise.all(both.map(possessionsOf))).toEqual(alone);
  });

  it('are what their logs say (E2)', expectReplayed);
});

describe('a day that is looked at in two halves', () => {
  it('is the day that is looked at once: what a replay makes of it, which looks at the end alone (E2)', async () => {
    const chance = createChance(99);
    const persons = [await somebody(), await somebody(), await somebody(), await somebody()];
    for (const person of persons) await liveThrough(person, chance, 12);
    await installation.settle();
    const before = await Promise.all(persons.map(possessionsOf));
    expect(before.every(({ lots, standings }) => lots.length > 0 && standings.length > 0)).toBe(true);
    for (let half = 0; half < 10; half += 1) {
      await installation.pass(0.5);
      await installation.settle();
    }
    // All of it is over but what waits for somebody, and what she owes.
    const after = await Promise.all(persons.map(possessionsOf));
    expect(after.flatMap(({ holds }) => holds)).toEqual([]);
    expect(after.flatMap(({ lots }) => lots).every((text) => text.includes('"hand"'))).toBe(true);
    await expectReplayed();
  });
});
