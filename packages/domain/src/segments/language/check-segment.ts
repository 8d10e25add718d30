import type { FactValue } from '../../kernel/base/payload.ts';
import {
  at,
  isObject,
  readChoice,
  readList,
  readNumber,
  readObject,
  readText,
  tell,
} from '../../kernel/documents/read-json.ts';
import type { JsonObject, Spot } from '../../kernel/documents/read-json.ts';
import { checkCondition, combinators, groupKeys } from '../../conditions/check-condition.ts';
import type { ConditionUse } from '../../conditions/check-condition.ts';
import { conditionDepthMax, conditionRulesMax } from '../../conditions/condition.ts';
import { checkBehaviour } from './check-behaviour.ts';
import { bucketsCount } from './segment-node.ts';
import type { BucketClause, SegmentGroup, SegmentNode } from './segment-node.ts';

/** Behaviours of one segment: each is a column of the one pass over what was done. */
export const behavioursMax = 16;

export interface SegmentUse {
  /** Fields of what is known of members; `list`, as the lens is asked. */
  readonly members: ConditionUse;
}

interface Walk {
  readonly use: SegmentUse;
  readonly depth: number;
  readonly count: { leaves: number; behaviours: number };
}

/** Checks who is to be in a segment; tells every problem and gives the tree, or null when there was one. */
export function checkSegment(value: FactValue | undefined, spot: Spot, use: SegmentUse): SegmentNode | null {
  const before = spot.problems.problems.length;
  const node = checkNode(value, spot, { use, depth: 1, count: { leaves: 0, behaviours: 0 } });
  return spot.problems.problems.length > before ? null : node;
}

function checkNode(value: FactValue | undefined, spot: Spot, walk: Walk): SegmentNode | null {
  if (!isObject(value)) {
    tell(spot, 'condition.not_a_condition', 'A rule or a group of rules is expected here.');
    return null;
  }
  if ('combinator' in value || 'rules' in value) return checkGroup(value, spot, walk);
  walk.count.leaves += 1;
  if (walk.count.leaves > conditionRulesMax) {
    if (walk.count.leaves === conditionRulesMax + 1)
      tell(spot, 'condition.too_many_rules', `A condition may hold ${conditionRulesMax} rules.`);
    return null;
  }
  if ('did' in value) return checkDid(value, spot, walk);
  if ('bucket' in value) return checkBucket(value, spot);
  const rule = checkCondition(value, spot, walk.use.members);
  return rule === null || rule.kind !== 'rule' ? null : { kind: 'member', rule };
}

function checkGroup(value: JsonObject, spot: Spot, walk: Walk): SegmentGroup | null {
  readObject(value, spot, groupKeys);
  if (walk.depth > conditionDepthMax) {
    tell(spot, 'condition.too_deep', `Groups may be nested ${conditionDepthMax} deep.`);
    return null;
  }
  const combinator = readChoice(value['combinator'], at(spot, 'combinator'), combinators);
  const not = value['not'] ?? false;
  if (typeof not !== 'boolean') tell(at(spot, 'not'), 'condition.not_a_boolean', 'True or false is expected here.');
  const rulesSpot = at(spot, 'rules');
  const rules = readList(value['rules'], rulesSpot, conditionRulesMax);
  if (rules.length === 0) tell(rulesSpot, 'condition.empty_group', 'A group needs at least one rule.');
  const inner = { ...walk, depth: walk.depth + 1 };
  const nodes = rules.flatMap((rule, index) => checkNode(rule, at(rulesSpot, index), inner) ?? []);
  return combinator === null ? null : { kind: 'group', combinator, isNegated: not === true, nodes };
}

function checkDid(value: JsonObject, spot: Spot, walk: Walk): SegmentNode | null {
  walk.count.behaviours += 1;
  if (walk.count.behaviours > behavioursMax) {
    if (walk.count.behaviours === behavioursMax + 1)
      tell(spot, 'segment.too_many_behaviours', `A segment may ask about ${behavioursMax} behaviours.`);
    return null;
  }
  return checkBehaviour(value, spot);
}

const bucketKeys = ['bucket', 'from', 'to', 'id'] as const;
const bucketRange = { min: 0, max: bucketsCount };

function checkBucket(value: JsonObject, spot: Spot): BucketClause | null {
  readObject(value, spot, bucketKeys);
  const salt = readText(value['bucket'], at(spot, 'bucket'), 40);
  const from = readNumber(value['from'], at(spot, 'from'), bucketRange);
  const to = readNumber(value['to'], at(spot, 'to'), bucketRange);
  if (salt === null || from === null || to === null) return null;
  if (!Number.isInteger(from) || !Number.isInteger(to) || from >= to) {
    tell(spot, 'segment.not_a_share', `Two whole numbers of 0 to ${bucketsCount} are expected here, the lesser first.`);
    return null;
  }
  return { kind: 'bucket', salt, from, to };
}
