import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { erasureJournalOf } from '../composition/erasure-journal.ts';
import { createPlatformImportJobs } from '../composition/import-jobs.ts';
import type { Config } from '../config/config.ts';
import { openPlatform, refuseOthersLens, startWork } from '../platform/platform.ts';
import type { Platform, PlatformOptions, Work } from '../platform/platform.ts';
import { readVersion } from '../version.ts';
import { sweepImports } from '../use-cases/imports/kept-files/upload-retention.ts';
import { readFolderRecord } from '../stores/index.ts';
import { ensureConsole } from './build-console.ts';
import type { ConsoleBuild } from './build-console.ts';
import { canOpenBrowser, openBrowser } from './open-browser.ts';
import { startCountingOn } from '../composition/counting.ts';
import { startDelivery } from '../delivery/start-delivery.ts';
import { startBackgroundProof } from '../use-cases/wallets/proof/prove-in-background.ts';
import { requireFreePort } from './require-free-port.ts';
import { startServer } from './start-server.ts';
import type { RunningServer } from './start-server.ts';

export interface RunServerOptions {
  readonly config: Config;
  readonly name: string;
  readonly logger: Logger;
  readonly out: {
    result(value: unknown, text: string): Promise<void>;
    note(text: string): void;
    /** Names what is done from now on, for whoever watches. */
    readonly waiting: (what: string) => void;
  };
  /** Ends the server when it aborts. */
  readonly signal: AbortSignal;
  readonly opensBrowser: boolean;
  readonly adopt?: NonNullable<PlatformOptions['adopt']>;
  /** Runs on the open platform before anybody is let in; the demo fills its brand there. */
  readonly prepare?: (platform: Platform, work: Work | undefined) => Promise<void>;
  /** Serves the console as it was built last, or none. */
  readonly buildsNoConsole?: boolean;
  /** Prints a sign-in link although there are users already. */
  readonly alwaysSignIn?: boolean;
}

const dayMs = 86_400_000;

/** Runs a server, or a worker, until the signal aborts; then ends what is under way and closes the stores. */
export async function runServer(options: RunServerOptions): Promise<void> {
  const { config, signal } = options;
  // Nobody is just stopping on a folder that nobody used: what cannot be served need not be made.
  if (config.role !== 'worker' && isUnused(config.dataFolder)) await requireFreePort(config);
  const building = new AbortController();
  const isBuilt = config.role === 'worker' || options.buildsNoConsole === true;
  // Built beside what else is made ready: both wait for each other before anybody is let in.
  const console: Promise<ConsoleBuild> = isBuilt
    ? Promise.resolve('fresh')
    : ensureConsole(AbortSignal.any([signal, building.signal]));
  const settled = console.catch(() => undefined);
  try {
    await runOn(options, console);
  } finally {
    // Where it came to nothing, nobody waits for the console, and half of one is left to nobody.
    building.abort();
    await settled;
  }
}

async function runOn(options: RunServerOptions, console: Promise<ConsoleBuild>): Promise<void> {
  const { config, logger, out, signal } = options;
  const report = (message: string, error?: unknown) => logger.warn({ err: error }, message);
  const platform = await openPlatform({
    config,
    name: options.name,
    mustOwn: true,
    report,
    onPhase: out.waiting,
    ...(options.adopt === undefined ? {} : { adopt: options.adopt }),
  });
  try {
    if (config.role !== 'worker') await requireFreePort(config);
    // In every process, because each may have a data folder of its own.
    const sweeping = sweepImports(
      {
        database: platform.database,
        dataFolder: config.dataFolder,
        uploadsKeptMs: config.uploadDays * dayMs,
        rejectsKeptMs: config.rejectsDays * dayMs,
      },
      report,
    );
    if (config.role === 'api') await refuseOthersLens(platform);
    // What could not be noted when it was done, because the place was not there or the process was cut off.
    await erasureJournalOf(platform)
      .complete()
      .catch((error: unknown) => report('erasures were not noted beside the backups', error));
    const clock = platform.clock.watch();
    out.waiting('opening the lens');
    const work = config.role === 'api' ? undefined : await startWork(platform, report);
    const delivery = work === undefined ? undefined : startDelivery(platform, work, report);
    const counting = work === undefined ? undefined : startCountingOn(platform);
    const proof = work === undefined ? undefined : startProof(platform, report);
    out.waiting('beginning to serve');
    try {
      await options.prepare?.(platform, work);
      if (config.role === 'worker') await runWorker(options);
      else {
        await awaitConsole(options, console);
        await serve(options, platform, work);
      }
    } finally {
      out.waiting('stopping');
      sweeping.stop();
      clock.stop();
      await counting?.stop();
      await proof?.stop();
      await delivery?.stop();
      await work?.stop();
    }
  } finally {
    await platform.close();
    if (signal.aborted) logger.info('stopped');
  }
}

function startProof({ clock, database, installation }: Platform, report: PlatformOptions['report']) {
  return startBackgroundProof({ database, shardCount: installation.shard_count, now: clock.now, report });
}

function isUnused(dataFolder: string): boolean {
  return !existsSync(join(dataFolder, 'postgres.json')) && readFolderRecord(dataFolder) === undefined;
}

/** The API is served without a console too: one that cannot be built is no reason to lose facts. */
async function awaitConsole({ out, signal }: RunServerOptions, console: Promise<ConsoleBuild>): Promise<void> {
  out.waiting('building the console');
  try {
    if ((await console) === 'absent')
      out.note('The console is not built, and there is nothing to build it with: npm ci, then npm run build.');
  } catch (error) {
    signal.throwIfAborted();
    out.note(
      `${error instanceof Error ? error.message : String(error)}\nWhat was built before is served; --no-build leaves it at that.`,
    );
  }
}

/** A worker has no address; it folds and ships until it is stopped. */
async function runWorker({ out, signal }: RunServerOptions): Promise<void> {
  await out.result({ role: 'worker', pid: process.pid }, 'Perennial folds and ships. Press Ctrl+C to stop.');
  await aborted(signal);
}

async function serve(options: RunServerOptions, platform: Platform, work: Work | undefined): Promise<void> {
  const jobs = createPlatformImportJobs(platform);
  const server = await startServer({
    platform,
    work,
    importJobs: jobs,
    logger: options.logger,
    version: readVersion(),
  });
  try {
    await announce(options, server);
    await aborted(options.signal);
  } finally {
    options.out.waiting('stopping');
    // The block that is being shipped ends beside the requests: both take seconds, and the process has ten.
    await Promise.all([server.close(), jobs.close(), work?.shipping?.stop()]);
  }
}

async function announce(options: RunServerOptions, server: RunningServer): Promise<void> {
  const isFresh = await server.isFresh();
  const signInUrl = isFresh || options.alwaysSignIn === true ? await server.createSignInUrl() : null;
  const value = { address: server.address, publicUrl: server.publicUrl, signInUrl, pid: process.pid };
  const lines = [`Perennial runs at ${server.publicUrl}`];
  if (signInUrl !== null) lines.push(`Sign in (once, within a day): ${signInUrl}`);
  lines.push('Press Ctrl+C to stop.');
  await options.out.result(value, lines.join('\n'));
  if (signInUrl !== null && options.opensBrowser && canOpenBrowser(process.env, process.platform))
    openBrowser(signInUrl);
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
