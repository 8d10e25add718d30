import type { FactPayload } from '../kernel/base/payload.ts';

/** An identity that a fact was taken without, because its value is none and another one says whose the fact is. */
export interface LeftOutIdentity {
  readonly type: string;
  /** Never the value: it may be somebody's. */
  readonly reason: string;
}

/** A fact that fits its schema: what the check at the edge gives, and what ingestion takes. */
export interface CheckedFact {
  readonly source: string;
  readonly messageId: string;
  readonly type: string;
  /** Epoch milliseconds. */
  readonly occurredAt: number;
  /** What the sender stated, before any correction, null when it stated no time: a repeat states the same, however late it comes. */
  readonly statedAt: number | null;
  readonly channel: string;
  readonly storeId: string;
  readonly identities: readonly {
    readonly type: string;
    readonly value: string;
    /** Left out instead of refused when its value turns out invalid. */
    readonly isOptional?: boolean;
  }[];
  /** Absent when all were read. */
  readonly leftOut?: readonly LeftOutIdentity[];
  readonly payload: FactPayload;
}
