import { checkFact, personalPathsOf } from '@perennial/contracts';
import { createIdentityPolicies, type IdentityPolicies } from '@perennial/domain';
import {
  createAppendFacts,
  createBlinding,
  createIngest,
  createLineEnrichment,
  createProductCatalogue,
  createQuarantine,
  productsWithoutCategory,
  type Ingest,
  type Keyring,
  type ProductCatalogue,
  type Quarantine,
  type RateOf,
} from '@perennial/engine';
import { createIngestStore, createQuarantineStore, readCategories, type Database } from '@perennial/postgres';

export interface IngestionOptions {
  readonly database: Database;
  readonly keyring: Keyring;
  readonly shardCount: number;
  readonly programCurrency: string;
  /** Where telephone numbers without a country are dialled, ISO 3166; CN unless given. */
  readonly region?: string;
  readonly policies?: IdentityPolicies;
  /** Published rates to the program's currency; none unless given. */
  readonly rateOf?: RateOf;
  readonly now: () => number;
  /** Told the shards that have grown, after each commit. */
  readonly signal: (shards: readonly number[]) => void;
}

export interface Ingestion {
  readonly ingest: Ingest;
  readonly quarantine: Quarantine;
  readonly catalogue: ProductCatalogue;
}

/** Ingestion on PostgreSQL, composed. */
export function createIngestion(options: IngestionOptions): Ingestion {
  const { database, keyring, now, shardCount, signal } = options;
  const policies = options.policies ?? createIdentityPolicies();
  const catalogue = createProductCatalogue({ readCategories: (ids) => readCategories(database, ids), now });
  const store = createQuarantineStore(database);
  const ingest = createIngest({
    append: createAppendFacts({ store: createIngestStore(database), keyring, policies, shardCount, now, signal }),
    check: checkFact,
    quarantineStore: store,
    prefetch: (facts) => catalogue.prefetch(facts.flatMap(({ payload }) => productsWithoutCategory(payload))),
    keyring,
    blind: createBlinding({ keyring, policies, region: options.region ?? 'CN' }),
    personalPathsOf,
    enrich: createLineEnrichment(catalogue.categoryOf),
    currencies: { program: options.programCurrency, rateOf: options.rateOf ?? (() => undefined) },
    now,
  });
  return { ingest, quarantine: createQuarantine({ store, ingest, check: checkFact, keyring, now }), catalogue };
}
