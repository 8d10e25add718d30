import { ForeignLensError } from '@perennial/clickhouse';
import { facets as productFacets, createDefaultProgram, lifecycleRulesOf, programAt } from '@perennial/domain';
import type { Facets } from '@perennial/domain';
import { createFoldMeter, createFoldSignal, createPrograms, startFoldWorker } from '@perennial/engine';
import type {
  FoldCounts,
  FoldMeter,
  FoldSignal,
  FoldStore,
  FoldWorker,
  Keyring,
  ProgramStore,
  Programs,
} from '@perennial/engine';
import {
  createDatabase,
  createFoldStore,
  createLeaseStore,
  createProgramStore,
  readFoldLag,
} from '@perennial/postgres';
import type { Database, InstallationRow } from '@perennial/postgres';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Config } from '../config/config.ts';
import { createIngestion } from '../ingest/create-ingestion.ts';
import type { Ingestion } from '../ingest/create-ingestion.ts';
import { lensOwnerOf } from '../lens/lens-owner.ts';
import { openOwnLens, refuseForeignLensInTime } from '../lens/own-lens.ts';
import { startShipping } from '../lens/start-shipping.ts';
import type { Shipping } from '../lens/start-shipping.ts';
import { openStores } from '../stores/index.ts';
import type { Stores } from '../stores/index.ts';
import { settleDatabase, type Adoption } from './settle-database.ts';
import { startNameMarking } from './name-marking.ts';
import { tellNowAndThen } from './tell-now-and-then.ts';
import { createStoreClock, type StoreClock } from './store-clock.ts';
import { createWakeClock } from './wake-clock.ts';

export interface PlatformOptions {
  readonly config: Config;
  /** Names the process to others: `start`, `import`. */
  readonly name: string;
  /** A server owns the stores; a command takes what it finds. */
  readonly mustOwn: boolean;
  /** Told what the operator should know; no personal data. */
  readonly report: (message: string, error?: unknown) => void;
  readonly adopt?: Adoption;
  /** Set by a restore alone, which comes to its end on what it has put there. */
  readonly isRestoring?: true;
  /** Told what is under way, before it begins. */
  readonly onPhase?: (what: string) => void;
  /** What the fold computes; the product's own list unless another is given. */
  readonly facets?: Facets;
}

/** The stores with what runs on them, below HTTP: the part that the server and every command have in common. */
export interface Platform {
  readonly config: Config;
  readonly stores: Stores;
  readonly database: Database;
  readonly installation: InstallationRow;
  readonly keyring: Keyring;
  readonly foldStore: FoldStore;
  readonly programStore: ProgramStore;
  readonly programs: Programs;
  readonly signal: FoldSignal;
  readonly meter: FoldMeter & { counts(): FoldCounts };
  readonly ingestion: Ingestion;
  /** Told what the operator should know; no personal data. */
  readonly report: PlatformOptions['report'];
  /** By which everything is written down. */
  readonly clock: StoreClock;
  /** Closes the database and, if this process owns them, stops the stores. */
  close(): Promise<void>;
}

/** Opens or starts the stores, applies missing migrations, and creates what an installation begins with. */
export async function openPlatform(options: PlatformOptions): Promise<Platform> {
  const { config, name, mustOwn, report } = options;
  const stores = await openStores({
    dataFolder: config.dataFolder,
    ...(config.databaseUrl === undefined ? {} : { databaseUrl: config.databaseUrl }),
    ...(config.clickhouseUrl === undefined ? {} : { clickhouseUrl: config.clickhouseUrl }),
    name,
    mustOwn,
    report,
    ...(options.isRestoring === undefined ? {} : { isRestoring: options.isRestoring }),
    ...(options.onPhase === undefined ? {} : { onPhase: options.onPhase }),
  });
  try {
    return await openOn(stores, options);
  } catch (error) {
    await stores.close();
    throw error;
  }
}

/** A batch that fails for good is tried again every half second. */
const foldFailureToldMs = 60_000;

async function openOn(stores: Stores, options: PlatformOptions): Promise<Platform> {
  const { config, report } = options;
  const state = { isClosing: false };
  const database = createDatabase({
    url: stores.databaseUrl,
    poolSize: config.poolSize,
    // Connections that are being closed when the server stops are lost as they should be.
    onIdleError: (error) => {
      if (!state.isClosing) report('a connection to PostgreSQL was lost', error);
    },
  });
  try {
    return await openOnDatabase({ stores, database, state }, options);
  } catch (error) {
    state.isClosing = true;
    await database.close();
    throw error;
  }
}

