import type { MemberId } from '@perennial/domain';
import {
  logKinds,
  type HeadRow,
  type IdentityMove,
  type IdentityRow,
  type LogRow,
  type MemberPlace,
  type MergeLogRow,
  type NewIdentityRow,
} from '../append/ingest-store.ts';
import { stepRow } from '../append/log-layout.ts';
import { stepTypes, type SplitPayload } from '../log/step-payload.ts';
import type { MergeRecord, SegmentStore } from '../log/log-segments.ts';

export interface MergeStore extends SegmentStore {
  /** Refusals for a limit that still stand, oldest first: those that concern these members, or all. */
  readRefusals(members: readonly MemberPlace[] | null, limit: number): Promise<readonly string[]>;
  transaction<T>(name: string, work: (transaction: MergeTransaction) => Promise<T>): Promise<T>;
}

/** One transaction on merges. Locks: the merge row, then heads in shard order. */
export interface MergeTransaction {
  /** Locks and reads a merge that took place; undefined for others and for refusals. */
  lockMerge(mergeId: string): Promise<MergeRecord | undefined>;
  /** Whether somebody has absorbed this member and the merge stands. */
  isAbsorbed(member: MemberPlace): Promise<boolean>;
  lockHeads(shards: readonly number[]): Promise<readonly HeadRow[]>;
  readIdentities(hashes: readonly string[]): Promise<readonly IdentityRow[]>;
  moveIdentities(moves: readonly IdentityMove[]): Promise<void>;
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

/** A join that a limit forbade. Of a link `other` is null and `identity` the one that was not linked. */
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

export type UndoOutcome =
  | {
      readonly kind: 'undone';
      readonly survivorId: MemberId;
      readonly splitId: MemberId;
      readonly shards: readonly number[];
    }
  | { readonly kind: 'refused'; readonly code: 'merge.not_found' | 'merge.already_undone' | 'merge.not_undoable' };

export interface UndoOptions {
  readonly store: MergeStore;
  readonly signal: (shards: readonly number[]) => void;
}

/**
 * Takes a merge back. The identities that it re-pointed go back to the absorbed member where the survivor still holds them,
 * both logs get a split step, and the merge log keeps whose facts are whose (`log-segments.ts`). The two are kept apart from
 * then on: what joined them once does not join them again. A survivor who was absorbed herself has to be split off first.
 */
export async function undoMerge(options: UndoOptions, mergeId: string, by: string): Promise<UndoOutcome> {
  const outcome = await options.store.transaction('undo merge', (transaction) => undoOnce(transaction, mergeId, by));
  if (outcome.kind === 'undone') options.signal(outcome.shards);
  return outcome;
}

async function undoOnce(transaction: MergeTransaction, mergeId: string, by: string): Promise<UndoOutcome> {
  const merge = await transaction.lockMerge(mergeId);
  if (merge === undefined) return { kind: 'refused', code: 'merge.not_found' };
  if (merge.status === 'undone') return { kind: 'refused', code: 'merge.already_undone' };
  const shards = [...new Set([merge.survivor.shard, merge.absorbed.shard])].sort((one, other) => one - other);
  const heads = new Map((await transaction.lockHeads(shards)).map((head) => [head.shard, head]));
  // Asked under the heads: whoever absorbs the survivor needs them too.
  if (await transaction.isAbsorbed(merge.survivor)) return { kind: 'refused', code: 'merge.not_undoable' };
  await giveBack(transaction, merge);
  const absorbed = nextRow(heads, merge.absorbed, mergeId);
  const survivor = nextRow(heads, merge.survivor, mergeId);
  await transaction.appendLog([absorbed, survivor], [...heads.values()]);
  await transaction.markUndone({
    mergeId,
    undoneAt: survivor.recordedAt,
    undoneBy: by,
    survivorPosition: survivor.position,
    absorbedPosition: absorbed.position,
    identities: merge.identities,
  });
  return { kind: 'undone', survivorId: merge.survivor.id, splitId: merge.absorbed.id, shards };
}

async function giveBack(transaction: MergeTransaction, merge: MergeRecord): Promise<void> {
  const rows = await transaction.readIdentities(merge.identities);
  const moves = rows
    .filter((row) => row.memberId === merge.survivor.id)
    .map((row) => ({ hash: row.hash, to: merge.absorbed }));
  if (moves.length > 0) await transaction.moveIdentities(moves);
}

/** The split step of one side. Whoever resolved identities of this shard before has to resolve them anew. */
function nextRow(heads: Map<number, HeadRow>, place: MemberPlace, mergeId: string): LogRow {
  const head = heads.get(place.shard);
  if (head === undefined) throw new Error(`the head of shard ${place.shard} was not locked`);
  const next = { ...head, position: head.position + 1, mergeCount: head.mergeCount + 1, linkCount: head.linkCount + 1 };
  heads.set(place.shard, next);
  const payload: SplitPayload = { mergeId };
  return stepRow(
    { kind: logKinds.split, place, mergeId, type: stepTypes.split, payload: JSON.stringify(payload) },
    next,
  );
}
