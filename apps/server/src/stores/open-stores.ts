import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { connectServerLens, openEmbeddedLens, LensUnavailableError } from '@perennial/clickhouse';
import type { LensConnection, LensReader } from '@perennial/clickhouse';
import {
  createDatabase,
  ensureEmbeddedPostgres,
  findInstallation,
  isUnreachable,
  takeOwnership,
} from '@perennial/postgres';
import type { EmbeddedPostgres, Ownership } from '@perennial/postgres';
import { findAnsweringServer } from './answering-server.ts';
import { readFolderRecord, refuseOtherDatabase, refuseOtherPlace } from './folder-record.ts';
import { keepRunning } from './keep-running.ts';
import { makeDataFolder } from './make-data-folder.ts';
import { createRemoteLens } from './lens-over-http.ts';
import { refuseHalfRestored } from './restore-marker.ts';
import { readServerAddress, toUrl } from './server-address.ts';

export interface StoresOptions {
  /** The data folder; created if an embedded store needs it. */
  readonly dataFolder: string;
  /** An external PostgreSQL (15 or newer) instead of the embedded one. */
  readonly databaseUrl?: string;
  /** An external ClickHouse instead of the embedded one. */
  readonly clickhouseUrl?: string;
  /** Names the process to others: `start`, `import`. */
  readonly name: string;
  /** A server needs to own the stores and waits for it; a command takes what it finds. */
  readonly mustOwn?: boolean;
  /** How long a server waits for the owner before it to end, milliseconds. */
  readonly ownWaitMs?: number;
  /** Set by a restore alone, which comes to its end on what it has put there. */
  readonly isRestoring?: true;
  /** Told what the operator should know (restarts); no personal data. */
  readonly report?: (message: string, error?: unknown) => void;
  /** Told what is under way, before it begins. */
  readonly onPhase?: (what: string) => void;
}

/**
 * `owner`: this process started or adopted the embedded stores, is the only one to write the lens, and stops them when it closes.
 * `guest`: another process owns them; PostgreSQL is used directly, the lens through that process's HTTP address.
 * `external`: neither store is embedded.
 */
export type StoresMode = 'owner' | 'guest' | 'external';

export interface Stores {
  readonly mode: StoresMode;
  readonly databaseUrl: string;
  /** The lens to read from; opened on first use. */
  openLens(): Promise<LensReader>;
  /** The lens to ship to, or undefined for a guest: then its owner ships. */
  openLensForShipping(): Promise<LensConnection | undefined>;
  /** Stops what this process owns. */
  close(): Promise<void>;
}

/** Another process owns the stores and did not end in time. */
export class StoresBusyError extends Error {
  override readonly name = 'StoresBusyError';
}

const ownWaitMsDefault = 30_000;
const ownRetryMs = 250;

/**
 * Opens both stores, starting the embedded ones when nobody else has. The lock of the data folder is a session lock in PostgreSQL, so it
 * belongs to the stores: it cannot outlive a process that was killed, and a command beside a running server finds it taken and uses what
 * that server has. Throws DataFolderError, and has changed nothing, when the database is not the folder's.
 */
export async function openStores(options: StoresOptions): Promise<Stores> {
  if (options.isRestoring !== true) refuseHalfRestored(options.dataFolder);
  refuseOtherPlace(options.dataFolder, options.databaseUrl);
  const stores = await findAndOpen(options);
  try {
    await compareDatabase(stores.databaseUrl, options);
    return stores;
  } catch (error) {
    await stores.close();
    throw error;
  }
}

async function compareDatabase(url: string, { dataFolder, databaseUrl }: StoresOptions): Promise<void> {
  if (readFolderRecord(dataFolder) === undefined) return;
  const database = createDatabase({ url, poolSize: 1 });
  try {
    const found = await findInstallation(database);
    refuseOtherDatabase(dataFolder, found, databaseUrl === undefined ? 'embedded' : 'external');
  } finally {
    await database.close();
  }
}

async function findAndOpen(options: StoresOptions): Promise<Stores> {
  const { databaseUrl, clickhouseUrl } = options;
  makeDataFolder(options.dataFolder);
  if (databaseUrl !== undefined && clickhouseUrl !== undefined) return openExternal(databaseUrl, clickhouseUrl);
  await refuseBesideServer(options);
  const waitMs = options.ownWaitMs ?? ownWaitMsDefault;
  const deadline = performance.now() + waitMs;
  const onPhase = options.onPhase ?? (() => undefined);
  for (;;) {
    onPhase(isMade(options) ? 'starting the database' : 'making the database');
    const found = await findStores(options);
    if (found !== undefined && !('heldBy' in found)) return openOwned(found, options);
    if (found !== undefined && options.mustOwn !== true) return openGuest(found.url, found.heldBy, options);
    const owner = found === undefined ? 'a process that is ending' : describeOwner(found.heldBy);
    // One that began at the same time may have begun to answer.
    if (found !== undefined) await refuseBesideServer(options);
    if (performance.now() > deadline)
      throw new StoresBusyError(
        `The stores of ${options.dataFolder} belong to ${owner}. Stop it, or use another data folder.`,
      );
    onPhase(`waiting up to ${waitMs / 1000} s for ${owner} to end`);
    await delay(ownRetryMs);
  }
}