interface Opened {
  readonly stores: Stores;
  readonly database: Database;
  readonly state: { isClosing: boolean };
}

async function openOnDatabase({ stores, database, state }: Opened, options: PlatformOptions): Promise<Platform> {
  const { config, report, facets = productFacets } = options;
  const { installation, keyring } = await settleDatabase(stores, database, options);
  const clock = await openClock(createFoldStore(database, facets), report);
  const tell: PlatformOptions['report'] = (message, error) => state.isClosing || report(message, error);
  const platform = await assemblePlatform({ config, stores, database, installation, keyring, clock, facets, tell });
  return {
    ...platform,
    report,
    async close() {
      await platform.ingestion.ingest.drain();
      state.isClosing = true;
      await database.close();
      await stores.close();
    },
  };
}

/** What a platform is put together from: a database that is settled, with its keys and a clock. */
export interface PlatformParts {
  readonly config: Config;
  readonly stores: Stores;
  readonly database: Database;
  readonly installation: InstallationRow;
  readonly keyring: Keyring;
  readonly clock: StoreClock;
  readonly facets: Facets;
  /** Told what the operator should know, also of what fails now and then. */
  readonly tell: PlatformOptions['report'];
}

/** Puts a platform together, with a first program where there is none. */
export async function assemblePlatform(parts: PlatformParts): Promise<Omit<Platform, 'close'>> {
  const { config, stores, database, installation, keyring, clock, facets, tell } = parts;
  const foldStore = createFoldStore(database, facets);
  const programStore = createProgramStore(database, facets);
  await ensureFirstProgram(programStore, clock.now, tell);
  const signal = createFoldSignal();
  const programs = await createPrograms(foldStore, { zone: installation.zone, facets });
  const openLens = openOwnLens(() => stores.openLens(), lensOwnerOf(database, installation));
  return {
    config,
    report: tell,
    stores: { ...stores, openLens },
    database,
    installation,
    keyring,
    foldStore,
    programStore,
    programs,
    signal,
    clock,
    meter: createMeter(tell),
    ingestion: createIngestionOn({ config, database, installation, keyring, programs, signal, clock }),
  };
}

/** Asked before anything is written by it. */
async function openClock(foldStore: FoldStore, report: PlatformOptions['report']): Promise<StoreClock> {
  const clock = createStoreClock({
    askStore: () => foldStore.now(),
    own: () => Date.now(),
    passed: () => performance.now(),
    report,
  });
  await clock.measure();
  return clock;
}

/** Counts, and tells of failures now and then. */
function createMeter(report: (message: string, error: unknown) => void): Platform['meter'] {
  return createFoldMeter(
    tellNowAndThen(
      (error, times) => report(`folding failed and is tried again (${times} since it was last told)`, error),
      { everyMs: foldFailureToldMs, now: () => performance.now() },
    ),
  );
}

/** Ingestion by what the program in force says of identities, sources and numbers. */
function createIngestionOn({
  config,
  database,
  installation,
  keyring,
  programs,
  signal,
  clock,
}: Pick<Platform, 'config' | 'database' | 'installation' | 'keyring' | 'programs' | 'signal' | 'clock'>): Ingestion {
  return createIngestion({
    database,
    keyring,
    hasUnkeyedMessages: installation.has_unkeyed_messages,
    hasUnqualifiedIds: installation.has_unqualified_ids,
    shardCount: installation.shard_count,
    programCurrency: installation.currency,
    zone: installation.zone,
    phoneCountry: config.phoneCountry ?? installation.phone_country,
    identityPolicies: () => programs.identities,
    sources: () => programs.sources,
    numberSpaces: () => lifecycleRulesOf(programAt(programs.context, clock.now())).numberSpaces,
    now: clock.now,
    signal: (shards, rows) => signal.raise(shards, rows),
  });
}

async function ensureFirstProgram(
  programStore: ProgramStore,
  now: () => number,
  tell: PlatformOptions['report'],
): Promise<void> {
  await programStore.ensureFirst({
    documents: createDefaultProgram(),
    publishedAt: now(),
    publishedBy: 'system',
    note: '',
    restores: null,
  });
  // A release that computes something otherwise enters as a version, at which members are folded anew.
  await programStore.ensureRevisions({ publishedAt: now(), publishedBy: 'system', note: '' });
  for (const { resource, units } of await programStore.ensureBudgets())
    tell(`${units} more of ${resource} were granted than the program has of it now; nothing is left of it`);
}

