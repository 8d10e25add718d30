export { DataFolderError } from './folder-error.ts';
export { lacksRoom } from './log.ts';
export { removeEmbeddedPostgres } from './remove.ts';
export { ensureEmbeddedPostgres, findEmbeddedPostgres } from './start.ts';
export type { EmbeddedPostgres, EmbeddedPostgresOptions } from './start.ts';
