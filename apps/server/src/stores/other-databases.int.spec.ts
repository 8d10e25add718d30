import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClickhouseLens, ForeignLensError, LensUnavailableError } from '@perennial/clickhouse';
import { startLensFront } from '@perennial/clickhouse/testing';
import { facets } from '@perennial/domain';
import { createDatabase, DataFolderError, migrate, readMigrations } from '@perennial/postgres';
import type { Database } from '@perennial/postgres';
import { createEmptyTestDatabase, createTestDatabase } from '@perennial/postgres/testing';
import type { TestDatabase } from '@perennial/postgres/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from '../config/config.ts';
import { openPlatform, refuseOthersLens } from '../platform/platform.ts';
import type { Platform } from '../platform/platform.ts';
import { OtherKeysError } from '../platform/settle-keys.ts';
import { lensOwnerOf } from '../lens/lens-owner.ts';
import { readFolderRecord } from './folder-record.ts';
import { openStores } from './index.ts';

/** A folder and its own database, and folders and databases that are not theirs. */
let home: string;
let own: TestDatabase;
let folder: string;
let id: string;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'perennial-others-'));
  folder = join(home, 'own');
  own = await createTestDatabase();
  await open(folder, own.url);
  id = readFolderRecord(folder)?.id ?? '';
});
afterAll(async () => {
  await own?.drop();
  rmSync(home, { recursive: true, force: true });
});

function openOn(dataFolder: string, databaseUrl: string, clickhouseUrl?: string): Promise<Platform> {
  const config = readConfig({}, { dataFolder, databaseUrl, clickhouseUrl, shardCount: 4, poolSize: 2 });
  return openPlatform({ config, name: 'test', mustOwn: false, report: () => undefined });
}

async function open(dataFolder: string, databaseUrl: string): Promise<void> {
  await (await openOn(dataFolder, databaseUrl)).close();
}

/** Every table with its rows, in one text: what a database looks like to whoever must not have changed it. */
async function contentOf(database: Database): Promise<string> {
  const tables = await database.rows<{ name: string; columns: number }>(
    {
      name: 'tables',
      text: `select c.relname as name, (select count(*) from pg_attribute a where a.attrelid = c.oid) as columns
               from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'S', 'v') order by 1`,
    },
    [],
  );
  const counts: string[] = [];
  for (const { name, columns } of tables) {
    const [row] = await database.rows<{ rows: number }>(
      { name: `count ${name}`, text: `select count(*) as rows from ${name}` },
      [],
    );
    counts.push(`${name} ${columns} ${row?.rows}`);
  }
  return counts.join('\n');
}

/** What opening a folder on a database throws; fails when that changed anything in the database. */
async function refusalOf(dataFolder: string, { url }: TestDatabase): Promise<unknown> {
  const database = createDatabase({ url, poolSize: 1 });
  try {
    const before = await contentOf(database);
    const refusal = await open(dataFolder, url).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(await contentOf(database)).toBe(before);
    return refusal;
  } finally {
    await database.close();
  }
}

async function fill({ url }: TestDatabase, below: number): Promise<void> {
  await migrate(
    url,
    readMigrations().filter(({ number }) => number < below),
  );
  const database = createDatabase({ url, poolSize: 1 });
  await database.run(
    `insert into installation (shard_count, zone, currency, created_at) values (4, 'Asia/Shanghai', 'CNY', 0)`,
  );
  await database.close();
}

