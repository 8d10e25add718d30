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
