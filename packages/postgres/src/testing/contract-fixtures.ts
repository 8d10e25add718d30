import { createDefaultProgram, fiveStages } from '@perennial/domain';
import { foldBatch, foldDue, type FoldStore, type ProgramStore, type Programs } from '@perennial/engine';
import { createDatabase, type Database } from '../database/database.ts';
import { ensureInstallation } from '../sql/installation/installation.ts';
import { fillSlices, readSlices } from '../sql/resource-slices.ts';
import { testShardCount } from './fold-fixtures.ts';
import { createTestDatabase } from './test-database.ts';

interface ContractDatabase {
  readonly database: Database;
  readonly close: () => Promise<void>;
}

/** An installation without a program, a member or a fact, for one test of a contract suite. */
export async function createContractDatabase(): Promise<ContractDatabase> {
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

/** Publishes a version by which the fold computes otherwise than by the one before. */
export async function publishOtherwise(programs: ProgramStore): Promise<void> {
  const latest = (await programs.versions()).length;
  const documents = latest % 2 === 1 ? createDefaultProgram(fiveStages) : createDefaultProgram();
  await programs.publish({ documents, publishedAt: 0, publishedBy: 'test', note: '', restores: null });
}

/** Units of what runs out, by shard. */
export function createStock(database: Database) {
  return {
    async fill(resource: string, units: ReadonlyMap<number, number>): Promise<void> {
      await fillSlices(
        database,
        [...units].map(([shard, available]) => ({ shard, key: resource, available })),
      );
    },
    async stockOf(resource: string): Promise<number> {
      return (await readSlices(database, [resource])).reduce((sum, { available }) => sum + available, 0);
    },
  };
}
