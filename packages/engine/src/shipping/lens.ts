import type { LensRow, MemberId } from '@perennial/domain';

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
  /** What the facets have of her, in the order of the layout's columns. */
  readonly values: LensRow;
}

/** Rows of a table that a facet brings. */
export interface ShippedRows {
  readonly table: string;
  readonly rows: readonly ShippedRow[];
}

export interface ShippedRow {
  readonly shard: number;
  readonly memberId: MemberId;
  /** In the order of the table's columns. */
  readonly values: LensRow;
}

/** What is to be forgotten of a shard's log: all of a member's, or the facts at some positions, whosever they are. */
export interface LensErasure {
  readonly shard: number;
  readonly memberId: MemberId;
  readonly positions: readonly number[] | null;
}

/** The two logs, of which each row is in the lens once. */
export type LensLog = 'fact' | 'derived_fact';

/** Asks the lens whether a block is in it already, by the last position of one of its ranges. */
export interface LensBlockQuery {
  readonly part: LensLog;
  readonly shard: number;
  readonly position: number;
}

/** Rows of a log that are sent again: (after, upto] of a shard. */
export interface LogRange {
  readonly shard: number;
  readonly after: number;
  readonly upto: number;
}

/**
 * The analytical store as the shipping sees it. Adding the rows of a block is atomic per table, and adding them again under the
 * same block does nothing (within the store's window; beyond it `holds` is asked). Members and rows of facets replace older versions.
 */
export interface Lens {
  /**
   * Makes the tables, or gives them the columns that the facets bring now, and returns the id of this lens, which changes when it
   * was emptied or rebuilt.
   */
  prepare(): Promise<string>;
  holds(query: LensBlockQuery): Promise<boolean>;
  /** Takes away what it has of these ranges, however often; whatever else comes to them must be known not to be on its way. */
  removeRows(log: LensLog, ranges: readonly LogRange[]): Promise<void>;
  addFacts(block: number, facts: readonly ShippedFact[]): Promise<void>;
  addDerivedFacts(block: number, facts: readonly ShippedDerivedFact[]): Promise<void>;
  /** `version` grows from block to block. Throws TypeError for a table that no facet brings. */
  putRows(version: number, rows: ShippedRows): Promise<void>;
  /** Forgets all that it has of a member, or the facts at these positions; it is sent anew what is left. No row stays, also in no file. */
  forget(what: LensErasure): Promise<void>;
  replaceMembers(version: number, members: readonly ShippedMember[]): Promise<void>;
}