/** Whoever has to own the stores has no use for those of a server that answers: to wait for its end would be to wait for nothing. */
async function refuseBesideServer({ dataFolder, mustOwn }: StoresOptions): Promise<void> {
  const server = mustOwn === true ? await findAnsweringServer(dataFolder) : undefined;
  if (server === undefined) return;
  throw new StoresBusyError(
    `A server runs on ${dataFolder} already (process ${server.pid}): it answers at ${toUrl(server)}. Open it there, or stop it first. For another membership beside it, name another folder with --data.`,
  );
}

/** `perennial owner 4711 start`, as it calls itself in the database → `perennial start (process 4711)`. */
function describeOwner(name: string): string {
  const [, pid, command] = /^perennial owner (\d+) (.+)$/.exec(name) ?? [];
  return pid === undefined ? `"${name}"` : `"perennial ${command}" (process ${pid})`;
}

function isMade({ dataFolder, databaseUrl }: StoresOptions): boolean {
  return databaseUrl !== undefined || existsSync(join(dataFolder, 'postgres.json'));
}

/** Undefined when the server that was found is just stopping. */
async function findStores(options: StoresOptions): Promise<Owned | { url: string; heldBy: string } | undefined> {
  const { databaseUrl, dataFolder, name } = options;
  const embedded = { folder: dataFolder, mustExist: hasData(dataFolder) };
  const postgres = databaseUrl === undefined ? await ensureEmbeddedPostgres(embedded) : undefined;
  const url = postgres?.url ?? databaseUrl ?? '';
  try {
    const taken = await takeOwnership(url, name);
    return 'heldBy' in taken ? { url, heldBy: taken.heldBy } : { url, postgres, ownership: taken };
  } catch (error) {
    if (postgres !== undefined && isUnreachable(error)) return undefined;
    throw error;
  }
}

/** Keys are made once the database is there, so a folder with keys and a record of its database has had one, whatever release made it. */
function hasData(dataFolder: string): boolean {
  if (readFolderRecord(dataFolder) !== undefined) return true;
  return existsSync(join(dataFolder, 'postgres.json')) && existsSync(join(dataFolder, 'keys.json'));
}

function openExternal(databaseUrl: string, clickhouseUrl: string): Stores {
  const lens = connectServerLens({ url: clickhouseUrl });
  return {
    mode: 'external',
    databaseUrl,
    openLens: () => Promise.resolve(lens),
    openLensForShipping: () => Promise.resolve(lens),
    close: () => lens.close(),
  };
}

function openGuest(databaseUrl: string, heldBy: string, options: StoresOptions): Stores {
  const external = options.clickhouseUrl === undefined ? undefined : connectServerLens({ url: options.clickhouseUrl });
  const remote = createRemoteLens(() => readServerAddress(options.dataFolder));
  return {
    mode: 'guest',
    databaseUrl,
    async openLens() {
      if (external !== undefined) return external;
      if (readServerAddress(options.dataFolder) !== undefined) return remote;
      throw new LensUnavailableError(
        `The lens belongs to ${describeOwner(heldBy)}, which offers it to nobody. Wait until it ends.`,
      );
    },
    openLensForShipping: () => Promise.resolve(undefined),
    close: async () => external?.close(),
  };
}

interface Owned {
  readonly url: string;
  readonly postgres: EmbeddedPostgres | undefined;
  readonly ownership: Ownership;
}

function openOwned({ url, postgres, ownership }: Owned, options: StoresOptions): Stores {
  const report = options.report ?? (() => undefined);
  const { dataFolder, name } = options;
  const keeper = postgres === undefined ? undefined : keepRunning({ dataFolder, postgres, ownership, name, report });
  let lens: Promise<LensConnection> | undefined;
  const openLens = async (): Promise<LensConnection> => {
    lens ??= openOwnLens(options);
    try {
      return await lens;
    } catch (error) {
      // The next caller tries again.
      lens = undefined;
      throw error;
    }
  };
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await (await lens?.catch(() => undefined))?.close();
    await keeper?.stop();
    await postgres?.stop();
    await (keeper ?? ownership).release();
  };
  return {
    mode: 'owner',
    databaseUrl: url,
    openLens,
    openLensForShipping: openLens,
    close: () => (closing ??= close()),
  };
}

async function openOwnLens(options: StoresOptions): Promise<LensConnection> {
  if (options.clickhouseUrl !== undefined) return connectServerLens({ url: options.clickhouseUrl });
  return openEmbeddedLens({ folder: join(options.dataFolder, 'lens') });
}
