import type {
  AbsorbStep,
  AnyRowKind,
  HistoryAsOf,
  LoggedStep,
  Member,
  MemberId,
  Need,
  OwnStep,
  ProgramDocuments,
  RowShape,
  StepInput,
  Take,
} from '@perennial/domain';

/** A member by her place: every member-scoped statement names the shard. */
export interface MemberKey {
  readonly shard: number;
  readonly id: MemberId;
}

/** A member's log up to a position. */
export interface LogAsked extends MemberKey {
  readonly position: number;
}

/** How far the fold has read a shard's log. */
export interface ShardCursor {
  readonly shard: number;
  readonly position: number;
}

/** Facts of nobody are not steps, but the cursors pass them. */
export interface PendingSteps {
  readonly steps: readonly LoggedStep[];
  readonly upTo: readonly ShardCursor[];
}

/** The instant that a shard's log can no longer receive a step before, and the end of the log at that moment. */
export interface Seal {
  readonly shard: number;
  readonly position: number;
  readonly sealedAt: number;
}

/** What to load into a member before her step can go on; what memory has already stays. History is read apart. */
export interface MemberNeeds {
  readonly member: Member;
  readonly needs: readonly Need[];
}

/** Whose history is asked for, and as of when. */
export interface HistoryAsked extends MemberKey {
  readonly asOf: HistoryAsOf;
}

/** What a step asks of a resource outside the member. */
export interface ResourceAsk extends Take {
  readonly shard: number;
}

export interface StoredProgramVersion {
  readonly version: number;
  readonly effectiveAt: number;
  readonly documents: ProgramDocuments;
  /** Which revision of each facet it was published under, by name. */
  readonly revisions: { readonly [facet: string]: number };
}

export interface ParkedMember {
  readonly key: MemberKey;
  readonly position: number;
  readonly error: string;
}

/** A member that time or a new version moves, and how far. */
export interface DueMembersQuery {
  readonly seals: readonly Seal[];
  /** Members folded under an older version than this are due too; 0 when no version asks for it. */
  readonly eagerVersion: number;
  readonly limit: number;
}

/** One transaction of the fold. Locks are taken in the order cursor, members by (shard, id), shard_output. */
export interface FoldTransaction {
  /** Locks the cursors of those shards that nobody else is folding right now. */
  lockCursors(shards: readonly number[]): Promise<readonly ShardCursor[]>;
  /** Steps after each cursor, in order of position within a shard, about `limit` in all, and how far that read each shard. */
  readPending(cursors: readonly ShardCursor[], limit: number): Promise<PendingSteps>;
  /**
   * The facts and decisions that are members' own, each as of a position of her log: from every log that her merges concern,
   * chosen by the identities that they carry; decisions are of the member on whom they were made.
   */
  readOwnSteps(asked: readonly HistoryAsked[]): Promise<ReadonlyMap<MemberId, readonly OwnStep[]>>;
  /** What steps of these members asked of resources and were granted, as recorded. */
  readInputs(keys: readonly MemberKey[]): Promise<ReadonlyMap<MemberId, readonly StepInput[]>>;
  /** Steps of one member's own log within (after, upTo], in order. */
  readMemberSteps(key: MemberKey, after: number, upTo: number): Promise<readonly LoggedStep[]>;
  /** The member rows, each with nothing loaded, locked in a transaction that writes; unknown members are absent. */
  openMembers(keys: readonly MemberKey[]): Promise<readonly Member[]>;
  /** Locks at most `limit` members that are due and that nobody else holds. */
  lockDueMembers(query: DueMembersQuery): Promise<readonly Member[]>;
  /** Parked members of these shards: their steps wait in the log. */
  parkedOf(shards: readonly number[]): Promise<readonly MemberKey[]>;
  park(parked: ParkedMember): Promise<void>;
  /** Takes a member out of the parked ones; false when she is not among them. */
  unpark(key: MemberKey): Promise<boolean>;
  /** Runs `work` so that a failure of it undoes what it did and nothing else; resolves to the error, or undefined. */
  attempt(work: () => Promise<void>): Promise<{ readonly error: unknown } | undefined>;
  loadRows(needed: readonly MemberNeeds[]): Promise<void>;
  /**
   * Takes shares of resources out of the slices of the shards whose cursors the batch holds; answers what was granted, in the order
   * of the asks. Where these have too little it borrows from the others, and waits for who is taking there.
   */
  take(asks: readonly ResourceAsk[]): Promise<readonly number[]>;
  /** Gives back what was taken for a member who was parked after all; what steps give back is written with them. */
  giveBack(taken: readonly (ResourceAsk & { readonly granted: number })[]): Promise<void>;
  /**
   * Writes what changed: headers, states, rows, derived facts, requests and inputs, and fills in what was given back among these; a
   * member is written once and then dropped.
   */
  write(members: readonly Member[]): Promise<void>;
  noteAbsorbed(steps: readonly AbsorbStep[]): Promise<void>;
  advanceCursors(cursors: readonly ShardCursor[]): Promise<void>;
  /** Highest published version number: asked after the steps were read, so that none of them is newer. */
  latestProgramVersion(): Promise<number>;
}

