import type { CompiledLifecycle, ConditionNode, RuleNode } from '@perennial/domain';
import { ProblemError } from '../kernel/problem-error.ts';
import type { WordedDetail } from '../kernel/problem-error.ts';

type Lifecycle = Pick<CompiledLifecycle, 'id' | 'stages'>;

/** The condition, whose stages there are. Throws `members.condition_invalid`: who asks for a stage that there is not would find nobody. */
export function withKnownStages(node: ConditionNode, lifecycles: readonly Lifecycle[]): ConditionNode {
  const errors = unknownStages(node, lifecycles);
  if (errors.length > 0) throw new ProblemError('members.condition_invalid', { errors });
  return node;
}

/** Where a condition asks for a stage that there is not. */
export function unknownStages(node: ConditionNode, lifecycles: readonly Lifecycle[]): readonly WordedDetail[] {
  const known = new Map<string, readonly string[]>(
    lifecycles.flatMap(({ id, stages }) => {
      const ids = stages.map((stage) => stage.id);
      return [
        [`stage.${id}`, ids],
        [`stage.${id}.next`, ids],
      ];
    }),
  );
  return [...problemsIn(node, '', known)];
}

function* problemsIn(
  node: ConditionNode,
  path: string,
  known: ReadonlyMap<string, readonly string[]>,
): Generator<WordedDetail> {
  if (node.kind === 'group') {
    for (const [at, inner] of node.nodes.entries()) yield* problemsIn(inner, `${path}rules.${at}.`, known);
    return;
  }
  const stages = known.get(node.field);
  if (stages === undefined) return;
  for (const one of textsOf(node)) {
    if (one === '' || stages.includes(one)) continue;
    yield {
      path: `/condition#${path}value`,
      message: {
        en: `There is no stage "${one}". There are: ${stages.join(', ')}.`,
        zh: `没有阶段“${one}”。现有：${stages.join('、')}。`,
      },
    };
  }
}

function textsOf({ value }: RuleNode): readonly string[] {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.filter((one) => typeof one === 'string');
}
