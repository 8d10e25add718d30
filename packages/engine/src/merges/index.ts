export type { MergeStore, MergeTransaction, Refusal, UndoneMerge } from './merge-store.ts';
export { retryRefusedLinks, type RetryOptions } from './retry-refused.ts';
export { undoMerge, type UndoOptions, type UndoOutcome } from './undo-merge.ts';
