import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase } from '@perennial/postgres/testing';
import { readConfig } from '../../config/config.ts';
import type { Config } from '../../config/config.ts';
import { openPlatform, startWork } from '../platform.ts';
import type { Platform, PlatformOptions, Work } from '../platform.ts';

export interface TestPlatform {
  readonly platform: Platform;
  readonly work: Work;
  /** Runs one query and gives its rows. */
  query(text: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  close(): Promise<void>;
}

export interface TestPlatformOptions {
  readonly config?: Partial<Config>;
  readonly adopt?: NonNullable<PlatformOptions['adopt']>;
}

/** A platform on a database and a folder of its own, folding and shipping. */
export async function startTestPlatform(options: TestPlatformOptions = {}): Promise<TestPlatform> {
  const testDatabase = await createTestDatabase();
  const dataFolder = mkdtempSync(join(tmpdir(), 'perennial-platform-'));
  const report = (message: string, error?: unknown) => console.warn(message, error);
  const config = readConfig(
    {},
    { dataFolder, databaseUrl: testDatabase.url, shardCount: 16, poolSize: 6, ...options.config },
  );
  const platform = await openPlatform({
    config,
    name: 'test',
    mustOwn: false,
    report,
    ...(options.adopt === undefined ? {} : { adopt: options.adopt }),
  });
  const work = await startWork(platform, report);
  return {
    platform,
    work,
    query: async (text) => (await platform.database.pool.query<Readonly<Record<string, unknown>>>(text)).rows,
    async close() {
      await work.stop();
      await platform.close();
      await testDatabase.drop();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}
