import { resolve } from 'node:path';
import { shardCountMax } from '@perennial/domain';
import { phoneCountries } from '@perennial/engine';
import { z } from 'zod';
import type { ProviderSettings } from '../use-cases/access/provider/settings.ts';
import { checkProvider, providerEnvironment, readProvider } from './provider-settings.ts';
import { isZone } from './zone.ts';

/** Nobody, who asks from the machine itself, or whoever reaches the port. */
const metricsOpenTo = ['off', 'loopback', 'all'] as const;
export type MetricsOpenTo = (typeof metricsOpenTo)[number];

const text = z.string().min(1).optional();

/** The environment that Perennial reads, and nothing else of it. Everything has a working default. */
const environment = z.object({
  /** Data folder: embedded stores, keys, uploads. */
  PERENNIAL_DATA: z.string().min(1).default('.perennial'),
  DATABASE_URL: text,
  CLICKHOUSE_URL: text,
  PERENNIAL_HOST: z.string().min(1).default('127.0.0.1'),
  PERENNIAL_PORT: z.coerce.number().int().min(0).max(65_535).default(4600),
  /** The address that people reach the console at, when a proxy stands before it: `https://members.example.com`. */
  PERENNIAL_PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Origins of pages that send facts from a browser, separated by commas: `https://shop.example`; `*` for any. */
  PERENNIAL_BROWSER_ORIGINS: z
    .string()
    .transform((list) => list.split(',').map((one) => one.trim()))
    .refine((list) => list.every(isOrigin), 'This is no list of origins such as https://shop.example.')
    .optional(),
  /** Networks whose `X-Forwarded-For` is believed, separated by commas. */
  PERENNIAL_TRUSTED_PROXIES: text,
  PERENNIAL_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  /** Names under which the server answers beside its own, separated by commas; `*` for any. */
  PERENNIAL_ALLOWED_HOSTS: text,
  /** Who may read `/metrics` without a token: `off` closes them even with one. */
  PERENNIAL_METRICS: z.enum(metricsOpenTo).default('loopback'),
  /** Bearer token that `/metrics` asks for, wherever it is asked from. */
  PERENNIAL_METRICS_TOKEN: text,
  /** Zone and currency of a new installation; an existing one keeps its own. */
  PERENNIAL_ZONE: z.string().refine(isZone, 'This is no IANA time zone.').default('Asia/Shanghai'),
  PERENNIAL_CURRENCY: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .default('CNY'),
  /** Where telephone numbers without a country are dialled, ISO 3166-1; a new installation takes it from zone and currency. */
  PERENNIAL_PHONE_COUNTRY: z
    .string()
    .refine((country) => phoneCountries.has(country), 'This is no country such as GB.')
    .optional(),
  PERENNIAL_ROLE: z.enum(['api', 'worker', 'all']).default('all'),
  PERENNIAL_SHARDS: z.coerce.number().int().min(1).max(shardCountMax).default(256),
  /** The installation's keys, as JSON, for those who keep them elsewhere than in the data folder. */
  PERENNIAL_KEYS: text,
  /** Days that an uploaded file is kept which nobody imports, or whose import failed. */
  PERENNIAL_UPLOAD_DAYS: z.coerce.number().min(0.01).max(365).default(7),
  /** Days that the list of an import's rejected rows is kept. */
  PERENNIAL_REJECTS_DAYS: z.coerce.number().min(0.01).max(3650).default(30),
  /** Where backups are kept: every erasure is noted there as well, so that a restore can repeat it. */
  PERENNIAL_BACKUP_FOLDER: text,
  /** Days after which the doctor says that the last backup is old; 0 for never. */
  PERENNIAL_BACKUP_DAYS: z.coerce.number().min(0).max(3_650).default(7),
  /** What one write key may send to one process in a second, unpacked; 0 for no bound. */
  PERENNIAL_INGEST_BYTES_PER_SECOND: z.coerce
    .number()
    .int()
    .min(0)
    .default(64 * 1024 * 1024),
  PERENNIAL_INGEST_FACTS_PER_SECOND: z.coerce.number().int().min(0).default(100_000),
  PERENNIAL_INGEST_REQUESTS_PER_SECOND: z.coerce.number().int().min(0).default(5_000),
  /** Hours without use, and days in all, after which people sign in again. */
  PERENNIAL_SESSION_IDLE_HOURS: z.coerce.number().positive().max(8_760).default(12),
  PERENNIAL_SESSION_DAYS: z.coerce.number().positive().max(365).default(14),
  /** Whether webhooks may go to addresses that are not public: `allow` for receivers in one's own network. */
  PERENNIAL_WEBHOOK_PRIVATE_ADDRESSES: z.enum(['refuse', 'allow']).default('refuse'),
  PERENNIAL_POOL_SIZE: z.coerce.number().int().min(4).max(200).default(12),
  /** With which commands ask a server elsewhere (`--server`). */
  PERENNIAL_API_KEY: text,
  ...providerEnvironment,
});

