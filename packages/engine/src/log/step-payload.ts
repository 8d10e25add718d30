import type { MemberId, OtherSplit } from '@perennial/domain';

/**
 * What the log holds of a step that is no fact, as JSON text in `fact.payload`. `fact.message_id` of these rows is the merge
 * id, `fact.source` is `perennial`, `fact.identities` is empty. Of a decision it is the decision's id, `fact.type` the command, and
 * the payload its parts with who decided (`decision-payload.ts`). An erase step says nothing but that: its id is the erasure's, the same in all logs of a family.
 */
export interface MergePayload {
  readonly mergeId: string;
  readonly absorbedShard: number;
  readonly absorbedId: MemberId;
  /** Position of the tombstone in the absorbed member's log. */
  readonly absorbedPosition: number;
  /** Of a merge that a fact of history brought about; absent otherwise. */
  readonly isBackfill?: true;
}

export interface AbsorbPayload {
  readonly mergeId: string;
  readonly survivorShard: number;
  readonly survivorId: MemberId;
}

export interface SplitPayload {
  readonly mergeId: string;
  /** Absent in what older releases wrote. */
  readonly other?: OtherSplit;
}

/**
 * In the log of a fact of nobody that turned out to be somebody's: from here on it counts as what stands at the other place, where
 * it was appended anew. `fact.source` and `fact.message_id` of the step are the fact's own, `fact.member_id` is null.
 */
export interface AttachPayload {
  /** Of the fact, in this shard. */
  readonly position: number;
  readonly ownerShard: number;
  readonly ownerPosition: number;
}

export const stepSource = 'perennial';
/** In the merge log, of a merge that somebody said: `cause_message_id` is who, as people read it. */
export const commandSource = 'command';
export const stepTypes = {
  merge: 'member.merged',
  absorb: 'member.absorbed',
  split: 'member.split',
  attach: 'fact.attached',
  erase: 'member.erased',
  /** Decisions about identities: their parts say of which type, and concern no facet. */
  release: 'releaseIdentity',
  block: 'blockIdentity',
} as const;
