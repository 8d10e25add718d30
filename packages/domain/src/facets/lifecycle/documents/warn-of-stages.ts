import type { ParseUse } from '../../../kernel/facet.ts';
import { unreachableStages } from '../stages/unreachable-stages.ts';
import type { Unreachable } from '../stages/unreachable-stages.ts';
import { lifecyclesFolder } from './documents.ts';
import type { ParsedDocuments } from './parse.ts';

const messages: Readonly<Record<Unreachable, { readonly code: string; readonly message: string }>> = {
  condition: {
    code: 'lifecycle.condition_never_holds',
    message: 'No member can be in this stage: its rules exclude one another.',
  },
  precedence: {
    code: 'lifecycle.stage_unreachable',
    message:
      'No member can be in this stage: the stages before it take everybody whom it would. A window that is no longer than that of a stage before lasts no time at all.',
  },
};

/** Stages that no one can reach are allowed: a program may be halfway to what it is to be. But they are never meant. */
export function warnOfStages({ lifecycles }: ParsedDocuments, { problemsOf }: Pick<ParseUse, 'problemsOf'>): void {
  for (const { document, nodes } of lifecycles) {
    const problems = problemsOf(`${lifecyclesFolder}${document.id}.json`);
    for (const [index, why] of unreachableStages(nodes).entries()) {
      if (why === null) continue;
      const { code, message } = messages[why];
      problems.add(code, `stages[${index}].condition`, message);
    }
  }
}
