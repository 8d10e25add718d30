export {
  createBlinding,
  currentHashKey,
  tailIndex,
  type BlindIdentity,
  type BlindIdentityOf,
  type Blinded,
  type RawIdentity,
} from './blinding.ts';
export { createMemberId } from './member-id.ts';
export { identityLengthMax, isIdentityType, normaliseIdentity, type Normalised } from './normalise.ts';
export {
  belongsToSegment,
  logSegmentsOf,
  type LogSegment,
  type MergeRecord,
  type SegmentFilter,
  type SegmentStore,
} from '../log/log-segments.ts';
export {
  undoMerge,
  type MergeStore,
  type MergeTransaction,
  type Refusal,
  type UndoneMerge,
  type UndoOptions,
  type UndoOutcome,
} from '../merges/undo-merge.ts';
export { retryRefusedLinks, type RetryOptions } from '../merges/retry-refused.ts';
