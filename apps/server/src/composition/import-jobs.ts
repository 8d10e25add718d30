import type { Platform } from '../platform/platform.ts';
import { createImportJobs } from '../use-cases/imports/import-jobs.ts';
import type { ImportJobs } from '../use-cases/imports/import-jobs.ts';

/** Imports on an open platform, for a server as for a command. */
export function createPlatformImportJobs(platform: Platform): ImportJobs {
  const { clock, config, database, ingestion, installation } = platform;
  const { zone, currency } = installation;
  return createImportJobs({ database, ingestion, dataFolder: config.dataFolder, zone, currency, now: clock.now });
}
