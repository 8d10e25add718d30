import { createHash } from 'node:crypto';
import { createKeyring, type Keyring } from '@perennial/engine';
import { createDatabase, ensureInstallation, type Database } from '@perennial/postgres';
import { createTestDatabase } from '@perennial/postgres/testing';
import Fastify, { type FastifyInstance } from 'fastify';
import { createIngestion, type Ingestion } from '../../../ingest/create-ingestion.ts';
import { addErrorHandling } from '../../errors.ts';
import type { FoldLag } from '../intake/options.ts';
import type { RateLimit } from '../intake/rate-limit.ts';
import { createIngestPlugin } from '../plugin.ts';

export const testWriteKey = 'pk_write_test';
export const testShardCount = 8;

export interface IngestServer {
  readonly app: FastifyInstance;
  readonly url: string;
  readonly database: Database;
  readonly ingestion: Ingestion;
  readonly keyring: Keyring;
  /** What the fold is said to be behind. */
  readonly lag: { current: FoldLag };
  close(): Promise<void>;
}

export function createTestKeyring(): Keyring {
  return createKeyring({
    masterKeys: new Map([['m1', createHash('sha256').update('master').digest()]]),
    currentMasterKeyId: 'm1',
    hashKeys: [{ id: '00000000-0000-0000-0000-000000000001', key: createHash('sha256').update('hash').digest() }],
  });
}

/** A listening server with the ingest routes alone, on a database of its own. */
export async function startIngestServer(
  settings: { readonly browserOrigins?: readonly string[]; readonly rateLimit?: RateLimit } = {},
): Promise<IngestServer> {
  const testDatabase = await createTestDatabase();
  const database = createDatabase({ url: testDatabase.url });
  await ensureInstallation(database, { shardCount: testShardCount, zone: 'Asia/Shanghai', currency: 'CNY' });
  const lag = { current: { factsWaiting: 0, expectedMs: 0 } };
  const keyring = createTestKeyring();
  const ingestion = createIngestion({
    database,
    keyring,
    shardCount: testShardCount,
    programCurrency: 'CNY',
    zone: 'Asia/Shanghai',
    now: Date.now,
    signal: () => undefined,
  });
  const app = Fastify({ forceCloseConnections: true });
  addErrorHandling(app);
  await app.register(
    createIngestPlugin({
      ingest: ingestion.ingest,
      authenticateWriteKey: (key) => Promise.resolve(key === testWriteKey ? { id: 'k1', source: 'shop' } : undefined),
      foldLag: () => lag.current,
      programCurrency: 'CNY',
      ...settings,
      now: Date.now,
    }),
  );
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  return {
    app,
    url,
    database,
    ingestion,
    keyring,
    lag,
    async close() {
      await app.close();
      await database.close();
      await testDatabase.drop();
    },
  };
}
