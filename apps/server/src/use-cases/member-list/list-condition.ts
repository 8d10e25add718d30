import type { MemberCondition } from '@perennial/clickhouse';
import { documentMessage } from '@perennial/contracts';
import { checkCondition, createProblemList, lensFields, lifecycleRulesOf } from '@perennial/domain';
import type { ConditionNode, FactValue } from '@perennial/domain';
import { storesOf } from '../kernel/caller.ts';
import type { Caller } from '../kernel/caller.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import type { AsOf } from '../reading/days.ts';
import { refuseCosts } from '../reading/refuse-costs.ts';
import { businessSightOf } from '../reading/sight.ts';
import type { ReadingWorld } from '../reading/world.ts';
import { withKnownStages } from './known-stages.ts';

const problemsShownMax = 20;

interface ConditionAsked {
  /** As it was sent; undefined where everybody is asked for. */
  readonly value: FactValue | undefined;
  readonly asOf: AsOf;
  readonly caller: Caller;
}

/**
 * What a list is narrowed by, over the fields that lists know then; undefined where it is not. Store staff see those of their own
 * stores, whatever they ask for. Throws `members.condition_invalid`, naming each place.
 */
export async function listConditionOf(
  world: ReadingWorld,
  { value, asOf, caller }: ConditionAsked,
): Promise<MemberCondition | undefined> {
  if (value !== undefined && !businessSightOf(caller).costs) refuseCosts(value);
  const nodes = [...(value === undefined ? [] : [await checkedCondition(world, value, asOf)]), ...ownStoresOf(caller)];
  const [first] = nodes;
  if (first === undefined) return undefined;
  const node: ConditionNode =
    nodes.length === 1 ? first : { kind: 'group', combinator: 'and', isNegated: false, nodes };
  return { node, at: asOf.at, zone: world.zone };
}

async function checkedCondition(world: ReadingWorld, value: FactValue, asOf: AsOf): Promise<ConditionNode> {
  const program = await world.program();
  const { catalogue } = program;
  const problems = createProblemList();
  const purpose = asOf.isNow ? 'list' : 'pastList';
  const node = checkCondition(value, { path: '', problems }, { catalogue, purpose });
  if (node !== null) return withKnownStages(node, lifecycleRulesOf(program).lifecycles);
  throw new ProblemError('members.condition_invalid', {
    errors: problems.problems.slice(0, problemsShownMax).map((problem) => ({
      path: `/condition#${problem.path}`,
      message: documentMessage(problem),
      code: problem.code,
    })),
  });
}

function ownStoresOf(caller: Caller): readonly ConditionNode[] {
  const stores = storesOf(caller);
  if (stores === undefined) return [];
  const { store } = lensFields;
  return [{ kind: 'rule', field: store.field, definition: store, operator: 'in', value: stores }];
}
