import type { MemberId } from '@perennial/domain';
import type { IdentityMove, IdentityRow, NewIdentityRow } from '../identity/identity-rows.ts';
import type { HeadRow, LogRow, MemberPlace, MergeLogRow } from '../log/log-rows.ts';
import type { MergeRecord, SegmentStore } from '../log/log-segments.ts';

export interface MergeStore extends SegmentStore {
  /** Refusals for a limit that still stand, oldest first: those that concern these members, or all. */
  readRefusals(members: readonly MemberPlace[] | null, limit: number): Promise<readonly string[]>;
  /** Runs `work` in one transaction; it may run again after a deadlock. What it throws rolls everything back. */
  transaction<T>(name: string, work: (transaction: MergeTransaction) => Promise<T>): Promise<T>;
}

/** One transaction on merges. Locks: the merge row, then heads in shard order. */
export interface MergeTransaction {
  /** Locks and reads a merge that took place; undefined for others and for refusals. */
  lockMerge(mergeId: string): Promise<MergeRecord | undefined>;
  /** Whether somebody has absorbed this member and the merge stands. */
  isAbsorbed(member: MemberPlace): Promise<boolean>;
  /** Whether one of these members was erased. */
  isErased(members: readonly MemberPlace[]): Promise<boolean>;
  lockHeads(shards: readonly number[]): Promise<readonly HeadRow[]>;
  readIdentities(hashes: readonly string[]): Promise<readonly IdentityRow[]>;
  moveIdentities(moves: readonly IdentityMove[]): Promise<void>;
  /** Gives the orders of one member that were claimed under these identities to another. */
  moveOrders(
    way: { readonly from: MemberPlace; readonly to: MemberPlace },
    identities: readonly string[],
  ): Promise<void>;
  appendLog(rows: readonly LogRow[], heads: readonly HeadRow[]): Promise<void>;
  markUndone(undo: UndoneMerge): Promise<void>;
  /** Locks a refusal that still stands; undefined for others. */
  lockRefusal(mergeId: string): Promise<Refusal | undefined>;
  markResolved(mergeId: string): Promise<void>;
  readIdentitiesOf(members: readonly MemberPlace[]): Promise<readonly IdentityRow[]>;
  readKeptApart(members: readonly MemberId[]): Promise<readonly (readonly [MemberId, MemberId])[]>;
  /** Who a member is now: herself, or whoever took her in, and whoever took that one in. */
  currentPlace(member: MemberPlace): Promise<MemberPlace>;
  insertIdentities(rows: readonly NewIdentityRow[]): Promise<number>;
  insertMergeLog(rows: readonly MergeLogRow[]): Promise<void>;
}

/** A join that a limit forbade. Of a link `other` is null and `identity` the one that was not linked; of a merge it is null. */
export interface Refusal {
  readonly mergeId: string;
  readonly member: MemberPlace;
  readonly other: MemberPlace | null;
  readonly identity: { readonly hash: string; readonly type: string } | null;
  readonly causeSource: string;
  readonly causeMessageId: string;
}

export interface UndoneMerge {
  readonly mergeId: string;
  readonly undoneAt: number;
  readonly undoneBy: string;
  readonly survivorPosition: number;
  readonly absorbedPosition: number;
  readonly identities: readonly string[];
}
