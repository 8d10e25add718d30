import { describeReadStepsWanted } from '@perennial/engine/testing';
import { createIngestStore } from '../stores/ingest-store.ts';
import { createMergeStore } from '../stores/merge-store.ts';
import { createContractDatabase } from '../testing/contract-fixtures.ts';
import { testShardCount } from '../testing/fold-fixtures.ts';
import { createPastStepsReader } from './past-steps.ts';

describeReadStepsWanted('PostgreSQL', async () => {
  const { database, close } = await createContractDatabase();
  return {
    read: createPastStepsReader(database),
    ingest: createIngestStore(database),
    merges: createMergeStore(database),
    shardCount: testShardCount,
    close,
  };
});
