import {
  advanceTo,
  dueByTimeAt,
  type FoldContext,
  type LoggedStep,
  type Member,
  type MergeStep,
} from '@perennial/domain';
import { foldLists } from '../../fold/fold-lists.ts';
import type { FoldReads, MemberKey, ResourceAsk } from '../../fold/fold-store.ts';
import { compareKeys, gather } from '../../fold/gather.ts';
import { createMemberList, type MemberList } from '../../fold/member-list.ts';
import { otherOf } from '../../fold/others.ts';
import type { Programs } from '../../fold/programs.ts';
import { goThrough, type SupplyUse } from '../../fold/supply.ts';
import type { CommandTransaction, Moment } from './command-store.ts';

/** Members as they are now. */
export interface Brought {
  /** The store's clock, epoch milliseconds: up to here their wakes have been fired. */
  readonly at: number;
  readonly context: FoldContext;
  /** By id, those who were absorbed by one of them included. */
  readonly lists: ReadonlyMap<string, MemberList>;
  /** Whom the fold could not fold, and who was not looked at therefore. */
  readonly parked: ReadonlySet<string>;
}

/** Who is to be brought to date. */
export interface Wanted {
  readonly places: readonly MemberKey[];
  /** Whom they are known to take in by steps that wait, to be locked with them. */
  readonly also: readonly MemberKey[];
}

/** Members as they stand in the store, locked, and what waits for them. */
export interface Found {
  readonly members: readonly Member[];
  readonly parked: ReadonlySet<string>;
  readonly steps: readonly LoggedStep[];
  readonly moment: Moment;
}

/** Locks members in their order, and reads what there is to fold of those who are wanted. */
export async function findMembers(transaction: CommandTransaction, { places, also }: Wanted): Promise<Found> {
  const ids = new Set<string>(places.map(({ id }) => id));
  const others = also.filter(({ id }) => !ids.has(id));
  const shards = [...new Set(places.map(({ shard }) => shard))];
  const [members, parked, steps, moment] = await Promise.all([
    transaction.openMembers([...places, ...others].toSorted(compareKeys)),
    transaction.parkedOf(shards),
    transaction.readUnfoldedSteps(places),
    // After the steps: a version that they fall under was published before they were logged.
    transaction.readMoment(),
  ]);
  return { members, parked: new Set(parked.map(({ id }) => id)), steps, moment };
}

/**
 * Folds, in memory, what waits in the logs of `places` and what has fallen due. The cursors of their shards come by later and pass over
 * what is written of it (invariant E4); of whom nothing is written, they fold everything anew.
 *
 * Where steps wait that she has in common with others, these steps, if the others are not locked yet: locks are taken in the order of
 * the members, so whoever can begins again with all of them.
 */
export async function bringToDate(
  transaction: CommandTransaction,
  { found, places }: { readonly found: Found; readonly places: readonly MemberKey[] },
  programs: Programs,
): Promise<Brought | readonly LoggedStep[]> {
  const { members, parked, moment } = found;
  const sound = new Set<string>(places.map(({ id }) => id).filter((id) => !parked.has(id)));
  const steps = found.steps.filter(({ memberId }) => sound.has(memberId));
  const opened = new Map(members.map((member) => [member.id, member]));
  const common = steps.filter((step) => placesOfOther(step).some(({ id }) => !opened.has(id)));
  if (common.length > 0) return common;
  await programs.ensure(moment.programVersion);
  const { context } = programs;
  const lists = await gather(withOpened(transaction, opened), steps);
  for (const member of members) if (!lists.has(member.id)) lists.set(member.id, createMemberList(member, []));
  const use = { reads: transaction, context, take: (asks: readonly ResourceAsk[]) => transaction.take(asks) };
  await foldLists(lists, use);
  for (const id of sound) {
    const list = lists.get(id);
    if (list?.stop === 'none') await fireDue(list, { ...use, at: moment.at });
  }
  return { at: moment.at, context, lists, parked };
}

/** Who has a step in common with the member in whose log it stands; nobody for most. */
export function placesOfOther(step: LoggedStep): readonly MemberKey[] {
  const other = otherOf(step);
  return other === null ? [] : [other.key];
}

/** The member and whomever she took in just now: they are written together. */
export function familyOf(member: Member, brought: Brought): readonly Member[] {
  const list = brought.lists.get(member.id);
  const merges = (list?.steps ?? []).filter((step): step is MergeStep => step.kind === 'merge');
  const absorbed = merges.flatMap(({ absorbedId }) => brought.lists.get(absorbedId)?.member ?? []);
  return [member, ...absorbed.flatMap((one) => familyOf(one, brought))];
}

/** One by one, for hardly anybody is due at the very moment. */
async function fireDue(list: MemberList, use: SupplyUse & { readonly at: number }): Promise<void> {
  const { member } = list;
  if (dueByTimeAt(member, use.context) > use.at) return;
  const take = async (asks: readonly ResourceAsk[]) => {
    const granted = await use.take(asks);
    list.taken.push(...asks.map((ask, n) => ({ ...ask, granted: granted[n] ?? 0 })));
    return granted;
  };
  await goThrough([member], (one) => advanceTo(one, use.at, use.context), { ...use, take });
}

/** Members that are open already are not opened again: each is one object, and locked once. */
function withOpened(transaction: CommandTransaction, opened: ReadonlyMap<string, Member>): FoldReads {
  return {
    ...transaction,
    async openMembers(keys) {
      const known = keys.flatMap(({ id }) => opened.get(id) ?? []);
      const others = keys.filter(({ id }) => !opened.has(id));
      return others.length === 0 ? known : [...known, ...(await transaction.openMembers(others))];
    },
  };
}
