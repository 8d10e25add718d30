import type { MemberId, OtherSplit } from '@perennial/domain';
import { logKinds, type HeadRow, type LogRow, type MemberPlace } from '../log/log-rows.ts';
import type { MergeRecord } from '../log/log-segments.ts';
import { stepTypes, type SplitPayload } from '../log/step-payload.ts';
import { stepRow } from '../log/step-row.ts';
import type { MergeStore, MergeTransaction } from './merge-store.ts';

export type UndoOutcome =
  | {
      readonly kind: 'undone';
      readonly survivorId: MemberId;
      readonly splitId: MemberId;
      readonly shards: readonly number[];
    }
  | {
      readonly kind: 'refused';
      readonly code: 'member.erased' | 'merge.not_found' | 'merge.already_undone' | 'merge.not_undoable';
    };

export interface UndoOptions {
  readonly store: MergeStore;
  readonly signal: (shards: readonly number[]) => void;
}

/**
 * Takes a merge back. The identities that it re-pointed go back to the absorbed member where the survivor still holds them, and
 * with them the orders that were claimed under them since; both logs get a split step, and the merge log keeps whose facts are
 * whose (`log-segments.ts`). The two are kept apart from then on: what joined them once does not join them again. A survivor who
 * was absorbed herself has to be split off first. Who was erased stays as she is: the indexes by which facts would be given back
 * are gone.
 */
export async function undoMerge(options: UndoOptions, mergeId: string, by: string): Promise<UndoOutcome> {
  const outcome = await options.store.transaction('undo merge', (transaction) => undoOnce(transaction, mergeId, by));
  if (outcome.kind === 'undone') options.signal(outcome.shards);
  return outcome;
}

async function undoOnce(transaction: MergeTransaction, mergeId: string, by: string): Promise<UndoOutcome> {
  const merge = await transaction.lockMerge(mergeId);
  if (merge === undefined) return { kind: 'refused', code: 'merge.not_found' };
  return undoLocked(transaction, merge, by);
}

/** What taking a merge back reads and writes. */
export type UndoTransaction = Pick<
  MergeTransaction,
  | 'isAbsorbed'
  | 'isErased'
  | 'lockHeads'
  | 'readIdentities'
  | 'moveIdentities'
  | 'moveOrders'
  | 'appendLog'
  | 'markUndone'
>;

/** The same for a merge that the caller has locked. */
export async function undoLocked(transaction: UndoTransaction, merge: MergeRecord, by: string): Promise<UndoOutcome> {
  const { mergeId } = merge;
  if (merge.status === 'undone') return { kind: 'refused', code: 'merge.already_undone' };
  const shards = [...new Set([merge.survivor.shard, merge.absorbed.shard])].sort((one, other) => one - other);
  const heads = new Map((await transaction.lockHeads(shards)).map((head) => [head.shard, head]));
  // Asked under the heads: whoever erases one of them or absorbs the survivor needs them too.
  if (await transaction.isErased([merge.survivor, merge.absorbed])) return { kind: 'refused', code: 'member.erased' };
  if (await transaction.isAbsorbed(merge.survivor)) return { kind: 'refused', code: 'merge.not_undoable' };
  await giveBack(transaction, merge);
  const [absorbed, survivor] = splitRows(heads, merge);
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

/**
 * Orders that the absorbed member had claimed before are hers still: nothing but the merge led from them to the survivor. Those
 * since are moved under the heads, because a fact on its way may claim one until then; a fact that holds one of them and waits for
 * a head, or this, is given up by the database's deadlock check and tried again.
 */
async function giveBack(transaction: UndoTransaction, merge: MergeRecord): Promise<void> {
  const rows = await transaction.readIdentities(merge.identities);
  const moves = rows
    .filter((row) => row.memberId === merge.survivor.id)
    .map((row) => ({ hash: row.hash, to: merge.absorbed }));
  if (moves.length > 0) await transaction.moveIdentities(moves);
  await transaction.moveOrders({ from: merge.survivor, to: merge.absorbed }, merge.identities);
}

/** The split steps of both sides, each of which names the other. */
function splitRows(heads: Map<number, HeadRow>, merge: MergeRecord): readonly [LogRow, LogRow] {
  const absorbed = nextHead(heads, merge.absorbed);
  const survivor = nextHead(heads, merge.survivor);
  const row = (place: MemberPlace, head: HeadRow, other: OtherSplit): LogRow => {
    const payload: SplitPayload = { mergeId: merge.mergeId, other };
    return stepRow(
      { kind: logKinds.split, place, id: merge.mergeId, type: stepTypes.split, payload: JSON.stringify(payload) },
      head,
    );
  };
  return [
    row(merge.absorbed, absorbed, { shard: survivor.shard, id: merge.survivor.id, position: survivor.position }),
    row(merge.survivor, survivor, { shard: absorbed.shard, id: merge.absorbed.id, position: absorbed.position }),
  ];
}

/** The head with one step more. Whoever resolved identities of this shard before has to resolve them anew. */
function nextHead(heads: Map<number, HeadRow>, { shard }: MemberPlace): HeadRow {
  const head = heads.get(shard);
  if (head === undefined) throw new Error(`the head of shard ${shard} was not locked`);
  const next = { ...head, position: head.position + 1, mergeCount: head.mergeCount + 1, linkCount: head.linkCount + 1 };
  heads.set(shard, next);
  return next;
}
