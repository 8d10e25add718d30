import type { MemberId } from '@perennial/domain';

/** A fact as the lens holds it. Instants are epoch milliseconds. */
export interface ShippedFact {
  readonly shard: number;
  readonly position: number;
  /** Null for an anonymous sale or visit. */
  readonly memberId: MemberId | null;
  readonly source: string;
  readonly messageId: string;
  readonly type: string;
  readonly occurredAt: number;
  readonly recordedAt: number;
  readonly isBackfill: boolean;
  readonly channel: string;
  readonly storeId: string;
  /** JSON text, personal fields already lifted out. */
  readonly payload: string;
}

/** An effect of the fold as the lens holds it: what was decided, when, and why. */
export interface ShippedDerivedFact {
  readonly shard: number;
  readonly position: number;
  readonly memberId: MemberId;
  readonly type: string;
  readonly occurredAt: number;
  readonly recordedAt: number;
  readonly causeKind: string;
  readonly causePosition: number;
  readonly causeAt: number;
  readonly programVersion: number;
  readonly payload: string;
}

/** The whole live stage timeline of one member in one lifecycle, ascending; it replaces what the lens had. */
export interface ShippedTimeline {
  readonly shard: number;
  readonly memberId: MemberId;
  readonly lifecycle: string;
  readonly fromAt: readonly number[];
  readonly stages: readonly string[];
  readonly isReactivation: readonly boolean[];
  readonly isActed: readonly boolean[];
}

/** Where a member stands in one lifecycle. */
export interface ShippedStage {
  readonly lifecycle: string;
  readonly stage: string;
  readonly sinceAt: number;
  /** When time alone moves her on, or null. */
  readonly nextAt: number | null;
  /** Where to; '' when nobody can say. */
  readonly nextStage: string;
  /** How often she came back. */
  readonly reactivations: number;
}

/** What is known of a member now; it replaces what the lens had. */
export interface ShippedMember {
  readonly shard: number;
  readonly memberId: MemberId;
  readonly status: 'live' | 'absorbed' | 'erased';
  readonly mergedInto: MemberId | null;
  readonly position: number;
  readonly clockAt: number;
  readonly programVersion: number;
  readonly createdAt: number;
  readonly stages: readonly ShippedStage[];
  readonly metrics: MemberMetrics;
  readonly tags: readonly string[];
}

/**
 * Where a member was seen; the lens keeps the latest store and the latest channel of each member, a purchase above a registration.
 * Adding a place again changes nothing.
 */
export interface ShippedPlace {
  readonly shard: number;
  readonly memberId: MemberId;
  readonly kind: 'purchase' | 'registration';
  readonly at: number;
  /** '' when it was in no store. */
  readonly storeId: string;
  readonly channel: string;
}

/** Counts and sums of the member's evidence; amounts in minor units, instants in epoch milliseconds or null. */
export interface MemberMetrics {
  readonly facts: number;
  readonly orders: number;
  readonly cancelledOrders: number;
  readonly refunds: number;
  readonly grossMinor: number;
  readonly netMinor: number;
  readonly reviews: number;
  readonly registeredAt: number | null;
  readonly firstAt: number | null;
  readonly firstOrderAt: number | null;
  readonly lastOrderAt: number | null;
  readonly lastInteractionAt: number | null;
  /** Median gap between purchases in milliseconds, null below two purchases. */
  readonly medianGapMs: number | null;
}

export type LensPart = 'fact' | 'derived_fact';

/** Asks the lens whether a block is in it already, by the last position of one of its ranges. */
export interface LensBlockQuery {
  readonly part: LensPart;
  readonly shard: number;
  readonly position: number;
}

/**
 * The analytical store as the shipping sees it. Adding the rows of a block is atomic per part, and adding them again under the same
 * block does nothing (within the store's window; beyond it `holds` is asked). Snapshots and timelines replace older versions.
 */
export interface Lens {
  /** Makes the tables and returns the id of this lens, which changes when it was emptied or rebuilt. */
  prepare(): Promise<string>;
  holds(query: LensBlockQuery): Promise<boolean>;
  addFacts(block: number, facts: readonly ShippedFact[]): Promise<void>;
  addDerivedFacts(block: number, facts: readonly ShippedDerivedFact[]): Promise<void>;
  /** `version` grows from block to block. */
  replaceTimelines(version: number, timelines: readonly ShippedTimeline[]): Promise<void>;
  replaceMembers(version: number, members: readonly ShippedMember[]): Promise<void>;
  addPlaces(version: number, places: readonly ShippedPlace[]): Promise<void>;
}
