import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClickhouseLens, openEmbeddedLens } from '@perennial/clickhouse';
import type { LensConnection } from '@perennial/clickhouse';
import { createShipper } from '@perennial/engine';
import type { Commands, MemberPlace, Shipper } from '@perennial/engine';
import { createShippingStore } from '@perennial/postgres';
import { askSurely, createPreparer, createWalletInstallation } from '@perennial/postgres/testing';
import type { WalletInstallation } from '@perennial/postgres/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkLensContent } from './check-lens-content.ts';
import { repairLens } from './repair-lens.ts';

/*
 * The tables of wallets and levels in the lens: what is lost of them is found, and is there again after a repair, exactly as PostgreSQL has it.
 */

const name = { en: 'Name', zh: '名称' };
const qualifies = (atLeast: number) => ({ combinator: 'and', rules: [{ measure: 'spend', atLeast }] });
const documents = {
  'wallets/points.json': { id: 'points', name, kind: 'points', shortfall: { kind: 'debt' } },
  'earning/per_ten.json': {
    id: 'per_ten',
    name,
    on: { kind: 'order' },
    wallet: 'points',
    award: { kind: 'rate', perMinor: 1_000, units: 1, rounding: 'down' },
  },
  'tiers/main.json': {
    id: 'main',
    name,
    measures: [{ id: 'spend', kind: 'net_spend' }],
    levels: [
      { id: 'basic', name },
      { id: 'gold', name, qualifies: qualifies(20_000) },
    ],
    period: { kind: 'rolling', days: 30 },
  },
} as const;

const prepare = createPreparer();
let folder: string;
let lens: LensConnection;
let installation: WalletInstallation;
let commands: Commands;
let shipper: Shipper;
let people: readonly MemberPlace[];

