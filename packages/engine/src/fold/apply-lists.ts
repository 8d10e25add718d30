import { applyStep, mergeInto, stepNeeds, type FoldContext, type LoggedStep, type MergeStep } from '@perennial/domain';
import { hasRows, type MemberList } from './member-list.ts';

type ListById = ReadonlyMap<string, MemberList>;

/** The absorbed member's list, applied up to her tombstone; null while it waits for rows of its own. */
function absorbedReady(lists: ListById, step: MergeStep, context: FoldContext): MemberList | null {
  const absorbed = lists.get(step.absorbedId);
  if (absorbed === undefined) throw new Error(`the absorbed member of merge ${step.mergeId} was not gathered`);
  applyList(lists, absorbed, { context, upTo: step.absorbedPosition });
  if (absorbed.stop === 'rows' || absorbed.stop === 'split') return null;
  if (absorbed.stop !== 'none')
    throw new Error(`the absorbed member of merge ${step.mergeId} is parked`, { cause: absorbed.stop.error });
  return absorbed;
}

/** Applies one step, or says why it must wait. */
function applyOne(
  { lists, context }: { readonly lists: ListById; readonly context: FoldContext },
  list: MemberList,
  step: LoggedStep,
): MemberList['stop'] {
  // What was on its way when she was erased changes nothing of what is left of her.
  if (list.work.status === 'erased') return 'none';
  if (step.kind === 'split') return 'split';
  if (!hasRows(list.work, stepNeeds(list.work, step, context))) return 'rows';
  if (step.kind !== 'merge') {
    applyStep(list.work, step, context);
    return 'none';
  }
  const absorbed = absorbedReady(lists, step, context);
  if (absorbed === null) return 'rows';
  mergeInto(list.work, { absorbed: absorbed.work, step }, context);
  return 'none';
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
    if (step.position > list.work.position) {
      try {
        list.stop = applyOne({ lists, context: options.context }, list, step);
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
