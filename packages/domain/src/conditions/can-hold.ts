import type { ConditionNode } from './condition.ts';
import { createKnown, withRule } from './known-values.ts';
import type { KnownValues } from './known-values.ts';

/** A condition that is to hold, or is not to. */
export interface Goal {
  readonly node: ConditionNode;
  readonly isTrue: boolean;
}

/** Ways that are tried before nothing is claimed: enough for any lifecycle that people write, bounded for those that nobody does. */
const waysMax = 20_000;

/**
 * Whether there can be a member and an instant at which all goals are met. False is certain: the rules of some field leave no value for it.
 * True says only that nothing speaks against it here: fields are looked at one by one, so that what follows from one for another is not seen.
 */
export function canHold(goals: readonly Goal[]): boolean {
  return search({ open: goals, choices: [], known: createKnown() }, { ways: waysMax });
}

interface Search {
  readonly open: readonly Goal[];
  /** Of each one goal must be met. */
  readonly choices: readonly (readonly Goal[])[];
  readonly known: KnownValues;
}

function search({ open, choices, known }: Search, budget: { ways: number }): boolean {
  if (budget.ways <= 0) return true;
  budget.ways -= 1;
  const [goal, ...others] = open;
  if (goal === undefined) return choose({ choices, known }, budget);
  if (goal.node.kind === 'rule') {
    const ways = withRule(known, { rule: goal.node, isTrue: goal.isTrue });
    return ways.some((way) => search({ open: others, choices, known: way }, budget));
  }
  const isTrue = goal.isTrue !== goal.node.isNegated;
  const parts = goal.node.nodes.map((node): Goal => ({ node, isTrue }));
  // All rules of an "and" that holds; all of an "or" that does not.
  if ((goal.node.combinator === 'and') === isTrue)
    return search({ open: [...parts, ...others], choices, known }, budget);
  return search({ open: others, choices: [...choices, parts], known }, budget);
}

/** Choices wait until all is known that needs none, so that few of their ways are left. */
function choose({ choices, known }: Pick<Search, 'choices' | 'known'>, budget: { ways: number }): boolean {
  const [choice, ...others] = choices;
  if (choice === undefined) return true;
  return choice.some((goal) => search({ open: [goal], choices: others, known }, budget));
}
