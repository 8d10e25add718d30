import type { IdentityPolicies } from '@perennial/domain';
import type { Programs } from '../fold/programs.ts';
import { joinMembers } from '../merges/join-members.ts';
import { undoLocked } from '../merges/undo-merge.ts';
import type { MemberPlace } from '../log/log-rows.ts';
import { commandSource } from '../log/step-payload.ts';
import { bringToDate, findMembers, placesOfOther, type Brought } from './bring-to-date.ts';
import type { CommandTransaction } from './command-store.ts';
import type { DecideOptions } from './decide-members.ts';
import { refused, rejected, type Verdict } from './outcome.ts';
import type { PairAct } from './queued-command.ts';

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
  return { kind: 'pair', carryOut: (transaction, shards) => merge(transaction, pair, { ...use, shards }) };
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

/** Locks both, brings them to date, and says why they cannot be merged. */
async function lookAtBoth(
  transaction: CommandTransaction,
  places: readonly MemberPlace[],
  { programs }: PairUse,
): Promise<Verdict | 'overtaken' | null> {
  const { lists, parked } = await bringBothToDate(transaction, places, programs);
  for (const { id } of places) {
    const list = lists.get(id);
    if (list === undefined) return refused('member.not_found');
    if (parked.has(id) || list.stop !== 'none') return refused('member.parked');
    if (list.member.status === 'erased') return rejected('member.erased');
    if (list.member.status === 'absorbed') return 'overtaken';
  }
  return null;
}

/** Whom they take in by steps that wait is locked after them: merges by staff are too rare for it to matter. */
async function bringBothToDate(
  transaction: CommandTransaction,
  places: readonly MemberPlace[],
  programs: Programs,
): Promise<Brought> {
  const also: MemberPlace[] = [];
  for (;;) {
    const found = await findMembers(transaction, { places, also });
    const brought = await bringToDate(transaction, { found, places }, programs);
    if ('lists' in brought) return brought;
    also.push(...brought.flatMap(placesOfOther));
  }
}

/**
 * Takes a merge back; the decision is a split step in both logs, under the id of the merge. Somebody who cannot be folded may be split
 * as well: the merge may be the reason.
 */
export function createUndoMerge({ mergeId, by }: { readonly mergeId: string; readonly by: string }): PairAct {
  return { kind: 'pair', carryOut: (transaction, shards) => undo(transaction, { mergeId, by }, shards) };
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
