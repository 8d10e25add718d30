import { createDefaultProgram, fiveStages } from '@perennial/domain';
import { describeShippingStore } from '@perennial/engine/testing';
import { createIngestStore } from '../stores/ingest-store.ts';
import { foldAll, wakeAll } from '../testing/contract-fixtures.ts';
import { createFoldInstallation, testShardCount } from '../testing/fold-fixtures.ts';
import { createShippingStore } from './shipping-store.ts';

describeShippingStore('PostgreSQL', async () => {
  const { database, store, programStore, createPrograms, close } = await createFoldInstallation();
  const programs = await createPrograms();
  let published = 0;
  return {
    store: createShippingStore(database, programs),
    ingest: createIngestStore(database),
    shardCount: testShardCount,
    async foldAll() {
      await foldAll(store, programs);
      await wakeAll(store, programs);
    },
    async publish() {
      published += 1;
      const documents = published % 2 === 1 ? createDefaultProgram(fiveStages) : createDefaultProgram();
      await programStore.publish({ documents, publishedAt: 0, publishedBy: 'li', note: '', restores: null });
    },
    close,
  };
});
