import { canHold } from '../../../conditions/can-hold.ts';
import type { Goal } from '../../../conditions/can-hold.ts';
import type { ConditionNode } from '../../../conditions/condition.ts';

/** `condition`: no member can meet it; `precedence`: the stages before take everybody who does, or everybody there is. */
export type Unreachable = 'condition' | 'precedence';

/**
 * Why no member can ever stand in a stage, by its place; null of a stage that somebody may reach, as far as its conditions say.
 * `nodes` are the checked conditions in the order of precedence, null for the last resort.
 */
export function unreachableStages(nodes: readonly (ConditionNode | null)[]): readonly (Unreachable | null)[] {
  return nodes.map((node, index) => {
    const own: readonly Goal[] = node === null ? [] : [{ node, isTrue: true }];
    if (!canHold(own)) return 'condition';
    const earlier = nodes.slice(0, index).flatMap((one) => (one === null ? [] : [{ node: one, isTrue: false }]));
    return canHold([...own, ...earlier]) ? null : 'precedence';
  });
}
