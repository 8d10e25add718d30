export { foldBatch, type BatchResult } from './fold-batch.ts';
export { foldDue, type DueResult } from './fold-due.ts';
export type * from './fold-store.ts';
export { createHandOver, type HandOver } from './hand-over.ts';
export { stepsPerShard } from './pending-steps.ts';
export { retryParked, type RetryOutcome } from './retry-parked.ts';
export { createPrograms, type Programs } from './programs.ts';
