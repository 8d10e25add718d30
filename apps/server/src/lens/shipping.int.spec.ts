import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createClickhouseLens, factTotals, listMembers, membersByStage, openEmbeddedLens } from '@perennial/clickhouse';
import type { LensConnection } from '@perennial/clickhouse';
import { createShipper, foldBatch } from '@perennial/engine';
import type { Lens, Programs, Shipper, ShippingStore } from '@perennial/engine';
import { createShippingStore } from '@perennial/postgres';
import { createFoldInstallation, createPreparer, testShardCount } from '@perennial/postgres/testing';
import type { FoldInstallation } from '@perennial/postgres/testing';

const dayMs = 86_400_000;
const shards = Array.from({ length: testShardCount }, (_, shard) => shard);
const prepare = createPreparer();

let folder: string;
let connection: LensConnection;
let installation: FoldInstallation;
let programs: Programs;
let store: ShippingStore;
let lens: Lens;

beforeAll(async () => {
  installation = await createFoldInstallation();
  programs = await installation.createPrograms();
  folder = mkdtempSync(join(tmpdir(), 'perennial-shipping-'));
  connection = await openEmbeddedLens({ folder });
  store = createShippingStore(installation.database, programs);
});
afterAll(async () => {
  await connection.close();
  await installation.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  // Each test has a lens of its own: an emptied one.
  await connection.execute('drop table if exists lens_identity sync');
  lens = createClickhouseLens(connection, programs.facets);
});

let serial = 0;
/** Appends and folds `count` orders of as many members, and returns their message ids. */
async function takeOrders(count: number, daysAgo = 3): Promise<readonly string[]> {
  const facts = Array.from({ length: count }, () => {
    serial += 1;
    const payload = JSON.stringify({ orderId: `o${serial}`, amountMinor: 1_000, currency: 'CNY', lines: [] });
    const identities = [{ type: 'phone', value: `+86138${String(serial).padStart(8, '0')}` }];
    return prepare({
      messageId: `order-${serial}`,
      type: 'order.placed',
      payload,
      identities,
      occurredAt: Date.now() - daysAgo * dayMs,
    });
  });
  await installation.append(facts);
  while ((await foldBatch(installation.store, programs, { shards, stepsMax: 1_000 })).steps > 0);
  return facts.map((fact) => fact.messageId);
}

function createTestShipper(
  parts: { lens?: Lens; store?: ShippingStore; worker?: string; rowsMax?: number } = {},
): Shipper {
  return createShipper({
    lens: parts.lens ?? lens,
    store: parts.store ?? store,
    worker: parts.worker ?? 'one',
    rowsMax: parts.rowsMax ?? 1_000,
    pause: () => Promise.resolve(),
  });
}

async function shipAll(shipper: Shipper): Promise<void> {
  while ((await shipper.shipOnce()) > 0);
}

async function valueOf(sql: string): Promise<unknown> {
  const [row] = await connection.read({ sql: `select ${sql} as value` });
  return row?.['value'];
}

async function inDatabase(sql: string): Promise<number> {
  const [row] = await installation.database.rows<{ value: number }>(
    { name: `test_${sql.length}_${sql}`.slice(0, 60), text: `select (${sql})::bigint as value` },
    [],
  );
  return row?.value ?? -1;
}

/** The lens holds what the system of record holds: each fact once, the same derived facts, timelines and stages. */
async function expectSame(): Promise<void> {
  const facts = await inDatabase('select count(*) from fact where kind = 0');
  expect(await valueOf('(select count() from fact)')).toBe(facts);
  expect(await valueOf('(select uniqExact(shard, position) from fact)')).toBe(facts);
  expect(await valueOf('(select count() from derived_fact)')).toBe(
    await inDatabase('select count(*) from derived_fact'),
  );
  const entries = await inDatabase('select count(*) from stage_entry where superseded_at is null');
  expect(await valueOf('(select sum(length(from_at)) from stage_timeline final)')).toBe(entries);
  const orders = await inDatabase('select count(*) from member_order');
  expect(await valueOf('(select sum(orders) from member final)')).toBe(orders);
  expect(await store.lag(await lens.prepare())).toEqual({ rows: 0, milliseconds: 0, blocks: 0 });
}

/** A port whose one method fails, once, before or after it did its work: what a crash there leaves behind. */
function failOnce<Port extends object>(port: Port, method: keyof Port, moment: 'before' | 'after'): Port {
  let hasFailed = false;
  return new Proxy(port, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (name !== method || typeof value !== 'function') return value;
      return async (...values: unknown[]): Promise<unknown> => {
        if (hasFailed) return Reflect.apply(value, target, values);
        hasFailed = true;
        if (moment === 'after') await Reflect.apply(value, target, values);
        throw new Error('crash');
      };
    },
  });
}

