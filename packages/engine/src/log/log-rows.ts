import type { MemberId } from '@perennial/domain';

export interface MemberPlace {
  readonly shard: number;
  readonly id: MemberId;
}

/** The end of a shard's log. `mergeCount` and `linkCount`: see migrations 0001 and 0010. */
export interface HeadRow {
  readonly shard: number;
  readonly position: number;
  readonly recordedAt: number;
  readonly mergeCount: number;
  readonly linkCount: number;
}

export const logKinds = { fact: 0, merge: 1, absorb: 2, split: 3, decision: 4, erase: 5 } as const;
export type LogKind = (typeof logKinds)[keyof typeof logKinds];

/** A row of the log. `payload` of kinds other than fact: see `step-payload.ts`. */
export interface LogRow {
  readonly shard: number;
  readonly position: number;
  readonly kind: LogKind;
  readonly memberId: MemberId | null;
  readonly source: string;
  readonly messageId: string;
  readonly type: string;
  readonly occurredAt: number;
  readonly recordedAt: number;
  readonly isBackfill: boolean;
  readonly channel: string;
  readonly storeId: string;
  /** Strongest first. */
  readonly identities: readonly string[];
  readonly payload: string;
}

export interface MergeLogRow {
  readonly mergeId: string;
  readonly status: 'merged' | 'refused';
  readonly reason: string;
  readonly survivor: MemberPlace;
  readonly survivorPosition: number | null;
  readonly absorbed: MemberPlace | null;
  readonly absorbedPosition: number | null;
  readonly identities: readonly string[];
  readonly identityType: string;
  readonly causeSource: string;
  readonly causeMessageId: string;
  readonly recordedAt: number;
}
