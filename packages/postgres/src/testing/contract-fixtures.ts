import { foldBatch, foldDue, type FoldStore, type Programs } from '@perennial/engine';
import { createDatabase, type Database } from '../database/database.ts';
import { ensureInstallation } from '../sql/installation/installation.ts';
import { testShardCount } from './fold-fixtures.ts';
import { createTestDatabase } from './test-database.ts';

/** An installation without a program, a member or a fact, for one test of a contract suite. */
export async function createContractDatabase(): Promise<{ readonly database: Database; close(): Promise<void> }> {
  const testDatabase = await createTestDatabase();
  const database = createDatabase({ url: testDatabase.url, poolSize: 10 });
  await ensureInstallation(database, { shardCount: testShardCount, zone: 'Asia/Shanghai', currency: 'CNY' });
  return {
    database,
    async close() {
      await database.close();
      await testDatabase.drop();
    },
  };
}

/** Folds all that waits in the logs. */
export async function foldAll(store: FoldStore, programs: Programs): Promise<void> {
  const shards = Array.from({ length: testShardCount }, (_, shard) => shard);
  while ((await foldBatch(store, programs, { shards, stepsMax: 1_000 })).steps > 0);
}

/** Brings everybody under the newest version, and as far as time has gone. */
export async function wakeAll(store: FoldStore, programs: Programs): Promise<void> {
  const shards = Array.from({ length: testShardCount }, (_, shard) => shard);
  await programs.ensure(await store.latestProgramVersion());
  const seals = await store.seal(shards);
  while ((await foldDue(store, programs, { seals, membersMax: 1_000 })).members > 0);
}
