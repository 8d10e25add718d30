import type { MemberCondition } from '@perennial/clickhouse';
import { documentMessage } from '@perennial/contracts';
import { checkCondition, createProblemList } from '@perennial/domain';
import type { FactValue } from '@perennial/domain';
import { ProblemError } from '../kernel/problem-error.ts';
import type { AsOf } from '../reading/days.ts';
import type { ReadingWorld } from '../reading/world.ts';

const problemsShownMax = 20;

/** A condition that a list is narrowed by, over the fields that lists know then. Throws `members.condition_invalid`, naming each place. */
export async function listConditionOf(world: ReadingWorld, value: FactValue, asOf: AsOf): Promise<MemberCondition> {
  const { catalogue } = await world.program();
  const problems = createProblemList();
  const purpose = asOf.isNow ? 'list' : 'pastList';
  const node = checkCondition(value, { path: '', problems }, { catalogue, purpose });
  if (node !== null) return { node, at: asOf.at, zone: world.zone };
  throw new ProblemError('members.condition_invalid', {
    errors: problems.problems.slice(0, problemsShownMax).map((problem) => ({
      path: `/condition#${problem.path}`,
      message: documentMessage(problem).en,
    })),
  });
}
