import type { AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { createAccounts } from '../composition/accounts.ts';
import type { Accounts } from '../composition/accounts.ts';
import { createUseCases } from '../composition/use-cases.ts';
import type { UseCases } from '../composition/use-cases.ts';
import type { Config } from '../config/config.ts';
import { createHandlers } from '../http/create-handlers.ts';
import { createRateLimit } from '../http/ingest/intake/rate-limit.ts';
import { createIngestPlugin } from '../http/ingest/plugin.ts';
import { createMetrics } from '../http/metrics.ts';
import type { BoundRoute } from '../http/routing/handlers.ts';
import { buildServer } from '../http/server.ts';
import { watchLag } from '../platform/lag-watch.ts';
import type { LagWatch } from '../platform/lag-watch.ts';
import type { Platform, PlatformOptions, Work } from '../platform/platform.ts';
import { createReadiness } from '../platform/readiness.ts';
import { createWriteWatch, probeStores } from '../platform/write-watch.ts';
import type { WriteWatch } from '../platform/write-watch.ts';
import type { ReadinessCheck } from '../platform/readiness.ts';
import { announceServer } from '../stores/index.ts';
import type { Keys } from '../use-cases/access/keys.ts';
import { toSignInUrl } from '../use-cases/access/sign-in-url.ts';
import type { ImportJobs } from '../use-cases/imports/import-jobs.ts';
import { createJobs } from '../use-cases/kernel/jobs.ts';
import type { PreviewResult } from '../use-cases/program/previews.ts';
import type { Rehearsed } from '../use-cases/program/rehearsals.ts';
import { createLensPlugin } from './lens-plugin.ts';
import { addPlatformMeasures } from './measures.ts';

export interface ServerParts {
  readonly platform: Platform;
  /** Undefined where other processes fold and ship. */
  readonly work: Work | undefined;
  readonly importJobs: ImportJobs;
  readonly logger: Logger;
  readonly version: string;
  /** Routes of facets that are not the product's own, beside those of the table. */
  readonly furtherRoutes?: (useCases: UseCases) => readonly BoundRoute[];
}

export interface RunningServer {
  /** `http://127.0.0.1:4600`: where it listens. */
  readonly address: string;
  /** Where people open the console: the public address, else the one above. */
  readonly publicUrl: string;
  /** A one-time sign-in link for the first administrator, or by which one is named. */
  createSignInUrl(): Promise<string>;
  /** True until somebody has signed in. */
  isFresh(): Promise<boolean>;
  /** Ends open requests, at most for `drainMs`, then the connections. */
  close(): Promise<void>;
}

const consoleFolder = fileURLToPath(new URL('../../../console/dist', import.meta.url));
/** Each keeps the members of its lines, and works as hard as a core can. */
const rehearsalLimits = { runningMax: 1, keptMax: 5, keptMs: 3_600_000 };
const previewLimits = { runningMax: 2, keptMax: 20, keptMs: 3_600_000 };
const keyUseFlushMs = 30_000;
const drainMs = 5_000;
const writeProbeMs = 2_000;
/** What a step takes to be folded, for the guess at how long a lag will last. */
const foldMsPerStep = 0.1;

function flushKeyUse(keys: Keys, report: (message: string, error: unknown) => void): NodeJS.Timeout {
  const flush = () => void keys.flushUse().catch((error) => report('key use was not noted', error));
  return setInterval(flush, keyUseFlushMs).unref();
}

function watchWrites({ config, database }: Platform, report: PlatformOptions['report']) {
  const probe = (bytes: number) => probeStores(database, config.dataFolder, bytes);
  return createWriteWatch({ probe, everyMs: writeProbeMs, report });
}

function openAccounts({ clock, config, database, keyring }: Platform, publicUrl: () => string): Accounts {
  const { sessions: lifetime, provider } = config;
  return createAccounts({ database, keyring, lifetime, publicUrl, provider, now: clock.now });
}

/** Serves a platform by HTTP: console, API, ingestion, health and metrics. Resolves once it listens. */
export async function startServer(parts: ServerParts): Promise<RunningServer> {
  const { platform, logger } = parts;
  const { clock, config, stores } = platform;
  const report = (message: string, error?: unknown) => logger.warn({ err: error }, message);
  let publicUrl = config.publicUrl ?? '';
  const accounts = openAccounts(platform, () => publicUrl);
  const lag = watchLag(platform, report);
  const writes = watchWrites(platform, report);
  const metrics = createMetrics();
  addPlatformMeasures(metrics, platform, lag);
  const previews = createJobs<PreviewResult>(previewLimits, clock.now);
  const rehearsals = createJobs<Rehearsed>(rehearsalLimits, clock.now);
  const lens = createLensPlugin(stores);
  const useCases = createUseCases({ ...parts, accounts, lag, previews, rehearsals });
  const app = await buildServer({
    audit: useCases.audit,
    auth: accounts,
    handlers: createHandlers(useCases, () => publicUrl),
    furtherRoutes: parts.furtherRoutes?.(useCases) ?? [],
    resolveReference: useCases.members.resolveReference,
    metrics,
    ...(config.metricsToken === undefined ? {} : { metricsToken: config.metricsToken }),
    metricsOpenTo: config.metricsOpenTo,
    readiness: readinessOf(parts, writes),
    onError: writes.note,
    logger,
    version: parts.version,
    consoleFolder,
    isSecure: publicUrl.startsWith('https:'),
    allowedHosts: allowedHostsOf(config),
    ...(config.trustedProxies.length === 0 ? {} : { trustedProxies: config.trustedProxies }),
    plugins: [ingestPluginOf(parts, { keys: accounts.keys, lag, writes }), (scope) => lens.plugin(scope)],
  });
  await app.listen({ host: config.host, port: config.port });
  const { port } = app.server.address() as AddressInfo;
  const address = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`;
  publicUrl = config.publicUrl ?? address;
  const announced = announceServer(config.dataFolder, { host: config.host, port, token: lens.token });
  const flushing = flushKeyUse(accounts.keys, report);
  return {
    address,
    publicUrl,
    createSignInUrl: async () => toSignInUrl(publicUrl, await accounts.users.createFirstLink()),
    isFresh: async () => !(await accounts.users.hasAnybodySignedIn()),
    async close() {
      announced.withdraw();
      clearInterval(flushing);
      lag.stop();
      writes.stop();
      await Promise.all([previews.close(), rehearsals.close()]);
      await drain(app);
      // What cannot be noted must not keep the stores from being closed.
      await accounts.keys.flushUse().catch((error: unknown) => report('key use was not noted', error));
    },
  };
}

/** The public name, what it was told to listen on, the machine's own, and those that the operator adds. */
function allowedHostsOf({ publicUrl, host, allowedHosts }: Config): readonly string[] {
  return [...(publicUrl === undefined ? [] : [new URL(publicUrl).host]), host, hostname(), ...allowedHosts];
}

/** Requests under way may end; whoever holds a connection longer than that is cut off. */
async function drain(app: FastifyInstance): Promise<void> {
  const ended = new AbortController();
  const cut = delay(drainMs, undefined, { signal: ended.signal }).then(
    () => app.server.closeAllConnections(),
    () => undefined,
  );
  await app.close();
  ended.abort();
  await cut;
}

interface Watches {
  readonly keys: Keys;
  readonly lag: LagWatch;
  readonly writes: WriteWatch;
}

function ingestPluginOf({ platform }: ServerParts, { keys, lag, writes }: Watches) {
  return createIngestPlugin({
    ingest: platform.ingestion.ingest,
    authenticateWriteKey: (secret) => keys.authenticateWriteKey(secret),
    foldLag: () => {
      const { foldSteps } = lag.current();
      return { factsWaiting: foldSteps, expectedMs: foldSteps * foldMsPerStep };
    },
    programCurrency: platform.installation.currency,
    browserOrigins: platform.config.browserOrigins,
    rateLimit: createRateLimit(platform.config.ingestRates, () => performance.now()),
    isRefusingWrites: writes.isRefusing,
    now: platform.clock.now,
  });
}

function readinessOf(parts: ServerParts, writes: WriteWatch): readonly ReadinessCheck[] {
  return createReadiness(parts.platform, parts.work, writes.probe);
}
