import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { isUnreachable } from '../database/unreachable.ts';
import { DataFolderError } from './folder-error.ts';
import { ensureCluster, programEnvironment, writeSettings } from './cluster.ts';
import { openLog, readLogEnd } from './log.ts';
import { findOrChoosePlace, reachableBinaries, readPlace, sharedRootDefault } from './place.ts';
import type { PostgresPlace } from './place.ts';
import { isPostgresProcess, readPostmaster, refuseTornCopy, removeStalePidFile, stopPostmaster } from './postmaster.ts';
import { defaultSettings } from './settings.ts';
import type { PostgresSettings } from './settings.ts';

export interface EmbeddedPostgresOptions {
  /** The data folder; created if missing. */
  readonly folder: string;
  /** A folder that has a database already gets no new one when it is gone: then this throws. */
  readonly mustExist?: boolean;
  /** Added to the defaults. */
  readonly settings?: PostgresSettings;
  /** Database to create and connect to. */
  readonly database?: string;
  /** Where root puts what PostgreSQL's account cannot reach in `folder`. */
  readonly sharedRoot?: string;
  /** Port to listen on if it is free, so that those who were connected before a restart find the server again. */
  readonly port?: number;
  /** How long a start may take, crash recovery included. */
  readonly startTimeoutMs?: number;
  /** False for throw-away servers: the cluster is created without waiting for the disk. */
  readonly isDurable?: boolean;
}

/** A running embedded server. */
export interface EmbeddedPostgres {
  readonly url: string;
  readonly pid: number;
  readonly port: number;
  /** The cluster folder; not always below the data folder, see `place.ts`. */
  readonly cluster: string;
  /** True when a server was found running: another command's, or left over by a process that was killed. */
  readonly wasRunning: boolean;
  /** Stops the server, whoever started it. */
  stop(): Promise<void>;
}

const launchesMax = 20;
/** The children of a killed server hold its memory for a moment; that says nothing against its port. */
const preferredPortLaunches = 12;
const launchPauseMs = 250;

/**
 * Makes sure that the server of a data folder runs, and returns how to reach it: one that runs already is used as it is, a lock file
 * left by a crash is removed, and of several processes that start at once one starts the server. PostgreSQL's own `postmaster.pid` is
 * the only lock needed for that.
 *
 * The server is a process group of its own, so that neither an interrupt from the terminal nor a kill of this process ends it.
 */
export async function ensureEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  mkdirSync(options.folder, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
  const sharedRoot = options.sharedRoot ?? sharedRootDefault;
  const place = findOrChoosePlace(options.folder, sharedRoot);
  if (options.mustExist === true) requireCluster(options.folder, place);
  refuseTornCopy(place.cluster);
  const running = await findRunning(place, options);
  if (running !== undefined) return running;
  const programs = reachableBinaries(place.account, sharedRoot);
  await ensureCluster(place, programs, options.isDurable ?? true);
  await launchUntilReady(place, programs, options);
  const started = await findRunning(place, options);
  if (started === undefined) throw new Error(`PostgreSQL stopped right after its start: ${readLogEnd(place)}`);
  return { ...started, wasRunning: false };
}

/** The server of a data folder if it runs, without starting anything. */
export async function findEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres | undefined> {
  const place = readPlace(options.folder, options.sharedRoot);
  if (place === undefined) return undefined;
  refuseTornCopy(place.cluster);
  return findRunning(place, options);
}

function requireCluster(folder: string, { cluster }: PostgresPlace): void {
  if (existsSync(join(cluster, 'PG_VERSION'))) return;
  throw new DataFolderError(
    `The database of ${folder} is gone: it was at ${cluster}. No new one was made in its place. Put it back from where it is, or restore a backup into another folder (\`npx perennial restore FILE --data DIR\`); to begin with nothing, name another folder with --data.`,
  );
}

