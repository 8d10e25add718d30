export {
  DataFolderError,
  ensureEmbeddedPostgres,
  findEmbeddedPostgres,
  lacksRoom,
  removeEmbeddedPostgres,
} from './embedded/index.ts';
export type { EmbeddedPostgres, EmbeddedPostgresOptions } from './embedded/index.ts';
export { migrate, readMigrations } from './schema/migrate.ts';
export type { Migration, MigrationReport } from './schema/migrate.ts';
export { createDatabase } from './database/database.ts';
export type { Database, Sql } from './database/database.ts';
export { createCommandStore } from './stores/command-store.ts';
export { readOrderFacts, type OrderWanted } from './sql/ingest/order-facts.ts';
export { createIngestStore } from './stores/ingest-store.ts';
export { takeOwnership } from './database/ownership.ts';
export type { Ownership } from './database/ownership.ts';
export { isUnreachable } from './database/unreachable.ts';
export { isUnwritable } from './database/unwritable.ts';
export { probeWriting } from './sql/write-probe.ts';
export { createFoldStore } from './fold-store/fold-store.ts';
export { createDeliveryStore, eventOf } from './stores/delivery-store.ts';
export { createLeaseStore } from './stores/lease-store.ts';
export { createProgramStore } from './stores/program-store.ts';
export {
  ensureInstallation,
  noteMessageKey,
  readMessageKeyCheck,
  readInstallation,
  type InstallationRow,
} from './sql/installation/installation.ts';
export { findInstallation, type FoundInstallation } from './sql/installation/find-installation.ts';
export {
  findOtherHashKey,
  findOtherMasterKey,
  noteKeyFingerprints,
  readKeyFingerprints,
  readKeySample,
} from './sql/installation/keys.ts';
export { hasOverdueMembers, readFoldLag } from './sql/shards.ts';
export { createQuarantineStore } from './stores/quarantine-store.ts';
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
export { readProductNames, readStoreNames } from './sql/reference/reference-names.ts';
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
export { createShippingStore, readShippingLag } from './shipping/shipping-store.ts';
export { readVersionLag, type VersionLag } from './shipping/version-lag.ts';
export {
  askForLoss,
  countRowsOfSteps,
  readLensExpectation,
  type LensExpectation,
  type LensLoss,
} from './shipping/expected.ts';
export { readKnownMembers, readSentAnew, readSettledMembers, type AnewRow } from './sql/lens/expected.ts';
export { knowsLens } from './sql/lens/lease.ts';
export { createMergeStore } from './stores/merge-store.ts';
export { createUnmarkedNames } from './sql/names/mark-names.ts';
export { createPrivacyStore } from './stores/privacy-store.ts';