beforeAll(async () => {
  installation = await createWalletInstallation(JSON.parse(JSON.stringify(documents)));
  commands = installation.createCommands();
  folder = mkdtempSync(join(tmpdir(), 'perennial-lens-of-wallets-'));
  lens = await openEmbeddedLens({ folder });
  const { programs, database } = installation;
  shipper = createShipper({
    lens: createClickhouseLens(lens, programs.facets),
    store: createShippingStore(database, programs),
    worker: 'one',
    rowsMax: 200,
    pause: () => Promise.resolve(),
  });
  await live();
});
afterAll(async () => {
  await lens?.close();
  await installation?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function settle(): Promise<void> {
  await installation.settle();
  while ((await shipper.shipOnce()) > 0);
}

async function act(command: string, member: MemberPlace, input: Parameters<typeof askSurely>[1]['input']) {
  const outcome = await askSurely(commands, { command, member, input });
  return outcome.kind === 'done' ? outcome.answer : expect.fail(JSON.stringify(outcome));
}

/** Orders and refunds of some, of which one owes; spends, holds, lots that wait, levels by hand, and two who are one. */
async function live(): Promise<void> {
  people = await installation.register(12);
  const phoneOf = (n: number) => ({ type: 'phone', value: `+861390715${String(n + 1).padStart(4, '0')}` });
  const order = (n: number, type: string, more: object) => ({
    messageId: `${type}-${n}`,
    type,
    identities: [phoneOf(n)],
    occurredAt: Date.now() - 60_000,
    payload: JSON.stringify({ orderId: `o${n}`, amountMinor: 4_000 * (n + 1), currency: 'CNY', lines: [], ...more }),
  });
  await installation.append(people.slice(0, 10).map((_, n) => prepare(order(n, 'order.placed', {}))));
  await settle();
  const wallet = 'points';
  const reason = 'test';
  for (const [n, member] of people.slice(1, 6).entries()) {
    await act('redeemUnits', member, { wallet, units: 2 + n });
    await act('holdUnits', member, { wallet, units: 1, hold: 'h', minutes: 60 });
    await act('openWallet', member, {
      wallet,
      openedAt: 1,
      reference: 'crm',
      lots: [{ units: 5, waits: 'hand' }, { units: 7 }],
    });
  }
  const refunds = [1, 2, 9].map((n) =>
    prepare(order(n, 'order.refunded', { refundId: 'r', amountMinor: 4_000 * (n + 1) })),
  );
  await installation.append(refunds);
  // To one of these it gives what she has earned.
  for (const member of people.filter((_, n) => n === 6 || n > 9))
    await act('assignTier', member, { set: 'main', level: 'gold', reason, until: Date.now() + 86_400_000 });
  const [survivor, absorbed] = [people[3], people[8]];
  if (survivor === undefined || absorbed === undefined) return expect.fail('twelve people');
  const call = { caller: 'user:1', key: 'merge', said: 'merge', by: 'li' };
  expect(await commands.merge({ ...call, survivor, absorbed })).toMatchObject({ kind: 'done' });
  await settle();
}

const stores = () => ({ database: installation.database, lens, facets: installation.programs.facets });
const check = () => checkLensContent({ ...stores(), openLens: () => Promise.resolve(lens) });

/** Repairs, while somebody ships. */
async function repair(): Promise<void> {
  const stopping = new AbortController();
  const running = shipper.run(stopping.signal);
  await repairLens(stores(), { signal: AbortSignal.timeout(60_000) });
  stopping.abort();
  await running;
}

const lensTexts = {
  wallet_lot: `select toString(member_id) as member, wallet, lot, remaining, held, waits_for as waits, expires_at as ends
                 from wallet_lot final array join wallet, lot, remaining, held, waits_for, expires_at`,
  tier_change: `select toString(member_id) as member, tier_set as wallet, number as lot, to_level as waits, kind, at, valid_until as ends
                  from tier_change final array join tier_set, number, to_level, kind, at, valid_until`,
};
const storeTexts = {
  wallet_lot: `select member_id::text as member, wallet, lot, remaining, held, waits_for as waits, expires_at as ends
                 from wallet_lot where ended_at is null`,
  tier_change: `select member_id::text as member, tier_set as wallet, number as lot, to_level as waits, kind, at, valid_until as ends
                  from tier_change`,
};
type Table = keyof typeof lensTexts;
const tables = ['wallet_lot', 'tier_change'] as const;

/** Each row as text; numbers of the lens come as text or not, by their size. */
function textsOf(rows: readonly object[]): readonly string[] {
  const textOf = (row: object) =>
    Object.entries(row)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([column, value]) => `${column}=${String(value)}`)
      .join(' ');
  return rows.map(textOf).toSorted();
}

async function expectAsInStore(table: Table): Promise<void> {
  const inStore = await installation.database.rows<object>({ name: `test_${table}`, text: storeTexts[table] }, []);
  expect(textsOf(await lens.read({ sql: lensTexts[table] }))).toEqual(textsOf(inStore));
  expect(inStore.length).toBeGreaterThan(10);
}

const former = {
  wallet_lot: 'arrayMap(u -> u + 1, remaining) as remaining',
  tier_change: `arrayMap(l -> 'basic', to_level) as to_level`,
};
const isOf = (n: number) => `member_id = '${people[n]?.id ?? ''}'`;

/** What becomes of a table that loses rows, has those of another moment, or some that never were. */
const damages: readonly (readonly [what: string, damage: (table: Table) => string])[] = [
  ['lost all of its rows', (table) => `truncate table ${table}`],
  ['lost the rows of one member', (table) => `delete from ${table} where ${isOf(4)}`],
  [
    'rows of a member of another moment',
    (table) => `insert into ${table} select * replace (${former[table]}) from ${table} final where ${isOf(4)}`,
  ],
  [
    'rows of a member who has none of these',
    (table) =>
      `insert into ${table} select * replace (toUUID('${people[11]?.id ?? ''}') as member_id,
         (select shard from member where ${isOf(11)} limit 1) as shard,
         (select max(version) from ${table} where ${isOf(11)}) as version)
         from (select * from ${table} final where ${isOf(4)})`,
  ],
];

describe.each(tables)('the table %s of the lens', (table) => {
  it('is as PostgreSQL has it, and is found to be', async () => {
    await expectAsInStore(table);
    expect(await check()).toMatchObject({ verdict: 'ok' });
  });

  it.each(damages)('is found to be wrong when it has %s, and is as it was after a repair', async (_, damage) => {
    await lens.execute(`optimize table ${table} final`);
    await lens.execute(damage(table));
    const found = await check();
    expect(found).toMatchObject({ verdict: 'wrong' });
    expect(found.detail).toMatch(new RegExp(`${table}: \\d+ rows missing or older.* shard \\d`));
    await repair();
    expect(await check()).toMatchObject({ verdict: 'ok' });
    await expectAsInStore(table);
  });
});

it('has what time alone does to lots and levels, also where a level stays: what was given by hand ends', async () => {
  await installation.pass(2);
  await settle();
  for (const table of tables) await expectAsInStore(table);
  expect(await check()).toMatchObject({ verdict: 'ok' });
  const ended = await lens.read({
    sql: `select count() as changes from tier_change final array join kind as what where what = 'assignment_ended'`,
  });
  expect(ended.map(({ changes }) => Number(changes))).toEqual([3]);
});
