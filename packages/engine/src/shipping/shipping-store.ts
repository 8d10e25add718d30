import type {
  LensErasure,
  LensLog,
  LogRange,
  ShippedDerivedFact,
  ShippedFact,
  ShippedMember,
  ShippedRows,
} from './lens.ts';

/** (from, to] of both logs of one shard. */
export interface BlockRange {
  readonly shard: number;
  readonly factFrom: number;
  readonly factTo: number;
  readonly derivedFrom: number;
  readonly derivedTo: number;
}

/** A recorded block: what it holds never changes, whoever ships it and how often. */
export interface LensBlock {
  readonly id: number;
  readonly ranges: readonly BlockRange[];
}

export interface BlockContent {
  readonly facts: readonly ShippedFact[];
  readonly derivedFacts: readonly ShippedDerivedFact[];
  /** Read after the block was recorded, so never older than its facts. */
  readonly members: readonly ShippedMember[];
  /** Of the tables that facets bring, each at most once. */
  readonly rows: readonly ShippedRows[];
}

/** What is sent anew without a step; `version` orders it among blocks. */
export interface TouchedContent {
  readonly version: number;
  readonly members: readonly ShippedMember[];
  /** Of the tables that facets bring, each at most once. */
  readonly rows: readonly ShippedRows[];
  /** Members or steps that were looked at, whatever there is to send of them. */
  readonly looked: number;
  /** Forgets what was read, unless it is to be sent anew once more. */
  done(): Promise<void>;
}

/** Ranges of one log that the lens is to hold anew, with all that stands there; `version` is a block id that nothing else has. */
export interface LensRepair {
  readonly version: number;
  readonly log: LensLog;
  readonly ranges: readonly LogRange[];
  readonly facts: readonly ShippedFact[];
  readonly derivedFacts: readonly ShippedDerivedFact[];
  /** Forgets the ranges. */
  done(): Promise<void>;
}

export interface LensLag {
  /** Facts and derived facts that are committed and not yet acknowledged by the lens. */
  readonly rows: number;
  /** How long the oldest of them has waited, milliseconds; 0 without any. */
  readonly milliseconds: number;
  /** Blocks recorded and not acknowledged. */
  readonly blocks: number;
}

export interface LensLease {
  readonly lens: string;
  readonly worker: string;
  readonly leaseMs: number;
}

/** Something that a lens still has to forget, though it has everything up to then. */
export interface ErasureToShip {
  readonly erasure: LensErasure;
  /** What is left of the facts, page by page; `version` is another one each time. */
  facts(): AsyncIterable<{ readonly version: number; readonly facts: readonly ShippedFact[] }>;
  /** The lens has it. */
  done(): Promise<void>;
}

/** The system of record as the shipping sees it. */
export interface ShippingStore {
  /**
   * Makes the lens known; a new one starts at the beginning of every log. Of a known one, parts that are new or others than they
   * were begin to be filled.
   */
  register(lens: string): Promise<void>;
  /** Takes or keeps the lease, by the store's own clock; false while another worker has it, and for a lens that is not known. */
  takeLease(lease: LensLease): Promise<boolean>;
  /** Blocks recorded and not acknowledged, in order. */
  openBlocks(lens: string): Promise<readonly LensBlock[]>;
  /**
   * Records the next block of at most about `rowsMax` rows that the fold has passed; undefined when nothing waits or the lease is lost. Blocks
   * follow each other in every log without a gap and without a row twice, also when two record at once.
   */
  recordBlock(lease: LensLease, rowsMax: number): Promise<LensBlock | undefined>;
  /** The same facts and derived facts whenever it is read; members and rows as they are now. */
  readBlock(block: LensBlock): Promise<BlockContent>;
  /** The lens has it; again does nothing. */
  acknowledge(lens: string, block: LensBlock): Promise<void>;
  /** Members to send anew, at most `membersMax`; undefined when there are none. */
  readTouched(lens: string, membersMax: number): Promise<TouchedContent | undefined>;
  /** Of a part that is being filled the next members or steps, at most `limit`, and nothing else; undefined when all are filled. */
  readFill(lens: string, limit: number): Promise<TouchedContent | undefined>;
  /** Members who were erased, or whose guests were, at most `limit`. */
  readErasures(lens: string, limit: number): Promise<readonly ErasureToShip[]>;
  /** The next ranges that are to be sent again, about `rowsMax` rows; undefined when there are none. */
  readRepair(lens: string, rowsMax: number): Promise<LensRepair | undefined>;
  /** Touches every member of the shards that have passed a new program version, once a version; returns how many. */
  touchAfterPublish(lens: string): Promise<number>;
  /** Of this lens, or of the one that was made known last. */
  lag(lens: string | undefined): Promise<LensLag>;
}
