export { createTestDatabase } from './test-database.ts';
export type { TestDatabase } from './test-database.ts';
export { createFoldInstallation, testShardCount } from './fold-fixtures.ts';
export type { FoldInstallation } from './fold-fixtures.ts';
export { createPreparer } from './ingest-fixtures.ts';
export type { TestFact } from './ingest-fixtures.ts';
export { shiftOwnStoreClock } from './store-clock.ts';
export { startOwnStore } from './own-store.ts';
