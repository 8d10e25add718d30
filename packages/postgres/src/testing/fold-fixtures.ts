import {
  createDefaultProgram,
  createIdentityPolicies,
  facets as productFacets,
  type Facets,
  type ProgramDocuments,
} from '@perennial/domain';
import {
  createAppendFacts,
  createFoldMeter,
  createFoldSignal,
  createPrograms,
  startFoldWorker,
  type AppendFacts,
  type FoldSignal,
  type FoldStore,
  type FoldWorker,
  type ProgramStore,
  type Programs,
  type WakeClock,
} from '@perennial/engine';
import { setTimeout as delay } from 'node:timers/promises';
import { createDatabase, type Database } from '../database/database.ts';
import { createFoldStore } from '../fold-store/fold-store.ts';
import { createLeaseStore } from '../stores/lease-store.ts';
import { createIngestStore } from '../stores/ingest-store.ts';
import { createProgramStore } from '../stores/program-store.ts';
import { ensureInstallation } from '../sql/installation/installation.ts';
import { readFoldLag } from '../sql/shards.ts';
import { createTestKeyring } from './ingest-fixtures.ts';
import { createTestDatabase } from './test-database.ts';

export const testShardCount = 8;
const testZone = 'Asia/Shanghai';
const foldedTimeoutMs = 30_000;
const foldedPollMs = 5;

/** Real time: the store's clock decides what is due, so tests use instants around now. */
export const systemClock: WakeClock = {
  now: Date.now,
  wait: (ms, signal) => delay(ms, undefined, { signal }).catch(() => undefined),
};

/** A database with everything that ingests and folds, as the server puts it together. */
export interface FoldInstallation {
  readonly database: Database;
  readonly store: FoldStore;
  readonly programStore: ProgramStore;
  readonly signal: FoldSignal;
  readonly append: AppendFacts;
  readonly url: string;
  createPrograms(): Promise<Programs>;
  startWorker(name?: string): Promise<FoldWorker>;
  /** Resolves when every step in the logs has been passed. */
  folded(): Promise<void>;
  close(): Promise<void>;
}

export async function createFoldInstallation(
  documents: ProgramDocuments = createDefaultProgram(),
  facets: Facets = productFacets,
  beforeOpening: (url: string) => Promise<void> = () => Promise.resolve(),
): Promise<FoldInstallation> {
  const testDatabase = await createTestDatabase();
  await beforeOpening(testDatabase.url);
  const database = createDatabase({ url: testDatabase.url, poolSize: 10 });
  await ensureInstallation(database, { shardCount: testShardCount, zone: testZone, currency: 'CNY' });
  const programStore = createProgramStore(database, facets);
  await programStore.ensureFirst({ documents, publishedAt: 0, publishedBy: 'system', note: '', restores: null });
  const store = createFoldStore(database, facets);
  const signal = createFoldSignal();
  const append = createAppendFacts({
    store: createIngestStore(database),
    keyring: createTestKeyring(),
    policies: createIdentityPolicies(),
    shardCount: testShardCount,
    now: Date.now,
    signal: (shards, rows) => signal.raise(shards, rows),
  });
  return {
    database,
    store,
    programStore,
    signal,
    append,
    url: testDatabase.url,
    createPrograms: () => createPrograms(store, { zone: testZone, facets }),
    async startWorker(name = 'worker-1') {
      return startFoldWorker({
        worker: name,
        store,
        leases: createLeaseStore(database, { shardCount: testShardCount }),
        programs: await createPrograms(store, { zone: testZone, facets }),
        signal,
        clock: systemClock,
        meter: createFoldMeter(),
      });
    },
    async folded() {
      const giveUpAt = Date.now() + foldedTimeoutMs;
      for (;;) {
        const lag = await readFoldLag(database);
        if (lag.steps === 0) return;
        if (Date.now() > giveUpAt) throw new Error(`${lag.steps} steps were not folded in time`);
        await delay(foldedPollMs);
      }
    },
    async close() {
      await database.close();
      await testDatabase.drop();
    },
  };
}
