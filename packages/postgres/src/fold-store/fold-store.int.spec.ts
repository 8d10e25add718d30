import { describeFoldStore } from '@perennial/engine/testing';
import { createIngestStore } from '../stores/ingest-store.ts';
import { createMergeStore } from '../stores/merge-store.ts';
import { createStock, publishOtherwise } from '../testing/contract-fixtures.ts';
import { createFoldInstallation, testShardCount } from '../testing/fold-fixtures.ts';

describeFoldStore('PostgreSQL', async () => {
  const installation = await createFoldInstallation();
  const { database, store, programStore } = installation;
  return {
    store,
    ingest: createIngestStore(database),
    merges: createMergeStore(database),
    shardCount: testShardCount,
    createPrograms: () => installation.createPrograms(),
    publish: () => publishOtherwise(programStore),
    ...createStock(database),
    close: () => installation.close(),
  };
});
