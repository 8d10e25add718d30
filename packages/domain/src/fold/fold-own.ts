import type { Member } from '../kernel/facet.ts';
import { invariant } from '../kernel/invariant.ts';
import { createMember } from '../kernel/member.ts';
import { createFoldContext, programOf } from '../kernel/program.ts';
import type { FoldContext } from '../kernel/program.ts';
import type { OwnStep } from '../kernel/steps.ts';
import { applyStep } from './apply-step.ts';

/**
 * Answers the need of a member's history: folds the facts and decisions that are her own, in the order of their recording, under
 * one program version from the first to the last, into a member who is only looked at.
 */
export function supplyHistory(
  member: Member,
  history: readonly OwnStep[],
  use: { readonly programVersion: number; readonly context: FoldContext },
): void {
  const own = createMember(member.facets, member.id, member.shard);
  const program = programOf(use.context, use.programVersion);
  const context = createFoldContext({ programs: [program], days: use.context.days });
  for (const [index, step] of inOrder(history).entries()) {
    const missing = applyStep(own, { ...step, position: index + 1 }, { context });
    invariant(missing === null, 'a member folded from nothing lacks nothing');
  }
  member.own = own;
}

function inOrder(steps: readonly OwnStep[]): readonly OwnStep[] {
  return steps.toSorted((a, b) => a.recordedAt - b.recordedAt || a.shard - b.shard || a.position - b.position);
}
