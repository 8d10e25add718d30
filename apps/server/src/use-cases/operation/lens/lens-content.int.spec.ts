import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClickhouseLens, openEmbeddedLens } from '@perennial/clickhouse';
import type { LensConnection } from '@perennial/clickhouse';
import { createLensLayout } from '@perennial/domain';
import { createShipper, foldBatch } from '@perennial/engine';
import type { Programs, Shipper } from '@perennial/engine';
import { createShippingStore } from '@perennial/postgres';
import { createFoldInstallation, createPreparer, testShardCount } from '@perennial/postgres/testing';
import type { FoldInstallation } from '@perennial/postgres/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkLensContent, describeComparison } from './check-lens-content.ts';
import { compareLens } from './compare-lens.ts';
import { NobodyShipsError, repairLens } from './repair-lens.ts';

const shards = Array.from({ length: testShardCount }, (_, shard) => shard);
const prepare = createPreparer();
let folder: string;
let lens: LensConnection;
let installation: FoldInstallation;
let programs: Programs;
let shipper: Shipper;

beforeAll(async () => {
  installation = await createFoldInstallation();
  programs = await installation.createPrograms();
  folder = mkdtempSync(join(tmpdir(), 'perennial-lens-content-'));
  lens = await openEmbeddedLens({ folder });
  shipper = createShipper({
    lens: createClickhouseLens(lens, programs.facets),
    store: createShippingStore(installation.database, programs),
    worker: 'one',
    rowsMax: 200,
    pause: () => Promise.resolve(),
  });
});
afterAll(async () => {
  await lens.close();
  await installation.close();
  rmSync(folder, { recursive: true, force: true });
});

let serial = 0;
const phone = () => ({ type: 'phone', value: `+861391${String(serial % 300).padStart(7, '0')}` });
const email = () => ({ type: 'email', value: `m${Math.floor(serial / 20)}@example.com` });

/** Each tenth is nobody's; who is first known by an address turns out to be who has a number. */
function namedBy() {
  if (serial % 10 === 0) return [];
  if (serial % 20 === 3) return [email()];
  return serial % 20 === 5 ? [phone(), email()] : [phone()];
}

/** Orders in stores, with a tag each. */
async function take(count: number): Promise<void> {
  const facts = Array.from({ length: count }, () => {
    serial += 1;
    const occurredAt = Date.now() - 86_400_000;
    const identities = namedBy();
    const order = { orderId: `o${serial}`, amountMinor: 1_000, currency: 'CNY', lines: [] };
    const told = { messageId: `m${serial}`, identities, occurredAt };
    const placed = { ...told, type: 'order.placed', payload: JSON.stringify(order) };
    const tag = { ...told, messageId: `t${serial}`, type: 'tag.added', payload: `{"tag":"t${serial % 7}"}` };
    const atStore = { ...prepare(placed), storeId: `s${serial % 5}` };
    return [atStore, ...(identities.length === 0 ? [] : [prepare(tag)])];
  });
  await installation.append(facts.flat());
  while ((await foldBatch(installation.store, programs, { shards, stepsMax: 1_000 })).steps > 0);
}

async function ship(): Promise<void> {
  while ((await shipper.shipOnce()) > 0);
}

const stores = () => ({ database: installation.database, lens, facets: programs.facets });
const compare = () => compareLens(stores());
const check = () => checkLensContent({ ...stores(), openLens: () => Promise.resolve(lens) });

/** Repairs, while somebody ships. */
async function repair(): Promise<void> {
  const stopping = new AbortController();
  const running = shipper.run(stopping.signal);
  await repairLens(stores(), { signal: AbortSignal.timeout(60_000) });
  stopping.abort();
  await running;
}

async function losePart(table: string): Promise<void> {
  const [part] = await lens.read({
    sql: `select name from system.parts where active and database = currentDatabase() and table = {table:String} order by rows desc limit 1`,
    params: { table },
  });
  await lens.execute(`alter table ${table} drop part '${String(part?.['name'])}'`);
}

describe('the content of a lens', () => {
  it('is nothing to compare before anything was sent', async () => {
    expect(await check()).toMatchObject({ verdict: 'warning' });
  });

  it('is what PostgreSQL has, while facts come and some are not shipped yet', async () => {
    await take(400);
    await ship();
    expect(await check()).toMatchObject({ verdict: 'ok' });
    await take(50);
    expect(await check()).toMatchObject({ verdict: 'ok' });
    await ship();
    expect(await check()).toMatchObject({ verdict: 'ok' });
  });

  for (const table of [
    'fact',
    'derived_fact',
    'member',
    'stage_timeline',
    'member_place',
    'tag_writing',
    'bought_line',
    'owner',
  ]) {
    it(`misses a part of ${table}, and has it again after a repair`, async () => {
      await lens.execute(`optimize table ${table} final`);
      await losePart(table);
      const found = await check();
      expect(found).toMatchObject({ verdict: 'wrong' });
      expect(found.detail).toMatch(new RegExp(`${table}: \\d+ rows missing.* shard \\d`));
      await repair();
      expect(await check()).toMatchObject({ verdict: 'ok' });
    });
  }

  it('is compared for every table that facets bring', () => {
    const tables = createLensLayout(programs.facets).tables.map(({ part }) => part.name);
    // Nobody here has a wallet or a level: of those two tables there is nothing to lose.
    expect(tables.toSorted()).toEqual([
      'bought_line',
      'member_place',
      'owner',
      'stage_timeline',
      'tag_writing',
      'tier_change',
      'wallet_lot',
    ]);
  });

  it('says which blocks of a log miss how many rows', async () => {
    await lens.execute('delete from fact where shard = 1 and position in (1, 2)');
    const [range, ...others] = (await compare())?.ranges ?? [];
    expect(others).toEqual([]);
    expect(range).toMatchObject({ log: 'fact', shard: 1, after: 0, missing: 2, doubled: 0 });
    await repair();
    expect((await compare())?.ranges).toEqual([]);
  });

  it('has each row once after a repair, where it had some twice', async () => {
    await lens.execute('insert into fact select * from fact where shard < 3');
    await lens.execute('insert into derived_fact select * from derived_fact where shard = 0');
    expect((await check()).detail).toMatch(/rows doubled/);
    await repair();
    expect(await check()).toMatchObject({ verdict: 'ok' });
    await repair();
    expect(await check()).toMatchObject({ verdict: 'ok' });
  });

  it('asks for what was lost and says that nobody ships', async () => {
    await losePart('fact');
    const waiting = repairLens(stores(), { signal: AbortSignal.timeout(60_000), stallMs: 0 });
    await expect(waiting).rejects.toThrow(NobodyShipsError);
    await ship();
    expect(await check()).toMatchObject({ verdict: 'ok' });
  });

  it('is of a time to come where the log ends before it', async () => {
    await lens.execute(
      `insert into fact (shard, position, block, type, occurred_at, recorded_at) values (2, 100000, 1, 'x', 0, 0)`,
    );
    const found = describeComparison(await compare());
    expect(found).toMatchObject({ verdict: 'wrong' });
    expect(found.detail).toContain('brought back');
    await lens.execute('delete from fact where position = 100000');
    await lens.execute(
      `insert into member (shard, member_id, version, status, position) select 3, generateUUIDv4(), 1, 'live', 1`,
    );
    expect((await check()).detail).toMatch(/member of shard 3: (\d+), and \d+ there.*brought back/);
    await lens.execute(`delete from member where shard = 3 and version = 1`);
    expect(await check()).toMatchObject({ verdict: 'ok' });
  });
});
