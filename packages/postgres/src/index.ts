export { ensureEmbeddedPostgres, findEmbeddedPostgres } from './embedded/index.ts';
export type { EmbeddedPostgres, EmbeddedPostgresOptions } from './embedded/index.ts';
export { migrate, readMigrations } from './migrate.ts';
export type { Migration, MigrationReport } from './migrate.ts';
export { createDatabase } from './database.ts';
export type { Database, Sql } from './database.ts';
export { createIngestStore } from './ingest-store.ts';
export { takeOwnership } from './ownership.ts';
export type { Ownership } from './ownership.ts';
export { isUnreachable } from './unreachable.ts';
export { createFoldStore } from './fold-store/fold-store.ts';
export { createLeaseStore } from './fold-store/lease-store.ts';
export { createProgramStore } from './program-store.ts';
export { ensureInstallation, readInstallation, type InstallationRow } from './sql/installation.ts';
export { hasOverdueMembers, readFoldLag } from './sql/shards.ts';
export { createQuarantineStore } from './sql/ingest/quarantine.ts';
export {
  listProducts,
  listProductVersions,
  listStaff,
  listStaffVersions,
  listStores,
  listStoreVersions,
  readCategories,
  upsertProducts,
  upsertStaff,
  upsertStores,
  type Product,
  type ReferenceQuery,
  type Staff,
  type Store,
  type Versioned,
  type VersionsQuery,
} from './sql/reference/reference-data.ts';
export {
  listRates,
  listRateVersions,
  publishRates,
  readCurrentRates,
  readHeldRates,
  type CurrencyRate,
  type HeldRate,
  type RateQuestion,
} from './sql/reference/currency-rates.ts';
export type { UpsertCounts } from './sql/reference/versioned-table.ts';
export { createShippingStore } from './shipping/shipping-store.ts';
export { createMergeStore } from './merge-store.ts';
export { createPrivacyStore } from './privacy-store.ts';
