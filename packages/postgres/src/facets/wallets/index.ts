export { readCauses, readEntriesAfter, readEntriesBefore } from './member-entries.ts';
export type { CauseRow, WalletPlace } from './member-entries.ts';
export { readEndedLotsBefore, readHolds, readLotsBefore, readLotsIssuedBy } from './member-lots.ts';
export {
  insertStatementKey,
  listStatementKeys,
  readStatementKey,
  readStatementKeysNotUnder,
  resealStatementKey,
  retireStatementKey,
} from './statement-keys.ts';
export type { StatementKeyRow } from './statement-keys.ts';
