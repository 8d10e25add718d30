import { createFacets, facets, type Budget, type Facet } from '@perennial/domain';
import {
  describeErasureStores,
  describeIngestStore,
  describeLeaseStore,
  describeMergeStore,
  describePrivacyStore,
  describeProgramStore,
  describeQuarantineStore,
  describeUnmarkedNames,
} from '@perennial/engine/testing';
import { createFoldStore } from '../fold-store/fold-store.ts';
import { createShippingStore } from '../shipping/shipping-store.ts';
import { createCommandInstallation } from '../testing/command-fixtures.ts';
import { createContractDatabase, createStock, foldAll } from '../testing/contract-fixtures.ts';
import { createFoldInstallation, testShardCount } from '../testing/fold-fixtures.ts';
import { createUnmarkedNames } from '../sql/names/mark-names.ts';
import { createIngestStore } from './ingest-store.ts';
import { createLeaseStore } from './lease-store.ts';
import { createMergeStore } from './merge-store.ts';
import { createPrivacyStore } from './privacy-store.ts';
import { createProgramStore } from './program-store.ts';
import { createQuarantineStore } from './quarantine-store.ts';

const shardCount = testShardCount;
const name = 'PostgreSQL';

describeIngestStore(name, async () => {
  const { database, close } = await createContractDatabase();
  const privacy = createPrivacyStore(database, facets);
  return {
    store: createIngestStore(database),
    shardCount,
    readSecrets: (members) => privacy.readSecrets(members),
    close,
  };
});

describeUnmarkedNames(name, async () => {
  const { database, close } = await createContractDatabase();
  return { store: createIngestStore(database), names: createUnmarkedNames(database), shardCount, close };
});

describeLeaseStore(name, async () => {
  const { database, close } = await createContractDatabase();
  return { store: createLeaseStore(database, { shardCount }), shardCount, close };
});

describeMergeStore(name, async () => {
  const { database, close } = await createContractDatabase();
  return { store: createMergeStore(database), ingest: createIngestStore(database), shardCount, close };
});

describePrivacyStore(name, async () => {
  const installation = await createFoldInstallation();
  const { database, store } = installation;
  return {
    store: createPrivacyStore(database, facets),
    ingest: createIngestStore(database),
    quarantine: createQuarantineStore(database),
    merges: createMergeStore(database),
    shardCount,
    foldAll: async () => foldAll(store, await installation.createPrograms()),
    close: () => installation.close(),
  };
});

describeErasureStores(name, async () => {
  const installation = await createCommandInstallation();
  const { database, store } = installation;
  const programs = await installation.createPrograms();
  return {
    privacy: createPrivacyStore(database, facets),
    commands: installation.commandStore,
    shipping: createShippingStore(database, programs),
    ingest: createIngestStore(database),
    shardCount,
    foldAll: () => foldAll(store, programs),
    close: () => installation.close(),
  };
});

describeProgramStore(name, async () => {
  const { database, close } = await createContractDatabase();
  const otherwise = createFacets(facets.list.map((facet) => ({ ...facet, revision: facet.revision + 1 })));
  return {
    store: createProgramStore(database, facets),
    newer: createProgramStore(database, otherwise),
    fold: createFoldStore(database, facets),
    withBudget: (budget) => createProgramStore(database, createFacets(facets.list.map(having(budget)))),
    ...createStock(database),
    close,
  };
});

/** The first facet has a budget. */
function having(budget: Budget) {
  return (facet: Facet, n: number): Facet => (n === 0 ? { ...facet, budgets: () => [budget] } : facet);
}

describeQuarantineStore(name, async () => {
  const { database, close } = await createContractDatabase();
  return { store: createQuarantineStore(database), erasures: createPrivacyStore(database, facets), close };
});
