import { facets, type MemberId } from '@perennial/domain';
import { createFoldMeter, createFoldSignal, createPrograms, startFoldWorker, verifyReplay } from '@perennial/engine';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type Database } from './database/database.ts';
import { createFoldStore } from './fold-store/fold-store.ts';
import { createLeaseStore } from './stores/lease-store.ts';
import { migrate, readMigrations } from './schema/migrate.ts';
import { createProgramStore } from './stores/program-store.ts';
import { ensureInstallation } from './sql/installation/installation.ts';
import { systemClock } from './testing/fold-fixtures.ts';
import { createEmptyTestDatabase, type TestDatabase } from './testing/test-database.ts';

/*
 * An installation made by release 0.1: its demo of 1,000 members, merges among them, as rows of every table that the fold
 * reads or writes. This release opens it and folds it anew, and it is what its log says.
 */

type Rows = { readonly [column: string]: string | number | boolean | null };
type Dump = { readonly [table: string]: readonly Rows[] };

const migrationsOfRelease = [1, 10, 11, 20, 30, 40, 50];
const publishedAt = 1_796_000_000_000;

function readDump(): Dump {
  const bytes = readFileSync(new URL('testing/releases/0.1-demo.json.gz', import.meta.url));
  return JSON.parse(gunzipSync(bytes).toString('utf8')) as Dump;
}

let testDatabase: TestDatabase;
let database: Database;
const dump = readDump();

beforeAll(async () => {
  testDatabase = await createEmptyTestDatabase();
  const all = readMigrations();
  await migrate(
    testDatabase.url,
    all.filter(({ number }) => migrationsOfRelease.includes(number)),
  );
  database = createDatabase({ url: testDatabase.url, poolSize: 5 });
  for (const [table, rows] of Object.entries(dump)) {
    await database.execute(
      {
        name: `test_fill_${table}`,
        text: `insert into ${table} select * from json_populate_recordset(null::${table}, $1::json)`,
      },
      [JSON.stringify(rows)],
    );
  }
  await migrate(testDatabase.url, all);
});
afterAll(async () => {
  await database?.close();
  await testDatabase?.drop();
});

function liveEntries(rows: readonly Rows[]) {
  return rows
    .filter((row) => row['superseded_at'] === null)
    .map((row) => `${row['member_id']} ${row['lifecycle']} ${row['valid_from']} ${row['stage']}`)
    .toSorted();
}

async function rowsOf(table: string): Promise<readonly Rows[]> {
  return database.rows<Rows>({ name: `test_rows_of_${table}`, text: `select * from ${table}` }, []);
}

describe('an installation of release 0.1', () => {
  it('dials where it did, and keeps customer numbers as it did', async () => {
    const [{ phone_country: country, has_unqualified_ids: isUnqualified } = {}] = await rowsOf('installation');
    expect([country, isUnqualified]).toEqual([
      'CN',
      dump['identity']?.some(({ type }) => type === 'external_id') ?? false,
    ]);
  });

  it('is folded anew by this release, with progress, and is what its log says', async () => {
    const store = createFoldStore(database, facets);
    const programs = createProgramStore(database, facets);
    const request = { publishedAt, publishedBy: 'system', note: 'release' };
    const published = await programs.ensureRevisions(request);
    expect(published?.version).toBe(2);
    expect(await programs.ensureRevisions(request)).toBeNull();

    const [installed] = dump['installation'] ?? [];
    const shardCount = Number(installed?.['shard_count']);
    const zone = String(installed?.['zone']);
    await ensureInstallation(database, { shardCount, zone, currency: String(installed?.['currency']) });
    const shards = Array.from({ length: shardCount }, (_, shard) => shard);
    const compiled = await createPrograms(store, { zone, facets });
    const behind = async () => (await store.countBehind(shards, 2)).reduce((sum, { count }) => sum + count, 0);
    expect(await behind()).toBe(1_007);
    const worker = await startFoldWorker({
      worker: 'upgrade',
      store,
      leases: createLeaseStore(database, { shardCount }),
      programs: compiled,
      signal: createFoldSignal(),
      clock: systemClock,
      meter: createFoldMeter(),
    });
    await expect.poll(behind, { timeout: 40_000, interval: 50 }).toBe(0);
    await worker.stop();

    const report = await verifyReplay(store, compiled, { shardCount });
    expect(report.examples).toEqual([]);
    expect(report.members).toBe(1_007);
  });

  it('keeps every order, under the number space of its source, with its lines', async () => {
    const orders = await rowsOf('member_order');
    expect(orders.filter((row) => row['space'] === '').length).toBe(0);
    const ownerOf = ({ member_id, order_id, amount_minor }: Rows) => `${member_id} ${order_id} ${amount_minor}`;
    const live = new Set((dump['member'] ?? []).filter((row) => row['status'] === 0).map((row) => row['id']));
    const before = (dump['member_order'] ?? []).filter((row) => live.has(row['member_id'] ?? null)).map(ownerOf);
    const after = orders.filter((row) => live.has(row['member_id'] ?? null)).map(ownerOf);
    expect(after.toSorted()).toEqual(before.toSorted());
    expect((await rowsOf('member_order_line')).length).toBeGreaterThan(3_000);
  });

  it('keeps the stages of everybody, as they were entered', async () => {
    const absorbed = new Set<MemberId | string>();
    for (const row of dump['member'] ?? []) if (row['status'] !== 0) absorbed.add(String(row['id']));
    const ofLive = (rows: readonly Rows[]) => rows.filter((row) => !absorbed.has(String(row['member_id'])));
    const before = liveEntries(ofLive(dump['stage_entry'] ?? []));
    const after = liveEntries(ofLive(await rowsOf('stage_entry')));
    // Time has gone on: who was due meanwhile has moved on, and nothing of before is lost.
    expect(after).toEqual(expect.arrayContaining(before));
  });
});