/** What runs beside requests: folding, and shipping to the lens. */
export interface Work {
  readonly worker: string;
  readonly fold: FoldWorker;
  /** Undefined while another process ships. */
  readonly shipping: Shipping | undefined;
  /** Ends the running batches and gives the leases back. */
  stop(): Promise<void>;
}

/** Starts folding, and shipping where this process owns the lens. */
export async function startWork(platform: Platform, report: PlatformOptions['report']): Promise<Work> {
  const { database, installation, programs } = platform;
  const worker = `${platform.config.role}-${process.pid}-${randomUUID().slice(0, 8)}`;
  const fold = await startFoldWorker({
    worker,
    store: platform.foldStore,
    leases: createLeaseStore(database, { shardCount: installation.shard_count }),
    programs,
    signal: platform.signal,
    clock: createWakeClock(platform.clock.now),
    meter: platform.meter,
  });
  const shipping = await openShipping(platform, worker, report).catch(async (error: unknown) => {
    await fold.stop();
    throw error;
  });
  const marking = startNameMarking({ database, keyring: platform.keyring, report });
  return {
    worker,
    fold,
    shipping,
    async stop() {
      await Promise.all([fold.stop(), endShipping(shipping, report), marking.stop()]);
    },
  };
}

/** A lens that takes connections and does not answer must not hold up the end. */
async function endShipping(shipping: Shipping | undefined, report: PlatformOptions['report']): Promise<void> {
  if (shipping === undefined || (await shipping.stop())) return;
  report('the lens did not answer in time; what it was sent last is sent again at the next start');
}

/** Throws when the lens is another's: who ships looks himself before he does, this is for who only reads. One that is away is no reason not to start. */
export async function refuseOthersLens({ database, installation, stores }: Platform): Promise<void> {
  try {
    const lens = await stores.openLensForShipping();
    if (lens !== undefined) await refuseForeignLensInTime(lens, lensOwnerOf(database, installation));
  } catch (error) {
    if (error instanceof ForeignLensError) throw error;
  }
}

/** The lens explains and nothing waits for it: a lens that does not open leaves a lag, not a server that does not start. Another's does. */
async function openShipping(
  { database, ingestion, installation, programs, stores }: Platform,
  worker: string,
  report: PlatformOptions['report'],
): Promise<Shipping | undefined> {
  try {
    const lens = await stores.openLensForShipping();
    if (lens === undefined) return undefined;
    const owner = lensOwnerOf(database, installation);
    await refuseForeignLensInTime(lens, owner);
    const onFailure = (error: unknown) => report('the lens was not reached', error);
    const factsWaiting = () => ingestion.ingest.size();
    return startShipping({ database, lens, owner, programs, worker, factsWaiting, onFailure });
  } catch (error) {
    if (error instanceof ForeignLensError) throw error;
    report('the lens did not open', error);
    return undefined;
  }
}

export interface FoldWait {
  /** Told the steps that are left. */
  readonly onProgress?: (stepsLeft: number) => void;
  /** Gives up when nothing moves for so long, milliseconds. */
  readonly stallMs?: number;
  readonly signal?: AbortSignal;
}

const foldPollMs = 100;
const stallMsDefault = 20_000;

/** Waits until everything that is in the log is folded. False when nothing moved for a while: then nobody folds. */
export async function waitUntilFolded(database: Database, wait: FoldWait = {}): Promise<boolean> {
  let stepsBefore = Infinity;
  let movedAt = performance.now();
  for (;;) {
    wait.signal?.throwIfAborted();
    const { steps } = await readFoldLag(database);
    wait.onProgress?.(steps);
    if (steps === 0) return true;
    if (steps !== stepsBefore) movedAt = performance.now();
    stepsBefore = steps;
    if (performance.now() - movedAt > (wait.stallMs ?? stallMsDefault)) return false;
    await delay(foldPollMs);
  }
}

/** A shipper that has not met its lens yet tells of no lag: quiet must last. */
const quietPollsMin = 5;

/** Waits until the lens holds what is folded; false after `timeoutMs`, when stopped, and where this process does not ship. */
export async function waitUntilShipped(
  shipping: Shipping | undefined,
  wait: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<boolean> {
  const deadline = performance.now() + wait.timeoutMs;
  let quietPolls = 0;
  while (shipping !== undefined && !wait.signal.aborted && performance.now() < deadline) {
    const lag = await shipping.lag();
    quietPolls = lag.rows === 0 && lag.blocks === 0 ? quietPolls + 1 : 0;
    if (quietPolls === quietPollsMin) return true;
    await delay(foldPollMs);
  }
  return false;
}
