import { applyStep, type FoldContext, type LoggedStep, type MergeStep } from '@perennial/domain';
import type { MemberList } from './member-list.ts';

export type ListById = ReadonlyMap<string, MemberList>;

/** The absorbed member's list, applied up to her tombstone; null while it waits for something of its own. */
function absorbedReady(lists: ListById, step: MergeStep, context: FoldContext): MemberList | null {
  const absorbed = lists.get(step.absorbedId);
  if (absorbed === undefined) throw new Error(`the absorbed member of merge ${step.mergeId} was not gathered`);
  applyList(lists, absorbed, { context, upTo: step.absorbedPosition });
  if (absorbed.stop === 'none') return absorbed;
  if ('error' in absorbed.stop)
    throw new Error(`the absorbed member of merge ${step.mergeId} is parked`, { cause: absorbed.stop.error });
  return null;
}

/** Applies one step, or says why it must wait; null: it waits for the absorbed member. */
function applyOne(
  { lists, context }: { readonly lists: ListById; readonly context: FoldContext },
  list: MemberList,
  step: LoggedStep,
): MemberList['stop'] | null {
  if (step.kind !== 'merge') {
    const missing = applyStep(list.member, step, { context });
    return missing === null ? 'none' : { missing };
  }
  const other = absorbedReady(lists, step, context);
  if (other === null) return null;
  const absorbed = other.member;
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
  list.stop = 'none';
  while (list.next < list.steps.length) {
    const step = list.steps[list.next];
    if (step === undefined || step.position > options.upTo) return;
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