async function findRunning(
  place: PostgresPlace,
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres | undefined> {
  const deadline = performance.now() + timeoutOf(options);
  for (;;) {
    const postmaster = readPostmaster(place.cluster);
    if (postmaster === undefined || !isPostgresProcess(postmaster.pid)) return undefined;
    const url = postmaster.isReady ? await connectUnlessStopping(place, postmaster.port, options) : undefined;
    if (url !== undefined) {
      const stop = (): Promise<void> => stopPostmaster(place.cluster);
      return { url, pid: postmaster.pid, port: postmaster.port, cluster: place.cluster, wasRunning: true, stop };
    }
    if (performance.now() > deadline)
      throw new Error(`PostgreSQL (process ${postmaster.pid}) is not ready: ${readLogEnd(place)}`);
    await delay(10);
  }
}

/** Undefined when the server began to stop between the look at its state and the connection. */
async function connectUnlessStopping(
  place: PostgresPlace,
  port: number,
  options: EmbeddedPostgresOptions,
): Promise<string | undefined> {
  try {
    return await connectAndCreateDatabase(place, port, options.database ?? 'perennial');
  } catch (error) {
    if (isUnreachable(error)) return undefined;
    throw error;
  }
}

async function launchUntilReady(
  place: PostgresPlace,
  programs: string,
  options: EmbeddedPostgresOptions,
): Promise<void> {
  const deadline = performance.now() + timeoutOf(options);
  for (let launches = 1; ; launches++) {
    removeStalePidFile(place.cluster);
    writeSettings(place, { ...defaultSettings, ...options.settings });
    const port = options.port !== undefined && launches <= preferredPortLaunches ? options.port : await findFreePort();
    const isReady = await launch(place, { programs, port, deadline });
    if (isReady) return;
    // The port was taken in between, another process started the server, or the children of a killed one still hold its memory.
    if (readPostmaster(place.cluster)?.isReady === true) return;
    if (launches === launchesMax || performance.now() > deadline)
      throw new Error(`PostgreSQL did not start: ${readLogEnd(place)}`);
    await delay(launchPauseMs);
  }
}

interface Launch {
  readonly programs: string;
  readonly port: number;
  readonly deadline: number;
}

/** Starts the server once; resolves to whether it became ready before it ended or the deadline passed. */
async function launch(place: PostgresPlace, { programs, port, deadline }: Launch): Promise<boolean> {
  const log = openLog(place);
  const child = spawn(join(programs, 'bin', 'postgres'), ['-D', place.cluster, '-p', String(port)], {
    ...place.account,
    cwd: '/',
    env: programEnvironment(),
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  let hasEnded = false;
  child.on('error', () => (hasEnded = true));
  child.on('exit', () => (hasEnded = true));
  while (!hasEnded && performance.now() < deadline) {
    const postmaster = readPostmaster(place.cluster);
    if (postmaster?.pid === child.pid && postmaster?.isReady === true) {
      child.unref();
      return true;
    }
    await delay(10);
  }
  if (!hasEnded) child.kill('SIGQUIT');
  return false;
}

async function connectAndCreateDatabase(place: PostgresPlace, port: number, database: string): Promise<string> {
  const urlOf = (name: string): string =>
    `postgresql://${place.user}:${encodeURIComponent(place.password)}@127.0.0.1:${port}/${name}`;
  const client = new pg.Client({ connectionString: urlOf('postgres'), connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (found.rowCount === 0)
      await client.query(`create database ${pg.escapeIdentifier(database)}`).catch(ignoreExisting);
  } finally {
    await client.end();
  }
  return urlOf(database);
}

/** Another process created it in between. */
function ignoreExisting(error: unknown): void {
  const code = error instanceof pg.DatabaseError ? error.code : undefined;
  if (code !== '42P04' && code !== '23505') throw error;
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (typeof address === 'object' && address !== null) resolve(address.port);
        else reject(new Error('No free port on 127.0.0.1'));
      });
    });
  });
}

function timeoutOf(options: EmbeddedPostgresOptions): number {
  return options.startTimeoutMs ?? 60_000;
}
