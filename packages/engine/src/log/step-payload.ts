import type { MemberId } from '@perennial/domain';

/**
 * What the log holds of a step that is no fact, as JSON text in `fact.payload`. `fact.message_id` of these rows is the merge
 * id, `fact.source` is `perennial`, `fact.identities` is empty. Of a decision it is the decision's id, `fact.type` the command, and
 * the payload its parts. An erase step says nothing but that: its id is the erasure's, the same in all logs of a family.
 */
export interface MergePayload {
  readonly mergeId: string;
  readonly absorbedShard: number;
  readonly absorbedId: MemberId;
  /** Position of the tombstone in the absorbed member's log. */
  readonly absorbedPosition: number;
}

export interface AbsorbPayload {
  readonly mergeId: string;
  readonly survivorShard: number;
  readonly survivorId: MemberId;
}

export interface SplitPayload {
  readonly mergeId: string;
}

export const stepSource = 'perennial';
export const stepTypes = {
  merge: 'member.merged',
  absorb: 'member.absorbed',
  split: 'member.split',
  erase: 'member.erased',
} as const;
