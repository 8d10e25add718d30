import { connectServerLens } from '@perennial/clickhouse';
import type { LensConnection } from '@perennial/clickhouse';
import { startLensFront } from '@perennial/clickhouse/testing';
import type { LensFront } from '@perennial/clickhouse/testing';
import { createClient } from '@perennial/contracts/staff';
import type { Client } from '@perennial/contracts/staff';
import { createDatabase } from '@perennial/postgres';
import type { Database } from '@perennial/postgres';
import { createTestDatabase } from '@perennial/postgres/testing';
import type { TestDatabase } from '@perennial/postgres/testing';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandomFacts, startSenders } from './fact-senders.ts';
import type { FactSenders } from './fact-senders.ts';
import { runPerennial, startServerProcess } from './server-process.ts';
import type { ServerProcess } from './server-process.ts';
import { acknowledge } from './shared-installation.ts';

/** A whole server whose lens is reached by URL, and goes away, comes back, and comes back empty, under load. */

/** Attempts are up to half a minute apart when a lens has been away for long. */
const backAgain = { timeout: 120_000, interval: 250 };

let folder: string;
let testDatabase: TestDatabase;
let database: Database;
let front: LensFront;
let lens: LensConnection;
let server: ServerProcess;
let client: Client;
let writeKey: string;
let loads = 0;
const sending: FactSenders[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'perennial-lens-away-'));
  testDatabase = await createTestDatabase();
  database = createDatabase({ url: testDatabase.url, poolSize: 2 });
  front = await startLensFront();
  lens = connectServerLens({ url: front.url });
  const environment = { DATABASE_URL: testDatabase.url, CLICKHOUSE_URL: front.url };
  const createKey = async (...words: readonly string[]) => {
    const made = await runPerennial(['keys', 'create', ...words, '--data', folder], environment);
    expect(made.code, made.stderr).toBe(0);
    return made.stdout.trim();
  };
  writeKey = await createKey('--kind', 'write');
  const apiKey = await createKey('--kind', 'api', '--scopes', 'members.read,overview.read');
  server = await startServerProcess({ dataFolder: folder, args: ['--role', 'all'], environment });
  client = createClient({ baseUrl: server.address, fetch, apiKey });
});
afterAll(async () => {
  await server?.kill();
  await lens?.close();
  await front?.close();
  await database?.close();
  await testDatabase?.drop();
  rmSync(folder, { recursive: true, force: true });
});

/** A load of its own, until its end. */
function startLoad(): FactSenders {
  loads += 1;
  const seed = loads * 100_000;
  const senders = startSenders({
    address: () => server.address,
    writeKey,
    senders: 2,
    batchFacts: 10,
    pauseMs: 20,
    createFact: (id, serial) => createRandomFacts(seed + serial, 200)(`${id}-${seed}`, serial),
  });
  sending.push(senders);
  return senders;
}

async function readiness() {
  const answer = await fetch(`${server.address}/health/ready`);
  const { checks } = (await answer.json()) as { checks: Readonly<Record<string, boolean>> };
  return { status: answer.status, ...checks };
}

async function lagRows(): Promise<number> {
  const text = await (await fetch(`${server.address}/metrics`)).text();
  return Number(/^perennial_lens_lag_rows (\S+)$/m.exec(text)?.[1] ?? Number.NaN);
}

async function numberIn(sql: string): Promise<number> {
  const [row] = (await database.pool.query<{ n: string }>(`select (${sql})::bigint as n`)).rows;
  return Number(row?.n);
}

async function lensNumber(sql: string): Promise<number> {
  const [row] = await lens.read({ sql: `select ${sql} as n` });
  return Number(row?.['n']);
}

/** The history of a member that another one took in is in hers; her own timeline stays in the lens and counts for nothing. */
const liveTimelines = `(select sum(length(from_at)) from stage_timeline final
  where member_id not in (select member_id from member final where status = 'absorbed'))`;

/** Both hold the same, and the lens each row once. Asked while nobody sends. */
async function expectShippedOnce(): Promise<void> {
  const facts = await numberIn('select count(*) from fact where kind = 0');
  const derived = await numberIn('select count(*) from derived_fact');
  // Until it is back the lens has no answer, which is no answer to wait less for.
  await expect.poll(() => lensNumber('(select count() from fact)').catch(() => -1), backAgain).toBe(facts);
  await expect.poll(() => lensNumber('(select count() from derived_fact)'), backAgain).toBe(derived);
  expect(await lensNumber('(select uniqExact(shard, position) from fact)')).toBe(facts);
  expect(await lensNumber('(select uniqExact(shard, position) from derived_fact)')).toBe(derived);
  const entries = await numberIn('select count(*) from stage_entry where superseded_at is null');
  await expect.poll(() => lensNumber(liveTimelines), backAgain).toBe(entries);
  await expect.poll(lagRows, backAgain).toBe(0);
}

const stepsWaiting = () =>
  numberIn(
    `select coalesce(sum(h.position - c.position), 0) from shard_head h join shard_cursor c on c.shard = h.shard`,
  );
const settled = () => expect.poll(stepsWaiting, backAgain).toBe(0);

async function send(facts: number): Promise<void> {
  const senders = startLoad();
  await acknowledge(senders, facts);
  await senders.finish();
}

describe('a server whose lens is reached by URL', () => {
  it('is ready, and ships', async () => {
    await send(100);
    expect(await readiness()).toEqual({ status: 200, postgres: true, clickhouse: true, fold: true });
    await expectShippedOnce();
  });

  it('goes on while the lens is away: takes, folds, answers without it, and says what is missing', async () => {
    const senders = startLoad();
    await acknowledge(senders, 30);
    await front.kill();
    await acknowledge(senders, 100);
    await expect.poll(lagRows, backAgain).toBeGreaterThan(0);
    const lag = await lagRows();
    await acknowledge(senders, 100);
    await senders.finish();
    await settled();
    await expect.poll(lagRows, backAgain).toBeGreaterThan(lag);
    expect(await readiness()).toEqual({ status: 503, postgres: true, clickhouse: false, fold: true });
    const overview: unknown = await client.overview.stages().catch((error: unknown) => error);
    expect(overview).toMatchObject({ problem: { code: 'server.unavailable', status: 503 } });
    const found = await client.members.search({ query: { q: '+8613600000001' } });
    expect(found.items).toHaveLength(1);
  });

  it('catches up when it is back, each row once', async () => {
    await front.restart('kept');
    await expectShippedOnce();
    expect(await readiness()).toEqual({ status: 200, postgres: true, clickhouse: true, fold: true });
  });

  it('ships each row once although the lens is killed in the middle of blocks', async () => {
    const senders = startLoad();
    for (let kill = 0; kill < 5; kill += 1) {
      await acknowledge(senders, 30 + kill * 17);
      await front.kill();
      await acknowledge(senders, 10);
      await front.restart('kept');
    }
    await senders.finish();
    await settled();
    await expectShippedOnce();
  });

  it('fills a lens that comes back empty', async () => {
    await front.restart('emptied');
    await send(50);
    await settled();
    await expectShippedOnce();
    const members = await numberIn('select count(*) from member where status = 0');
    await expect.poll(async () => (await client.overview.stages()).membersCount, backAgain).toBe(members);
  });

  it('stops in peace while the lens is away', async () => {
    await front.kill();
    await send(50);
    const { code, ms } = await server.stop();
    expect(code, server.log().slice(-3_000)).toBe(0);
    expect(ms).toBeLessThan(10_000);
    expect(server.log()).not.toContain('after calling end on the pool');
    expect(sending.flatMap(({ refusals }) => refusals)).toEqual([]);
  });
});
