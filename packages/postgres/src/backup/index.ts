export { NoSnapshotError, withSnapshot } from './read-snapshot.ts';
export type { Snapshot, SnapshotTable } from './read-snapshot.ts';
export { describeOccupants } from './occupants.ts';
export { DatabaseOccupiedError, restoreTables } from './restore-tables.ts';
export type { OpenTable, RowSink } from './restore-tables.ts';
export { finishRestoration, noteBackup, readLastBackup, readRestoration } from './records.ts';
export type { BackupRow, RestorationRow } from './records.ts';
export { readDeliveryPause, resumeDelivery } from './delivery-pause.ts';
export { readErasedMembers } from './erased-members.ts';