/** What reading a member up to date takes, in a fold transaction or in a snapshot. */
export type FoldReads = Pick<
  FoldTransaction,
  'readMemberSteps' | 'readOwnSteps' | 'readInputs' | 'openMembers' | 'loadRows' | 'latestProgramVersion'
>;

/** The reading half of a fold transaction, over one moment of the store and without locks. */
export interface FoldSnapshot extends FoldReads {
  /** Members of a shard in order of id, after `afterId` ('' for the first page), as stored. */
  pageMembers(shard: number, afterId: string, limit: number): Promise<readonly Member[]>;
  /** All steps of these members' own logs, each up to a position: that which she has been folded to, say. */
  readLogs(members: readonly LogAsked[]): Promise<ReadonlyMap<MemberId, readonly LoggedStep[]>>;
  /** How much is left of each resource in all shards together; one of which there never was any is absent. Others may be taking of it. */
  readShares(resources: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** How much of each resource there ever was, as budgets were filled in: less what is left it is what was granted. Absent: not by a budget. */
  readTotals(resources: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Every row of a kind of these members, those that hold no longer too. */
  readAllRows(kind: AnyRowKind, keys: readonly MemberKey[]): Promise<ReadonlyMap<MemberId, readonly RowShape[]>>;
}

export interface FoldStore {
  /** Everything that `read` reads is of one moment. */
  snapshot<T>(name: string, read: (snapshot: FoldSnapshot) => Promise<T>): Promise<T>;
  /** Runs `work` in one transaction; it may run again after a deadlock. What it throws rolls everything back. */
  transaction<T>(name: string, work: (transaction: FoldTransaction) => Promise<T>): Promise<T>;
  /** Highest published version number. */
  latestProgramVersion(): Promise<number>;
  programVersions(afterVersion: number): Promise<readonly StoredProgramVersion[]>;
  /** Among `shards`, those whose log is longer than their cursor. */
  laggingShards(shards: readonly number[]): Promise<readonly number[]>;
  /** Lifts each head's `recorded_at` to the store's clock, so that no earlier step can still arrive. */
  seal(shards: readonly number[]): Promise<readonly Seal[]>;
  /** The earliest wake of each of these shards that has one. */
  nextWakes(shards: readonly number[]): Promise<readonly { readonly shard: number; readonly wakeAt: number }[]>;
  /** Members folded under a version older than `version`, per shard; shards without any are absent. */
  countBehind(
    shards: readonly number[],
    version: number,
  ): Promise<readonly { readonly shard: number; readonly count: number }[]>;
  /** Whether a failure may be of what a member has; a lost connection, a deadlock or a full disk is not. */
  isOfData(error: unknown): boolean;
  /** The store's own clock, epoch milliseconds. */
  now(): Promise<number>;
}
