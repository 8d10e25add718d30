import { applyStep, type FoldContext, type LoggedStep, type Member } from '@perennial/domain';
import type { MemberList } from './member-list.ts';
import { otherOf, type Other } from './others.ts';

export type ListById = ReadonlyMap<string, MemberList>;

/** The member herself when she has been brought there, the error that keeps her from it, or that something is still to be loaded. */
type Brought = { readonly member: Member } | { readonly error: unknown } | 'waiting';

function bringUpTo(lists: ListById, { key, upTo }: Other, context: FoldContext): Brought {
  const list = lists.get(key.id);
  if (list === undefined) return { error: new Error(`member ${key.id} was not gathered`) };
  applyList(lists, list, { context, upTo });
  const next = list.steps[list.next];
  if (next === undefined || next.position > upTo) return list;
  return typeof list.stop === 'object' && 'error' in list.stop ? list.stop : 'waiting';
}

/** Applies one step, or says why it must wait; null: it waits for the other member. */
function applyOne(
  { lists, context }: { readonly lists: ListById; readonly context: FoldContext },
  list: MemberList,
  step: LoggedStep,
): MemberList['stop'] | null {
  const other = otherOf(step);
  const brought = other === null ? null : bringUpTo(lists, other, context);
  if (brought === 'waiting') return null;
  if (step.kind !== 'merge') {
    // A split goes on also when the other one cannot be folded: the merge may be the reason.
    const missing = applyStep(list.member, step, { context });
    return missing === null ? 'none' : { missing };
  }
  if (brought === null || 'error' in brought)
    throw new Error(`the absorbed member of merge ${step.mergeId} is parked`, { cause: brought?.error });
  const absorbed = brought.member;
  const missing = applyStep(list.member, step, { context, absorbed });
  return missing === null ? 'none' : { missing, absorbed };
}

/**
 * Applies a member's steps until the end, `upTo`, or a stop. A step at or before the member's position has been applied
 * already and is passed over (invariant E4). A throw stops this member alone: she is parked, and the shard goes on.
 */
export function applyList(
  lists: ListById,
  list: MemberList,
  options: { readonly context: FoldContext; readonly upTo: number },
): void {
  while (list.next < list.steps.length) {
    const step = list.steps[list.next];
    if (step === undefined || step.position > options.upTo) return;
    list.stop = 'none';
    if (step.position > list.member.position) {
      try {
        const stop = applyOne({ lists, context: options.context }, list, step);
        if (stop === null) return;
        list.stop = stop;
      } catch (error) {
        list.stop = { error };
      }
      if (list.stop !== 'none') return;
    }
    list.next += 1;
  }
}

/** Applies every list as far as it goes. */
export function applyLists(lists: ListById, context: FoldContext): void {
  for (const list of lists.values()) applyList(lists, list, { context, upTo: Infinity });
}
