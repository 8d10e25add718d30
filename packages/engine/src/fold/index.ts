export { foldBatch, type BatchResult } from './fold-batch.ts';
export { foldDue, type DueResult } from './fold-due.ts';
export type * from './fold-store.ts';
export { retryParked, type RetryOutcome } from './retry-parked.ts';
export { createPrograms, type Programs } from './programs.ts';
