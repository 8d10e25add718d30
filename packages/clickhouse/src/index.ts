export { connectServerLens, openEmbeddedLens } from './client/connect.ts';
export { isEngineLoaded } from './embedded/engine.ts';
export { openScratch, ScratchError, sqlName, sqlText } from './embedded/scratch.ts';
export type { ScratchOptions, ScratchStore } from './embedded/scratch.ts';
export { LensQueryError, LensUnavailableError } from './client/lens-query.ts';
export type {
  LensConnection,
  LensInsert,
  LensParams,
  LensQuery,
  LensReader,
  LensRow,
  LensValues,
} from './client/lens-query.ts';
export { ForeignLensError, refuseForeignLens, type LensOwner } from './schema/owner.ts';
export { createClickhouseLens } from './shipping/clickhouse-lens.ts';
export { heldMembers, heldMembersOfShard, heldOfLog, lastHeld, readLensId } from './checks/held-logs.ts';
export { heldAgainstLens, isHeldAgainstLens, rowsOfTable } from './checks/held-tables.ts';
export * from './queries/index.ts';
export type { AskedSegment } from './segments/segment-sql.ts';
