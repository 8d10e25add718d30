import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

/** One numbered file of `migrations/`. */
export interface Migration {
  readonly number: number;
  /** File name without the extension: `0001_spine`. */
  readonly name: string;
  /** SHA-256 of the text, hexadecimal. */
  readonly checksum: string;
  /** True when its first line begins with `-- breaking:`; then a release that does not know it must not run beside it. */
  readonly isBreaking: boolean;
  readonly sql: string;
}

export interface MigrationReport {
  /** Names of the files applied by this call, in order. */
  readonly applied: readonly string[];
  /** How many were in place before. */
  readonly presentBefore: number;
}

const migrationsFolder = fileURLToPath(new URL('../../migrations/', import.meta.url));
const fileName = /^(\d{4})_[a-z0-9_]+\.sql$/;
/** Any number that nobody else takes in this database; it spells the first letters of the product. */
const advisoryLock = 0x7065_7265;

/** The files of `folder`, ascending by number. Throws on a name outside the pattern and on a number used twice. */
export function readMigrations(folder = migrationsFolder): readonly Migration[] {
  const migrations = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => readMigration(folder, name));
  const numbers = new Set(migrations.map((migration) => migration.number));
  if (numbers.size !== migrations.length) throw new Error(`Two migrations in ${folder} have the same number`);
  return migrations;
}

function readMigration(folder: string, name: string): Migration {
  const digits = fileName.exec(name)?.[1];
  if (digits === undefined) throw new Error(`Migration ${name} is not named like 0001_what_it_adds.sql`);
  const sql = readFileSync(new URL(name, `file://${folder.endsWith('/') ? folder : `${folder}/`}`), 'utf8');
  const checksum = createHash('sha256').update(sql).digest('hex');
  return { number: Number(digits), name: name.slice(0, -4), checksum, isBreaking: sql.startsWith('-- breaking:'), sql };
}

/** One text that changes when any migration does. */
export function migrationsFingerprint(migrations: readonly Migration[]): string {
  return createHash('sha256')
    .update(migrations.map((migration) => migration.checksum).join())
    .digest('hex')
    .slice(0, 16);
}

/**
 * Applies what is missing, each file in a transaction of its own, one process at a time.
 *
 * Forward only: there is no way back but a further migration. Throws when a landed file was changed, when the database holds a
 * breaking migration that this release does not know, and on servers older than PostgreSQL 15.
 */
export async function migrate(
  url: string,
  migrations: readonly Migration[] = readMigrations(),
): Promise<MigrationReport> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    application_name: 'perennial migrate',
  });
  await client.connect();
  try {
    await beginMigrating(client);
    return await applyMissing(client, migrations);
  } finally {
    // Ending the session gives the advisory lock back.
    await client.end();
  }
}

/** Makes sure that the server is one for us, and that nobody else changes the schema until the session ends. */
export async function beginMigrating(client: pg.Client): Promise<void> {
  await assertServerVersion(client);
  await client.query('set client_min_messages = warning');
  // No limit here: another process may be applying a long one.
  await client.query('set lock_timeout = 0');
  await client.query('select pg_advisory_lock($1)', [advisoryLock]);
}

/** Applies files within the transaction that the client is in: all of them, or none. */
export async function applyWithin(client: pg.Client, migrations: readonly Migration[]): Promise<void> {
  await createMigrationTable(client);
  for (const migration of migrations) await applyAndNote(client, migration);
}

async function createMigrationTable(client: pg.Client): Promise<void> {
  await client.query(
    `create table if not exists migration (
       number integer primary key, name text not null, checksum text not null, is_breaking boolean not null, applied_at bigint not null)`,
  );
}

async function applyMissing(client: pg.Client, migrations: readonly Migration[]): Promise<MigrationReport> {
  await createMigrationTable(client);
  const landed = await client.query<LandedRow>(
    'select number, name, checksum, is_breaking from migration order by number',
  );
  assertCompatible(migrations, landed.rows);
  const present = new Set(landed.rows.map((row) => row.number));
  const missing = migrations.filter((migration) => !present.has(migration.number));
  for (const migration of missing) await applyOne(client, migration);
  return { applied: missing.map((migration) => migration.name), presentBefore: present.size };
}

interface LandedRow {
  readonly number: number;
  readonly name: string;
  readonly checksum: string;
  readonly is_breaking: boolean;
}

function assertCompatible(migrations: readonly Migration[], landed: readonly LandedRow[]): void {
  const known = new Map(migrations.map((migration) => [migration.number, migration]));
  for (const row of landed) {
    const migration = known.get(row.number);
    if (migration === undefined && row.is_breaking) {
      throw new Error(
        `The database was changed by ${row.name} of a newer release; this release cannot run beside it. Update it.`,
      );
    }
    if (migration !== undefined && migration.checksum !== row.checksum) {
      throw new Error(
        `Migration ${row.name} has landed with other content. Restore the file and add a new migration instead.`,
      );
    }
  }
}

async function applyOne(client: pg.Client, migration: Migration): Promise<void> {
  await client.query('begin');
  try {
    // A change of a busy table waits this long for it; meanwhile everybody else waits behind the change.
    await client.query("set local lock_timeout = '5s'");
    await applyAndNote(client, migration);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

async function applyAndNote(client: pg.Client, migration: Migration): Promise<void> {
  try {
    await client.query(migration.sql);
    await client.query(
      `insert into migration (number, name, checksum, is_breaking, applied_at)
       values ($1, $2, $3, $4, (extract(epoch from clock_timestamp()) * 1000)::bigint)`,
      [migration.number, migration.name, migration.checksum, migration.isBreaking],
    );
  } catch (cause) {
    throw new Error(`Migration ${migration.name} failed: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}

async function assertServerVersion(client: pg.Client): Promise<void> {
  const answer = await client.query<{ version: string }>("select current_setting('server_version_num') as version");
  const version = Math.floor(Number(answer.rows[0]?.version) / 10_000);
  if (version < 15) throw new Error(`PostgreSQL ${version} is too old; Perennial needs 15 or newer`);
}
