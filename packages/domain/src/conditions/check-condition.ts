import type { FieldDefinition } from '../kernel/fields/field.ts';
import type { FactValue } from '../kernel/base/payload.ts';
import { at, isObject, readChoice, readList, readObject, tell } from '../kernel/documents/read-json.ts';
import type { Spot } from '../kernel/documents/read-json.ts';
import type { FieldCatalogue } from '../kernel/fields/world.ts';
import { checkValue } from './check-value.ts';
import { isWindow } from './compile-rule.ts';
import { conditionDepthMax, conditionRulesMax } from './condition.ts';
import type { ConditionNode, ConditionValue, RuleNode } from './condition.ts';

export interface ConditionUse {
  readonly catalogue: FieldCatalogue;
  /**
   * `timeline`: a lifecycle, whose fields must be known at every past instant; `now`: anything judged by the fold at the
   * moment; `list` and `pastList`: what the lens is asked, of now or of an instant in the past.
   */
  readonly purpose: 'timeline' | 'now' | 'list' | 'pastList';
  /** What `recency.last` means here; undefined where it has no meaning. */
  readonly recencyField?: string;
}

/** react-querybuilder gives groups and rules an id of its own, and rules the source of their value; they say nothing. */
export const groupKeys = ['combinator', 'not', 'rules', 'id'] as const;
export const ruleKeys = ['field', 'operator', 'value', 'valueSource', 'id'] as const;
export const combinators = ['and', 'or'] as const;

interface Budget {
  rules: number;
}

/** Checks a condition from a document; tells every problem and gives the tree, or null when there was one. */
export function checkCondition(value: FactValue | undefined, spot: Spot, use: ConditionUse): ConditionNode | null {
  const before = spot.problems.problems.length;
  const node = checkNode(value, spot, { use, depth: 1, budget: { rules: 0 } });
  return spot.problems.problems.length > before ? null : node;
}

interface Walk {
  readonly use: ConditionUse;
  readonly depth: number;
  readonly budget: Budget;
}

function checkNode(value: FactValue | undefined, spot: Spot, walk: Walk): ConditionNode | null {
  if (!isObject(value)) {
    tell(spot, 'condition.not_a_condition', 'A rule or a group of rules is expected here.');
    return null;
  }
  return 'combinator' in value || 'rules' in value ? checkGroup(value, spot, walk) : checkRule(value, spot, walk);
}

function checkGroup(value: FactValue, spot: Spot, walk: Walk): ConditionNode | null {
  const object = readObject(value, spot, groupKeys);
  if (object === null) return null;
  if (walk.depth > conditionDepthMax) {
    tell(spot, 'condition.too_deep', `Groups may be nested ${conditionDepthMax} deep.`);
    return null;
  }
  const combinator = readChoice(object['combinator'], at(spot, 'combinator'), combinators);
  const not = object['not'] ?? false;
  if (typeof not !== 'boolean') tell(at(spot, 'not'), 'condition.not_a_boolean', 'True or false is expected here.');
  const nodes: ConditionNode[] = [];
  const inner = { ...walk, depth: walk.depth + 1 };
  const rulesSpot = at(spot, 'rules');
  const rules = readList(object['rules'], rulesSpot, conditionRulesMax);
  if (rules.length === 0) tell(rulesSpot, 'condition.empty_group', 'A group needs at least one rule.');
  for (const [index, rule] of rules.entries()) {
    const node = checkNode(rule, at(rulesSpot, index), inner);
    if (node !== null) nodes.push(node);
  }
  return combinator === null ? null : { kind: 'group', combinator, isNegated: not === true, nodes };
}

function checkRule(value: FactValue, spot: Spot, walk: Walk): RuleNode | null {
  const object = readObject(value, spot, ruleKeys);
  if (object === null) return null;
  walk.budget.rules += 1;
  if (walk.budget.rules > conditionRulesMax) {
    if (walk.budget.rules === conditionRulesMax + 1) {
      tell(spot, 'condition.too_many_rules', `A condition may hold ${conditionRulesMax} rules.`);
    }
    return null;
  }
  const field = object['field'];
  const definition = findField(field, at(spot, 'field'), walk.use);
  if (definition === null) return null;
  const operator = definition.operators.find((known) => known === object['operator']);
  if (operator === undefined) {
    tell(
      at(spot, 'operator'),
      'condition.unknown_operator',
      `${definition.field} takes ${definition.operators.join(', ')}.`,
    );
    return null;
  }
  const checked = checkValue(object['value'], at(spot, 'value'), { definition, operator });
  if (checked === undefined) return null;
  if (walk.use.purpose === 'pastList' && isRhythm(checked)) {
    tell(at(spot, 'value'), 'condition.window_without_past', 'Of a past instant lists take windows of days only.');
    return null;
  }
  return {
    kind: 'rule',
    field: field === recencyAlias ? recencyAlias : definition.field,
    definition,
    operator,
    value: checked,
  };
}

/** A window as long as a member's own rhythm, or that of her category: lists know both for the present only. */
function isRhythm(value: ConditionValue): boolean {
  return isWindow(value) && value.window !== 'days';
}

export const recencyAlias = 'recency.last';

function findField(name: FactValue | undefined, spot: Spot, use: ConditionUse): FieldDefinition | null {
  const field = name === recencyAlias ? use.recencyField : name;
  const definition = typeof field === 'string' ? use.catalogue.find(field) : undefined;
  if (definition === undefined) {
    tell(spot, 'condition.unknown_field', `There is no field ${typeof name === 'string' ? `"${name}"` : 'here'}.`);
    return null;
  }
  const refusal = refusalOf(definition, use.purpose);
  if (refusal === null) return definition;
  tell(spot, refusal.code, refusal.message);
  return null;
}

/** Why a field may not be asked for a purpose. */
export function refusalOf(
  { field, isTimeline, class: kind, lens }: FieldDefinition,
  purpose: ConditionUse['purpose'],
): { readonly code: string; readonly message: string } | null {
  const refuse = (code: string, message: string) => ({ code, message: `${field} ${message}` });
  if (purpose === 'timeline' && !isTimeline)
    return refuse('condition.field_without_history', 'is known for the present only, so no lifecycle may use it.');
  if (purpose === 'now' && kind === 'lens')
    return refuse('condition.field_of_lists_only', 'is known to lists only, so nothing that is judged may use it.');
  if (purpose === 'list' && lens === null)
    return refuse('condition.field_not_in_lists', 'is not among what lists can be narrowed by.');
  if (purpose === 'pastList' && lens?.isKnownInPast !== true)
    return refuse('condition.field_without_past', 'is known to lists for the present only.');
  return null;
}
