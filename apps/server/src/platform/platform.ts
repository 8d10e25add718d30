import { ForeignLensError, refuseForeignLens } from '@perennial/clickhouse';
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
  ensureInstallation,
  migrate,
  readFoldLag,
} from '@perennial/postgres';
import type { Database, InstallationRow } from '@perennial/postgres';
import { adoptCalendar, canAdoptCalendar } from '@perennial/postgres/imports';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Config } from '../config/config.ts';
import { createIngestion } from '../ingest/create-ingestion.ts';
import type { Ingestion } from '../ingest/create-ingestion.ts';
import { lensOwnerOf } from '../lens/lens-owner.ts';
import { startShipping } from '../lens/start-shipping.ts';
import type { Shipping } from '../lens/start-shipping.ts';
import { guessPhoneCountry } from '../ingest/phone-country.ts';
import { openStores, settleFolder } from '../stores/index.ts';
import type { Stores } from '../stores/index.ts';
import { settleKeys } from './settle-keys.ts';
import { tellNowAndThen } from './tell-now-and-then.ts';
import { systemClock } from './wake-clock.ts';

export interface PlatformOptions {
  readonly config: Config;
  /** Names the process to others: `start`, `import`. */
  readonly name: string;
  /** A server owns the stores; a command takes what it finds. */
  readonly mustOwn: boolean;
  /** Told what the operator should know; no personal data. */
  readonly report: (message: string, error?: unknown) => void;
  readonly adopt?: Adoption;
  /** Told what is under way, before it begins. */
  readonly onPhase?: (what: string) => void;
  /** What the fold computes; the product's own list unless another is given. */
  readonly facets?: Facets;
}

/** Zone and currency that an installation without facts takes over; one with facts keeps its own. */
export interface Adoption {
  readonly zone?: string | undefined;
  readonly currency?: string | undefined;
  /** `try`: this process counts as if they had been taken over, and nothing is written. */
  readonly mode?: 'keep' | 'try';
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

async function openOn(
  stores: Stores,
  { config, report, adopt, onPhase, facets = productFacets }: PlatformOptions,
): Promise<Platform> {
  onPhase?.('bringing the database up to date');
  await migrate(stores.databaseUrl);
  let isClosing = false;
  const database = createDatabase({
    url: stores.databaseUrl,
    poolSize: config.poolSize,
    // Connections that are being closed when the server stops are lost as they should be.
    onIdleError: (error) => {
      if (!isClosing) report('a connection to PostgreSQL was lost', error);
    },
  });
  const phoneCountry = config.phoneCountry ?? guessPhoneCountry(config.zone, config.currency);
  const created = await ensureInstallation(database, { ...config, phoneCountry });
  const postgres = config.databaseUrl === undefined ? 'embedded' : 'external';
  settleFolder(config.dataFolder, { id: created.id, postgres });
  const installation = stores.mode === 'guest' ? created : await adoptWanted(database, created, adopt ?? {});
  const programStore = createProgramStore(database, facets);
  await ensureFirstProgram(programStore);
  const foldStore = createFoldStore(database, facets);
  const signal = createFoldSignal();
  const keyring = await settleKeys(database, { dataFolder: config.dataFolder, keys: config.keys });
  const programs = await createPrograms(foldStore, { zone: installation.zone, facets });
  const platform = {
    config,
    stores,
    database,
    installation,
    keyring,
    foldStore,
    programStore,
    programs,
    signal,
    meter: createMeter((message, error) => isClosing || report(message, error)),
    ingestion: createIngestionOn({ config, database, installation, keyring, programs, signal }),
  };
  return {
    ...platform,
    async close() {
      await platform.ingestion.ingest.drain();
      isClosing = true;
      await database.close();
      await stores.close();
    },
  };
}

/** Counts, and tells of failures now and then. */
function createMeter(report: (message: string, error: unknown) => void): Platform['meter'] {
  return createFoldMeter(
    tellNowAndThen(
      (error, times) => report(`folding failed and is tried again (${times} since it was last told)`, error),
      { everyMs: foldFailureToldMs, now: Date.now },
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
}: Pick<Platform, 'config' | 'database' | 'installation' | 'keyring' | 'programs' | 'signal'>): Ingestion {
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
    numberSpaces: () => lifecycleRulesOf(programAt(programs.context, Date.now())).numberSpaces,
    now: Date.now,
    signal: (shards, rows) => signal.raise(shards, rows),
  });
}

async function ensureFirstProgram(programStore: ProgramStore): Promise<void> {
  await programStore.ensureFirst({
    documents: createDefaultProgram(),
    publishedAt: Date.now(),
    publishedBy: 'system',
    note: '',
    restores: null,
  });
  // A release that computes something otherwise enters as a version, at which members are folded anew.
  await programStore.ensureRevisions({ publishedAt: Date.now(), publishedBy: 'system', note: '' });
}

/** A running server has its zone and currency in memory, which is why a guest changes nothing. */
async function adoptWanted(
  database: Database,
  installation: InstallationRow,
  { zone = installation.zone, currency = installation.currency, mode = 'keep' }: Adoption,
): Promise<InstallationRow> {
  if (zone === installation.zone && currency === installation.currency) return installation;
  const phoneCountry = guessPhoneCountry(zone, currency);
  const wanted = { zone, currency, phoneCountry };
  const isAdopted = await (mode === 'try' ? canAdoptCalendar(database) : adoptCalendar(database, wanted));
  return isAdopted ? { ...installation, zone, currency, phone_country: phoneCountry } : installation;
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
    clock: systemClock,
    meter: platform.meter,
  });
  const shipping = await openShipping(platform, worker, report).catch(async (error: unknown) => {
    await fold.stop();
    throw error;
  });
  return {
    worker,
    fold,
    shipping,
    async stop() {
      await Promise.all([fold.stop(), endShipping(shipping, report)]);
    },
  };
}

/** A lens that takes connections and does not answer must not hold up the end. */
async function endShipping(shipping: Shipping | undefined, report: PlatformOptions['report']): Promise<void> {
  if (shipping === undefined || (await shipping.stop())) return;
  report('the lens did not answer in time; what it was sent last is sent again at the next start');
}

/** One that does not answer for so long is looked at when it does: nothing is shipped to another's. */
const lensAnswerMsMax = 2_000;

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
    await Promise.race([refuseForeignLens(lens, owner), delay(lensAnswerMsMax, undefined, { ref: false })]);
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
