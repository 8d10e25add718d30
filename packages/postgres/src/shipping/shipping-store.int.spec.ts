import { describeShippingStore } from '@perennial/engine/testing';
import { createIngestStore } from '../stores/ingest-store.ts';
import { foldAll, publishOtherwise, wakeAll } from '../testing/contract-fixtures.ts';
import { createFoldInstallation, testShardCount } from '../testing/fold-fixtures.ts';
import { createShippingStore } from './shipping-store.ts';

describeShippingStore('PostgreSQL', async () => {
  const installation = await createFoldInstallation();
  const { database, store, programStore } = installation;
  const programs = await installation.createPrograms();
  return {
    store: createShippingStore(database, programs),
    ingest: createIngestStore(database),
    shardCount: testShardCount,
    async foldAll() {
      await foldAll(store, programs);
      await wakeAll(store, programs);
    },
    publish: () => publishOtherwise(programStore),
    close: () => installation.close(),
  };
});
