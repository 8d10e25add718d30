import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { ensureEmbeddedPostgres } from '../embedded/index.ts';
import { migrate, migrationsFingerprint, readMigrations } from '../migrate.ts';
import { makeOwnRunFolder, runFolderVariable } from './run-folder.ts';
import { shiftStoreClock } from './store-clock.ts';
import { testSettings } from './test-settings.ts';

/** A database of its own, with every migration applied. */
export interface TestDatabase {
  readonly url: string;
  /** Ends what is still connected and removes the database. */
  drop(): Promise<void>;
}

const externalUrlVariable = 'PERENNIAL_TEST_DATABASE_URL';
/** Serialises the making of the template between test files. */
const templateLock = 0x7065_7266;

/**
 * Makes an empty, migrated database for one test file. Call it in `beforeAll` and `drop()` in `afterAll`.
 *
 * The server is PERENNIAL_TEST_DATABASE_URL when that is set (any PostgreSQL from 15 on, whose user may create databases), else an
 * embedded one that the first caller of a run starts. A database is a copy of a template, which takes about 50 ms.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const adminUrl = process.env[externalUrlVariable] ?? (await ensureTestServer());
  const migrations = readMigrations();
  const template = `perennial_template_${migrationsFingerprint(migrations)}`;
  const name = `perennial_test_${randomBytes(8).toString('hex')}`;
  await withClient(adminUrl, async (client) => {
    await client.query('select pg_advisory_lock($1)', [templateLock]);
    const found = await client.query('select 1 from pg_database where datname = $1', [template]);
    if (found.rowCount === 0) await makeTemplate(client, adminUrl, template);
    await client.query(`create database ${name} template ${template}`);
  });
  const url = withDatabase(adminUrl, name);
  await shiftStoreClock(url);
  return { url, drop: () => dropDatabase(adminUrl, name) };
}

async function makeTemplate(client: pg.Client, adminUrl: string, template: string): Promise<void> {
  const draft = `${template}_draft`;
  await client.query(`drop database if exists ${draft} with (force)`);
  await client.query(`create database ${draft} template template0`);
  await migrate(withDatabase(adminUrl, draft));
  await client.query(`alter database ${draft} rename to ${template}`);
}

async function dropDatabase(adminUrl: string, name: string): Promise<void> {
  await withClient(adminUrl, (client) => client.query(`drop database if exists ${name} with (force)`));
}

async function withClient(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

let ownFolder: string | undefined;

async function ensureTestServer(): Promise<string> {
  const folder = process.env[runFolderVariable] ?? (ownFolder ??= makeOwnRunFolder());
  const server = await ensureEmbeddedPostgres({ folder, settings: testSettings, isDurable: false });
  return server.url;
}
