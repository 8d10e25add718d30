export { ensureEmbeddedPostgres, findEmbeddedPostgres } from './embedded/index.ts';
export type { EmbeddedPostgres, EmbeddedPostgresOptions } from './embedded/index.ts';
export { migrate, readMigrations } from './migrate.ts';
export type { Migration, MigrationReport } from './migrate.ts';
export { createDatabase } from './database.ts';
export type { Database, Sql } from './database.ts';
export { createIngestStore } from './ingest-store.ts';
