export { NoSnapshotError, withSnapshot } from './read-snapshot.ts';
export type { Snapshot, SnapshotTable } from './read-snapshot.ts';
export { describeOccupants } from './occupants.ts';
export { DatabaseOccupiedError, restoreTables } from './restore-tables.ts';
export type { OpenTable, RowSink } from './restore-tables.ts';
export { finishRestoration, noteBackup, readLastBackup, readRestoration } from '../sql/backup/records.ts';
export type { BackupRow, RestorationRow } from '../sql/backup/records.ts';
export { readDeliveryPause, resumeDelivery } from '../sql/backup/delivery-pause.ts';
export { readErasedMembers } from '../sql/backup/erased-members.ts';