describe('shipping', () => {
  it('brings facts, derived facts, timelines and members over, and what comes later', async () => {
    const shipper = createTestShipper();
    await takeOrders(30);
    await shipAll(shipper);
    await expectSame();
    await takeOrders(10);
    await shipAll(shipper);
    await expectSame();
  });

  it('cuts what waits into blocks that share the shards fairly', async () => {
    await takeOrders(50);
    const shipper = createTestShipper({ rowsMax: 40 });
    await shipper.shipOnce();
    expect(Number(await valueOf('(select uniqExact(shard) from fact)'))).toBeGreaterThan(testShardCount / 2);
    expect(Number(await valueOf('(select count() from fact)'))).toBeLessThanOrEqual(40);
    await shipAll(shipper);
    await expectSame();
  });

  const crashes = [
    ['store', 'recordBlock'],
    ['store', 'readBlock'],
    ['lens', 'addFacts'],
    ['lens', 'addDerivedFacts'],
    ['lens', 'putRows'],
    ['lens', 'replaceMembers'],
    ['store', 'acknowledge'],
  ] as const;
  for (const [port, method] of crashes) {
    for (const moment of ['before', 'after'] as const) {
      it(`loses nothing and doubles nothing when it crashes ${moment} ${method}`, async () => {
        await takeOrders(20);
        const broken =
          port === 'lens'
            ? createTestShipper({ lens: failOnce(lens, method, moment) })
            : createTestShipper({ store: failOnce(store, method, moment) });
        await expect(shipAll(broken)).rejects.toThrow('crash');
        // Half of the time the same process goes on, half of the time another one takes over under the same name.
        await shipAll(moment === 'before' ? broken : createTestShipper());
        await expectSame();
      });
    }
  }

  it('does not double a block that is sent again beyond the window of tokens', async () => {
    await takeOrders(20);
    const acknowledged = failOnce(store, 'acknowledge', 'before');
    await expect(shipAll(createTestShipper({ store: acknowledged }))).rejects.toThrow('crash');
    await connection.execute('alter table fact modify setting non_replicated_deduplication_window = 0');
    await shipAll(createTestShipper());
    await expectSame();
    await connection.execute('drop table fact sync');
  });

  it('leaves the log to one worker at a time, and a frozen one that wakes up doubles nothing', async () => {
    await takeOrders(20);
    let thaw: () => void = () => undefined;
    const frozen = new Promise<void>((resolve) => (thaw = resolve));
    const freezing: Lens = { ...lens, addFacts: (block, facts) => frozen.then(() => lens.addFacts(block, facts)) };
    const first = createTestShipper({ worker: 'frozen', lens: freezing });
    const stuck = first.shipOnce();
    const second = createTestShipper({ worker: 'second' });
    await expect.poll(() => inDatabase('select count(*) from lens_block')).toBe(1);
    expect(await second.shipOnce()).toBe(0);
    await installation.database.run('update lens set lease_expires_at = 0');
    await shipAll(second);
    await expectSame();
    thaw();
    await stuck;
    await expectSame();
  });

  it('tells its lag while the lens is gone, and catches up when it is back', async () => {
    const id = await lens.prepare();
    const shipper = createTestShipper();
    await shipAll(shipper);
    const gone: Lens = { ...lens, addFacts: () => Promise.reject(new Error('gone')) };
    const lonely = createTestShipper({ lens: gone });
    await takeOrders(25);
    await expect(lonely.shipOnce()).rejects.toThrow('gone');
    await takeOrders(5);
    const lag = await store.lag(id);
    expect(lag.rows).toBeGreaterThanOrEqual(30);
    expect(lag.blocks).toBe(1);
    expect((await lonely.lag()).rows).toBe(lag.rows);
    await shipAll(shipper);
    await expectSame();
  });

  it('ships everything again to a lens that was emptied', async () => {
    const shipper = createTestShipper();
    await takeOrders(5);
    await shipAll(shipper);
    await connection.execute('drop table lens_identity sync');
    await takeOrders(5);
    await expect(shipAll(shipper)).resolves.toBeUndefined();
    await shipAll(createTestShipper());
    await expectSame();
  });

  it('counts what was nobody’s and turned out to be a member’s once, as hers, also when it was shipped as nobody’s', async () => {
    const shipper = createTestShipper();
    const fact = (messageId: string, type: string, phone?: string) =>
      prepare({
        messageId,
        type,
        payload: JSON.stringify({ orderId: 'early', amountMinor: 700 }),
        identities: phone === undefined ? [] : [{ type: 'phone', value: phone }],
        occurredAt: Date.now() - dayMs,
      });
    await installation.append([fact('early-paid', 'order.paid')]);
    await takeOrders(1);
    await shipAll(shipper);
    expect((await factTotals(connection)).anonymousFacts).toBe(1);

    await installation.append([fact('early-placed', 'order.placed', '+8613700000001')]);
    await takeOrders(1);
    await shipAll(shipper);
    const messages = await inDatabase('select count(distinct message_id) from fact where kind = 0');
    expect(await factTotals(connection)).toMatchObject({ facts: messages, anonymousFacts: 0 });
  });

  it('lets pages ask: stages, and who turns silent next', async () => {
    await takeOrders(10, 29);
    await shipAll(createTestShipper());
    const [at] = await membersByStage(connection, { lifecycle: 'main', instants: [Date.now()] });
    const live = await inDatabase('select count(*) from member where status = 0');
    expect(at?.stages.reduce((sum, stage) => sum + stage.count, 0)).toBe(live);
    const page = await listMembers(connection, {
      lifecycle: 'main',
      sort: 'nextChangeAt',
      direction: 'asc',
      limit: 10,
    });
    expect(
      page.items.every((item) => item.nextChangeAt !== null && item.nextStage !== '' && item.nextStage !== item.stage),
    ).toBe(true);
  });
});
