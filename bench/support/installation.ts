import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { facets, createDefaultProgram, createIdentityPolicies } from '@perennial/domain';
import { createBlinding, createPrograms, type BlindIdentityOf, type Keyring, type Programs } from '@perennial/engine';
import {
  createDatabase,
  createFoldStore,
  createProgramStore,
  ensureEmbeddedPostgres,
  ensureInstallation,
  migrate,
  type Database,
  type EmbeddedPostgres,
} from '@perennial/postgres';
import { createKeys, openKeyring } from '@perennial/server';

export const shardCount = 256;
export const zone = 'Asia/Shanghai';

/** A data folder of its own with an embedded PostgreSQL, as `perennial start` leaves it, and no server yet. */
export interface BenchInstallation {
  readonly folder: string;
  readonly keyring: Keyring;
  readonly blind: BlindIdentityOf;
  readonly writeKey: string;
  readonly apiKey: string;
  /** The embedded server, started again if a Perennial that ended has stopped it. */
  postgres(): Promise<EmbeddedPostgres>;
  /** A pool on a database of the embedded server, migrated, with the default program. */
  open(name?: string): Promise<Database>;
  programs(database: Database): Promise<Programs>;
  /** Runs `perennial start` on the folder, with these variables besides those of the environment. */
  start(environment?: Readonly<Record<string, string>>): Promise<BenchServer>;
  /** Stops everything and deletes the folder. */
  remove(): Promise<void>;
}

export interface BenchServer {
  readonly address: string;
  /** Signs the first administrator in, once; null after somebody has. */
  readonly signInUrl: string | null;
  readonly pid: number;
  readonly postgresPid: number;
  /** Begins a V8 profile of the server, and ends it the next time, where `PERENNIAL_BENCH_PROFILE` names a folder for them. */
  toggleProfile(): void;
  /** SIGTERM, and its end. It stops the embedded stores. */
  stop(): Promise<void>;
}

const launcher = join(import.meta.dirname, '../../apps/server/bin/perennial.js');

export async function createInstallation(): Promise<BenchInstallation> {
  const folder = mkdtempSync(join(tmpdir(), 'perennial-bench-'));
  // PostgreSQL may run under an account of its own, which has to get through.
  chmodSync(folder, 0o711);
  const keyring = openKeyring({ dataFolder: folder });
  const postgres = () => ensureEmbeddedPostgres({ folder });
  const open = async (name = 'perennial') => openDatabase((await postgres()).url, name);
  const first = await open();
  const keys = createKeys(first, Date.now);
  const writeKey = await keys.create({ kind: 'write', name: 'bench', source: 'bench' }, 'bench');
  const apiKey = await keys.create({ kind: 'api', name: 'bench', scopes: ['members.read'] }, 'bench');
  await first.close();
  const servers: BenchServer[] = [];
  return {
    folder,
    keyring,
    blind: createBlinding({ keyring, policies: createIdentityPolicies(), phoneCountryOf: () => 'CN' }),
    writeKey: writeKey.secret,
    apiKey: apiKey.secret,
    postgres,
    open,
    programs: (database) => createPrograms(createFoldStore(database, facets), { zone, facets }),
    async start(environment = {}) {
      const server = await startServer(folder, await postgres(), environment);
      servers.push(server);
      return server;
    },
    async remove() {
      for (const server of servers) await server.stop();
      const running = await postgres();
      await running.stop();
      rmSync(folder, { recursive: true, force: true });
      rmSync(dirname(running.cluster), { recursive: true, force: true });
    },
  };
}

async function openDatabase(url: string, name: string): Promise<Database> {
  const own = new URL(url);
  own.pathname = `/${name}`;
  await migrate(own.href);
  const database = createDatabase({ url: own.href, poolSize: 12 });
  await ensureInstallation(database, { shardCount, zone, currency: 'CNY' });
  const documents = createDefaultProgram();
  await createProgramStore(database, facets).ensureFirst({
    documents,
    publishedAt: 0,
    publishedBy: 'bench',
    note: '',
    restores: null,
  });
  return database;
}

const isProfiled = process.env['PERENNIAL_BENCH_PROFILE'] !== undefined;

function profiling(): Readonly<Record<string, string>> {
  if (!isProfiled) return {};
  const preload = join(import.meta.dirname, 'profiling/profile-preload.ts');
  return { NODE_OPTIONS: `${process.env['NODE_OPTIONS'] ?? ''} --import ${preload}`.trim() };
}

async function startServer(
  folder: string,
  postgres: EmbeddedPostgres,
  environment: Readonly<Record<string, string>>,
): Promise<BenchServer> {
  const child = spawn(
    process.execPath,
    [launcher, 'start', '--port', '0', '--no-open', '--no-build', '--json', '--data', folder],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, PERENNIAL_LOG_LEVEL: 'warn', ...profiling(), ...environment },
    },
  );
  const line = await firstLine(child);
  const { address, signInUrl, pid } = JSON.parse(line) as Pick<BenchServer, 'address' | 'signInUrl' | 'pid'>;
  const ended = once(child, 'exit');
  return {
    address,
    signInUrl,
    pid,
    postgresPid: postgres.pid,
    toggleProfile() {
      if (isProfiled) process.kill(pid, 'SIGUSR2');
    },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) process.kill(pid, 'SIGTERM');
      await ended;
    },
  };
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('the server has no output');
  for await (const line of createInterface(child.stdout)) return line;
  throw new Error('the server ended before it listened');
}