export interface Config {
  readonly dataFolder: string;
  readonly databaseUrl: string | undefined;
  readonly clickhouseUrl: string | undefined;
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly publicUrl: string | undefined;
  readonly browserOrigins: readonly string[];
  readonly trustedProxies: readonly string[];
  readonly logLevel: string;
  /** Beside those of the public address, the machine and the loopback; `*` for any. */
  readonly allowedHosts: readonly string[];
  readonly metricsOpenTo: MetricsOpenTo;
  readonly metricsToken: string | undefined;
  readonly zone: string;
  readonly currency: string;
  /** Undefined: that of the installation. */
  readonly phoneCountry: string | undefined;
  /** `api` serves, `worker` folds and ships, `all` does both. */
  readonly role: 'api' | 'worker' | 'all';
  readonly shardCount: number;
  readonly uploadDays: number;
  readonly rejectsDays: number;
  /** Undefined: the folder of the last backup. */
  readonly backupFolder: string | undefined;
  /** 0 for no bound. */
  readonly backupDaysMax: number;
  /** Of one write key and process; 0 for none. */
  readonly ingestRates: { readonly bytes: number; readonly facts: number; readonly requests: number };
  readonly poolSize: number;
  /** How long people stay signed in. */
  readonly sessions: { readonly idleMs: number; readonly sessionMs: number };
  /** Whether they may be sent to addresses of one's own network. */
  readonly webhooks: { readonly allowsPrivate: boolean };
  /** A company's own sign-in (OpenID Connect), if there is one. */
  readonly provider: ProviderSettings | undefined;
  /** JSON of `keys.json`; undefined: the file in the data folder. */
  readonly keys: string | undefined;
  /** Of a server elsewhere, for commands. */
  readonly apiKey: string | undefined;
}

/**
 * Reads the configuration; what the command line gave stands above the environment.
 * Throws an error that names each wrong variable, never its value.
 */
export function readConfig(
  variables: Readonly<Record<string, string | undefined>>,
  given: Partial<Config> = {},
): Config {
  // An empty variable is one that was not set.
  const present = Object.fromEntries(
    Object.entries(variables).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = environment.safeParse(present);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`The environment is not as it must be.\n${lines.join('\n')}`);
  }
  const { data } = parsed;
  const wrong = checkProvider(data);
  if (wrong.length > 0) throw new Error(`The environment is not as it must be.\n${wrong.join('\n')}`);
  const config: Config = {
    dataFolder: resolve(data.PERENNIAL_DATA),
    databaseUrl: data.DATABASE_URL,
    clickhouseUrl: data.CLICKHOUSE_URL,
    host: data.PERENNIAL_HOST,
    port: data.PERENNIAL_PORT,
    publicUrl: data.PERENNIAL_PUBLIC_URL?.replace(/\/+$/, ''),
    browserOrigins: data.PERENNIAL_BROWSER_ORIGINS ?? [],
    trustedProxies: listOf(data.PERENNIAL_TRUSTED_PROXIES),
    logLevel: data.PERENNIAL_LOG_LEVEL,
    allowedHosts: listOf(data.PERENNIAL_ALLOWED_HOSTS),
    metricsOpenTo: data.PERENNIAL_METRICS,
    metricsToken: data.PERENNIAL_METRICS_TOKEN,
    zone: data.PERENNIAL_ZONE,
    currency: data.PERENNIAL_CURRENCY,
    phoneCountry: data.PERENNIAL_PHONE_COUNTRY,
    role: data.PERENNIAL_ROLE,
    shardCount: data.PERENNIAL_SHARDS,
    uploadDays: data.PERENNIAL_UPLOAD_DAYS,
    rejectsDays: data.PERENNIAL_REJECTS_DAYS,
    backupFolder: data.PERENNIAL_BACKUP_FOLDER === undefined ? undefined : resolve(data.PERENNIAL_BACKUP_FOLDER),
    backupDaysMax: data.PERENNIAL_BACKUP_DAYS,
    ingestRates: {
      bytes: data.PERENNIAL_INGEST_BYTES_PER_SECOND,
      facts: data.PERENNIAL_INGEST_FACTS_PER_SECOND,
      requests: data.PERENNIAL_INGEST_REQUESTS_PER_SECOND,
    },
    poolSize: data.PERENNIAL_POOL_SIZE,
    sessions: {
      idleMs: data.PERENNIAL_SESSION_IDLE_HOURS * 3_600_000,
      sessionMs: data.PERENNIAL_SESSION_DAYS * 86_400_000,
    },
    webhooks: { allowsPrivate: data.PERENNIAL_WEBHOOK_PRIVATE_ADDRESSES === 'allow' },
    provider: readProvider(data),
    keys: data.PERENNIAL_KEYS,
    apiKey: data.PERENNIAL_API_KEY,
  };
  const stated = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return { ...config, ...stated };
}

function listOf(text: string | undefined): readonly string[] {
  return (
    text
      ?.split(',')
      .map((one) => one.trim())
      .filter((one) => one !== '') ?? []
  );
}

function isOrigin(text: string): boolean {
  return text === '*' || (URL.canParse(text) && new URL(text).origin === text);
}
