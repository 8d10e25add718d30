import type { Member } from '../kernel/facet.ts';
import { invariant } from '../kernel/base/invariant.ts';
import { createMember } from '../kernel/member.ts';
import type { Missing } from '../kernel/rows/needs.ts';
import { createFoldContext, programOf } from '../kernel/program.ts';
import type { FoldContext } from '../kernel/program.ts';
import type { OwnStep } from '../kernel/steps/steps.ts';
import { advanceTo } from './advance.ts';
import { applyStep } from './apply-step.ts';
import { createShareSupply } from './shares.ts';
import type { RecordedInputs } from './shares.ts';

/**
 * Answers the need of a member's history: folds the facts and decisions that are her own, in the order of their recording, under
 * one program version from the first to the last, and time up to the instant at which it is asked for, into a member who is only
 * looked at. Nothing is taken for her again.
 */
export function supplyHistory(
  member: Member,
  history: readonly OwnStep[],
  use: {
    readonly programVersion: number;
    readonly recordedAt: number;
    readonly context: FoldContext;
    readonly inputs?: RecordedInputs;
  },
): void {
  const own = createMember(member.facets, member.id, member.shard);
  const program = programOf(use.context, use.programVersion);
  const context = createFoldContext({ programs: [program], days: use.context.days });
  const supplyShares = createShareSupply(use.inputs);
  const through = (step: OwnStep | null, go: () => Missing | null): void => {
    for (let missing = go(); missing !== null; missing = go()) {
      invariant(missing.needs.length === 0, 'a member folded from nothing lacks nothing');
      // A wake may ask on the way to the step.
      supplyShares(own, missing, own.run?.step === null ? null : step);
    }
  };
  for (const [index, step] of inOrder(history).entries()) {
    const numbered = { ...step, position: index + 1 };
    through(step, () => applyStep(own, numbered, { context }));
  }
  through(null, () => advanceTo(own, use.recordedAt, context));
  member.own = own;
}

function inOrder(steps: readonly OwnStep[]): readonly OwnStep[] {
  return steps.toSorted((a, b) => a.recordedAt - b.recordedAt || a.shard - b.shard || a.position - b.position);
}
