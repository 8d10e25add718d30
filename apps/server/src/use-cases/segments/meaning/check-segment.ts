import { documentMessage } from '@perennial/contracts';
import { behavioursOf, checkSegment, createProblemList, memberRulesOf } from '@perennial/domain';
import type { CompiledProgram, FactValue, SegmentNode } from '@perennial/domain';
import type { Caller } from '../../kernel/caller.ts';
import { ProblemError } from '../../kernel/problem-error.ts';
import { businessSightOf } from '../../reading/sight.ts';
import { refuseCosts } from '../../reading/refuse-costs.ts';

const problemsShownMax = 20;

export interface SegmentAsked {
  readonly value: FactValue;
  readonly caller: Caller;
}

/** The tree of a segment's condition under the program in force. Throws `segment.invalid`, naming each place in the condition. */
export function checkedSegment(program: CompiledProgram, { value, caller }: SegmentAsked): SegmentNode {
  if (!businessSightOf(caller).costs) refuseCosts(value);
  const problems = createProblemList();
  const members = { catalogue: program.catalogue, purpose: 'list' } as const;
  const node = checkSegment(value, { path: '', problems }, { members });
  if (node !== null) return node;
  throw new ProblemError('segment.invalid', {
    errors: problems.problems.slice(0, problemsShownMax).map((problem) => ({
      path: `/condition#${problem.path}`,
      message: documentMessage(problem),
      code: problem.code,
    })),
  });
}

/** Whether the fold knows it with every step of a member; else the lens is asked. */
export function classOf(node: SegmentNode): 'fold' | 'lens' {
  const isOfFold =
    behavioursOf(node).length === 0 && memberRulesOf(node).every(({ definition }) => definition.class === 'fold');
  return isOfFold ? 'fold' : 'lens';
}
