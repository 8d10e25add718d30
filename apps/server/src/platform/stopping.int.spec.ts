import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readShippingLag } from '@perennial/postgres';
import { createTestDatabase } from '@perennial/postgres/testing';
import type { LensConnection } from '@perennial/clickhouse';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from '../config/config.ts';
import { openPlatform, startWork, waitUntilFolded } from './platform.ts';
import type { Platform } from './platform.ts';

/** A process that is asked to end while the lens is being sent a block. */

/** What a process may take in all, less what its requests take. */
const inTimeMs = 9_000;
let platform: Platform;
let reports: string[];
let end: () => Promise<void>;

beforeEach(async () => {
  const testDatabase = await createTestDatabase();
  const dataFolder = mkdtempSync(join(tmpdir(), 'perennial-stopping-'));
  reports = [];
  const config = readConfig({}, { dataFolder, databaseUrl: testDatabase.url, shardCount: 4, poolSize: 4 });
  const opened = await openPlatform({ config, name: 'test', mustOwn: false, report });
  let closing: Promise<void> | undefined;
  const close = () => (closing ??= opened.close());
  platform = { ...opened, close };
  end = async () => {
    await close();
    await testDatabase.drop();
    rmSync(dataFolder, { recursive: true, force: true });
  };
});
afterEach(() => end());

function report(message: string, error?: unknown): void {
  reports.push(error instanceof Error ? `${message}: ${error.message}` : message);
}

interface HeldLens extends LensConnection {
  /** Resolves when the first rows are being sent. */
  readonly sending: Promise<void>;
  /** Lets the rows through. */
  answer(): void;
}

/** The platform's own lens, which takes rows and does not answer until it is told to. */
async function holdLens(): Promise<HeldLens> {
  const lens = await platform.stores.openLensForShipping();
  if (lens === undefined) throw new Error('the platform has no lens of its own');
  const sending = Promise.withResolvers<void>();
  const answered = Promise.withResolvers<void>();
  return {
    ...lens,
    sending: sending.promise,
    answer: answered.resolve,
    async insert(rows) {
      sending.resolve();
      await answered.promise;
      await lens.insert(rows);
    },
  };
}

async function startSending(lens: HeldLens) {
  const fact = (at: number) => ({
    messageId: `m${at}`,
    type: 'store.visited',
    occurredAt: '2026-01-02T10:00:00Z',
    identities: { phone: `138001380${String(at).padStart(2, '0')}` },
    payload: {},
  });
  const facts = Array.from({ length: 20 }, (_, at) => fact(at));
  await platform.ingestion.ingest.takeValues(facts, { source: 'test', isBackfill: true });
  const stores = { ...platform.stores, openLensForShipping: () => Promise.resolve(lens) };
  const work = await startWork({ ...platform, stores }, report);
  await waitUntilFolded(platform.database);
  await lens.sending;
  return work;
}

describe('stopping while a block is under way', () => {
  it('waits for it', async () => {
    const lens = await holdLens();
    const work = await startSending(lens);
    const stopping = work.stop();
    lens.answer();
    await stopping;
    expect((await readShippingLag(platform.database)).blocks).toBe(0);
    await platform.close();
    expect(reports).toEqual([]);
  });

  it('abandons it when the lens does not answer, and asks nothing of a store afterwards', async () => {
    const lens = await holdLens();
    const work = await startSending(lens);
    const startedAt = performance.now();
    await work.stop();
    await platform.close();
    expect(performance.now() - startedAt).toBeLessThan(inTimeMs);
    lens.answer();
    await work.shipping?.stop();
    expect(reports).toEqual(['the lens did not answer in time; what it was sent last is sent again at the next start']);
  });
});