describe('a folder that has a database', () => {
  let other: TestDatabase;
  beforeEach(async () => {
    other = await createEmptyTestDatabase();
    return () => other.drop();
  });

  it('leaves an empty one as it is', async () => {
    const refusal = await refusalOf(folder, other);
    expect(refusal).toBeInstanceOf(DataFolderError);
    expect(refusal).toMatchObject({ message: expect.stringContaining(`belongs to installation ${id}`) });
    expect(refusal).toMatchObject({ message: expect.stringMatching(/is empty.*Nothing was changed/) });
  });

  it('leaves one whose tables were made and never used', async () => {
    await migrate(other.url);
    expect(await refusalOf(folder, other)).toMatchObject({ message: expect.stringContaining('is empty') });
  });

  it.each([
    ['before installations had ids', 160],
    ['that gave ids', 175],
  ])('leaves that of another installation of a release %s', async (_, below) => {
    await fill(other, below);
    const refusal = await refusalOf(folder, other);
    expect(refusal).toBeInstanceOf(DataFolderError);
    expect(refusal).toMatchObject({ message: expect.stringContaining('Nothing was changed') });
  });

  it('refuses before a command migrates', async () => {
    const opening = openStores({ dataFolder: folder, databaseUrl: other.url, name: 'migrate' });
    await expect(opening).rejects.toThrow('is empty');
  });

  it('opens its own as before', async () => {
    await open(folder, own.url);
    expect(readFolderRecord(folder)?.id).toBe(id);
  });
});

describe('a folder that has none yet', () => {
  it('takes an empty one', async () => {
    const database = await createEmptyTestDatabase();
    const fresh = join(home, 'fresh');
    await open(fresh, database.url);
    expect(readFolderRecord(fresh)).toMatchObject({ postgres: 'external' });
    await database.drop();
  });

  it('does not take one whose keys it has not, and stays without', async () => {
    const stranger = join(home, 'stranger');
    expect(await refusalOf(stranger, own)).toMatchObject({ message: expect.stringContaining('keys of this database') });
    expect(existsSync(join(stranger, 'perennial.json'))).toBe(false);
  });

  it('does not migrate an older one under other keys', async () => {
    const [older, another] = [await createEmptyTestDatabase(), await createTestDatabase()];
    const stranger = join(home, 'other-keys');
    await open(stranger, another.url);
    rmSync(join(stranger, 'perennial.json'));
    await fill(older, 160);
    const database = createDatabase({ url: older.url, poolSize: 1 });
    await database.run(`update installation set message_key_check = gen_random_uuid()`);
    await database.close();
    const refusal = await refusalOf(stranger, older);
    expect(refusal).toBeInstanceOf(OtherKeysError);
    expect(existsSync(join(stranger, 'perennial.json'))).toBe(false);
    await Promise.all([older.drop(), another.drop()]);
  });

  it('does not make keys beside an older database that has some', async () => {
    const older = await createEmptyTestDatabase();
    await fill(older, 160);
    const database = createDatabase({ url: older.url, poolSize: 1 });
    await database.run(`update installation set message_key_check = gen_random_uuid()`);
    await database.close();
    const keyless = join(home, 'keyless');
    expect(await refusalOf(keyless, older)).toMatchObject({ message: expect.stringContaining('keys.json') });
    expect(existsSync(join(keyless, 'keys.json'))).toBe(false);
    await older.drop();
  });
});

it('reads nothing of a lens that another installation fills, and does not start on it', async () => {
  const front = await startLensFront();
  const [another, stranger] = [await createTestDatabase(), join(home, 'lens-stranger')];
  const ours = await openOn(folder, own.url, front.url);
  const lens = await ours.stores.openLensForShipping();
  if (lens === undefined) throw new Error('the lens is nobody else’s');
  await createClickhouseLens(lens, facets, lensOwnerOf(ours.database, ours.installation)).prepare();
  await expect(ours.stores.openLens()).resolves.toBeDefined();
  await ours.close();

  const theirs = await openOn(stranger, another.url, front.url);
  await expect(theirs.stores.openLens()).rejects.toThrow(LensUnavailableError);
  await expect(theirs.stores.openLens()).rejects.toThrow(`filled by installation ${id}`);
  await expect(refuseOthersLens(theirs)).rejects.toThrow(ForeignLensError);
  await theirs.close();
  await front.close();
  await another.drop();
});
