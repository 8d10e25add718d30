import type { FactPayload } from '../base/payload.ts';

/** Lower-case UUID text. The shard of a member is derived from it and never changes. */
export type MemberId = string & { readonly memberId: unique symbol };

/**
 * One thing that happened, as the log holds it. Everything the fold needs of a fact without parsing its payload stands in
 * its own field, because four facts in five are folded without looking at their payload.
 */
export interface FactStep {
  readonly kind: 'fact';
  readonly shard: number;
  /** Dense and increasing per shard, from 1. */
  readonly position: number;
  readonly memberId: MemberId;
  readonly source: string;
  readonly messageId: string;
  /** Past tense, dotted: `order.placed`. */
  readonly type: string;
  /** When it was true, epoch milliseconds. */
  readonly occurredAt: number;
  /** When the log took it, epoch milliseconds, never decreasing within a shard. */
  readonly recordedAt: number;
  /** History that is folded without anything being sent to anybody. */
  readonly isBackfill: boolean;
  /** Where it happened: `shop`, `web`, `mini_program` …; '' when the fact does not say. */
  readonly channel: string;
  /** Store reference; '' when the fact does not say. */
  readonly storeId: string;
  /** Parsed on first use and kept. */
  readonly payload: () => FactPayload;
}

/** What a command decided about the member: final, so that folding it again applies the same (invariant E7). */
export interface DecisionStep {
  readonly kind: 'decision';
  readonly shard: number;
  readonly position: number;
  readonly memberId: MemberId;
  readonly recordedAt: number;
  /** Imperative, as in the table of commands: `tag`. */
  readonly command: string;
  /** The same in both logs of a command that acts on two members. */
  readonly decisionId: string;
  /** What each facet has to do, by the facet's name; parsed on first use and kept. */
  readonly parts: () => DecisionParts;
}

export type DecisionParts = { readonly [facet: string]: FactPayload };

/** The survivor takes in what the absorbed member is; both were brought to date up to their positions. */
export interface MergeStep {
  readonly kind: 'merge';
  readonly shard: number;
  readonly position: number;
  readonly memberId: MemberId;
  readonly recordedAt: number;
  readonly absorbedShard: number;
  readonly absorbedId: MemberId;
  /** Position of the absorbed member's last step: its tombstone. */
  readonly absorbedPosition: number;
  readonly mergeId: string;
  /** A fact of history brought it about, so that nobody is told of it. */
  readonly isBackfill?: true;
}

/** The absorbed member's tombstone: from here on its log is closed. */
export interface AbsorbStep {
  readonly kind: 'absorb';
  readonly shard: number;
  readonly position: number;
  readonly memberId: MemberId;
  readonly recordedAt: number;
  readonly survivorShard: number;
  readonly survivorId: MemberId;
  readonly mergeId: string;
}

/** The step by which the other member of a merge is split off as well. */
export interface OtherSplit {
  readonly shard: number;
  readonly id: MemberId;
  readonly position: number;
}

/** A merge taken back: the member is refolded from the log segments that are its own again. */
export interface SplitStep {
  readonly kind: 'split';
  readonly shard: number;
  readonly position: number;
  readonly memberId: MemberId;
  readonly recordedAt: number;
  readonly mergeId: string;
  /** What the other one did before it is folded first; null in logs that do not say who it was. */
  readonly other: OtherSplit | null;
}

/** The member's personal data is gone; what is left of her is not hers any more, and nothing changes it. */
export interface EraseStep {
  readonly kind: 'erase';
  readonly shard: number;
  readonly position: number;
  readonly memberId: MemberId;
  readonly recordedAt: number;
}

/** What the log of a shard holds, in the order of `position`. Wakes and program versions are not logged: they follow from it. */
export type LoggedStep = FactStep | DecisionStep | MergeStep | AbsorbStep | SplitStep | EraseStep;

/** Steps that are evidence or decisions of their own: what a member is folded from anew when a merge is taken back. */
export type OwnStep = FactStep | DecisionStep;
