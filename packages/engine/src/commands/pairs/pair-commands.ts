import type { IdentityPolicies } from '@perennial/domain';
import { joinMembers } from '../../merges/join-members.ts';
import { undoLocked } from '../../merges/undo-merge.ts';
import type { MemberPlace } from '../../log/log-rows.ts';
import { commandSource } from '../../log/step-payload.ts';
import type { CommandTransaction } from '../deciding/command-store.ts';
import type { DecideOptions } from '../deciding/decide-members.ts';
import { rejected, type Verdict } from '../deciding/outcome.ts';
import type { PairAct } from '../deciding/queued-command.ts';
import { giveBackUnwritten } from '../deciding/shares.ts';
import { bringPairToDate, obstacleOf } from './bring-pair-to-date.ts';

export interface PairUse extends DecideOptions {
  readonly policies: IdentityPolicies;
}

/** Two members who are one, and which of them stays. */
export interface Pair {
  readonly survivor: MemberPlace;
  readonly absorbed: MemberPlace;
  /** Whoever says so. */
  readonly by: string;
}

/**
 * Merges two members under the rules of automatic merges. Both are locked and brought to date; the decision is the tombstone in one
 * log and the merge in the other, under one id, and the fold applies them as it does those that facts bring about.
 */
export function createMerge(pair: Pair, use: PairUse): PairAct {
  return {
    kind: 'pair',
    places: [],
    carryOut: (transaction, { shards }) => merge(transaction, pair, { ...use, shards }),
  };
}

async function merge(
  transaction: CommandTransaction,
  pair: Pair,
  use: PairUse & { readonly shards: Set<number> },
): Promise<Verdict | 'overtaken'> {
  const survivor = await transaction.currentPlace(pair.survivor);
  const absorbed = await transaction.currentPlace(pair.absorbed);
  if (survivor.id === absorbed.id) return rejected('merge.same_member');
  const obstacle = await lookAtBoth(transaction, [survivor, absorbed], use);
  if (obstacle !== null) return obstacle;
  const shards = shardsOf([survivor, absorbed]);
  const heads = await transaction.lockHeads(shards);
  // Asked under the heads: whoever absorbs one of them needs them too.
  if ((await transaction.isAbsorbed(survivor)) || (await transaction.isAbsorbed(absorbed))) return 'overtaken';
  const cause = { source: commandSource, messageId: pair.by };
  const joined = await joinMembers(transaction, { survivor, absorbed, reason: 'staff', cause }, { ...use, heads });
  if (joined.kind === 'refused') return rejected(`merge.${joined.reason}`);
  for (const shard of shards) use.shards.add(shard);
  const { mergeId } = joined.merge;
  const answer = { mergeId, survivorId: survivor.id, absorbedId: absorbed.id };
  return { kind: 'done', memberId: survivor.id, decisionId: mergeId, answer };
}

/**
 * Locks both, brings them to date, and says why they cannot be merged. Nothing of it is written: what their steps took on the way the
 * fold takes once more.
 */
async function lookAtBoth(
  transaction: CommandTransaction,
  places: readonly MemberPlace[],
  { programs }: PairUse,
): Promise<Verdict | 'overtaken' | null> {
  const brought = await bringPairToDate(transaction, places, programs);
  await giveBackUnwritten(transaction, brought.lists, new Set());
  return obstacleOf(places, brought);
}

/**
 * Takes a merge back; the decision is a split step in both logs, under the id of the merge. Somebody who cannot be folded may be split
 * as well: the merge may be the reason.
 */
export function createUndoMerge({ mergeId, by }: { readonly mergeId: string; readonly by: string }): PairAct {
  return {
    kind: 'pair',
    places: [],
    carryOut: (transaction, { shards }) => undo(transaction, { mergeId, by }, shards),
  };
}

async function undo(
  transaction: CommandTransaction,
  { mergeId, by }: { readonly mergeId: string; readonly by: string },
  shards: Set<number>,
): Promise<Verdict> {
  const merge = await transaction.lockMerge(mergeId);
  if (merge === undefined) return rejected('merge.not_found');
  const outcome = await undoLocked(transaction, merge, by);
  if (outcome.kind === 'refused') return rejected(outcome.code);
  for (const shard of outcome.shards) shards.add(shard);
  const { survivorId, splitId } = outcome;
  return { kind: 'done', memberId: survivorId, decisionId: mergeId, answer: { mergeId, survivorId, splitId } };
}

function shardsOf(places: readonly MemberPlace[]): readonly number[] {
  return [...new Set(places.map(({ shard }) => shard))].toSorted((a, b) => a - b);
}
