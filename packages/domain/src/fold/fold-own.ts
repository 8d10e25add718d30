import type { Member } from '../kernel/facet.ts';
import { invariant } from '../kernel/invariant.ts';
import { createMember } from '../kernel/member.ts';
import { createFoldContext, programOf } from '../kernel/program.ts';
import type { FoldContext } from '../kernel/program.ts';
import type { OwnStep } from '../kernel/steps.ts';
import { applyStep } from './apply-step.ts';
import { allShares, supplyShares } from './shares.ts';
import type { Shares } from './shares.ts';

/**
 * Answers the need of a member's history: folds the facts and decisions that are her own, in the order of their recording, under
 * one program version from the first to the last, into a member who is only looked at.
 */
export function supplyHistory(
  member: Member,
  history: readonly OwnStep[],
  use: { readonly programVersion: number; readonly context: FoldContext; readonly shares?: Shares },
): void {
  const own = createMember(member.facets, member.id, member.shard);
  const program = programOf(use.context, use.programVersion);
  const context = createFoldContext({ programs: [program], days: use.context.days });
  for (const [index, step] of inOrder(history).entries()) {
    foldOwn(
      own,
      { ...step, position: index + 1 },
      { context, shares: use.shares ?? allShares, position: step.position },
    );
  }
  member.own = own;
}

/** Nothing is missing of a member folded from nothing but her shares, which were taken when the step was first folded. */
function foldOwn(
  own: Member,
  step: OwnStep,
  use: { readonly context: FoldContext; readonly shares: Shares; readonly position: number },
): void {
  for (let missing = applyStep(own, step, use); missing !== null; missing = applyStep(own, step, use)) {
    invariant(missing.needs.length === 0, 'a member folded from nothing lacks nothing');
    supplyShares(own, missing, { shares: use.shares, position: own.run?.step === step ? use.position : 0 });
  }
}

function inOrder(steps: readonly OwnStep[]): readonly OwnStep[] {
  return steps.toSorted((a, b) => a.recordedAt - b.recordedAt || a.shard - b.shard || a.position - b.position);
}
