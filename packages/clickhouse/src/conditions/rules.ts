import type { ConditionNode, ConditionValue, FieldDefinition, RuleNode } from '@perennial/domain';

/** A range, both ends included; an absent end is open. */
export interface Range {
  readonly min?: number;
  readonly max?: number;
}

/** A rule as a checked condition holds it. */
export function rule(
  definition: FieldDefinition,
  operator: RuleNode['operator'],
  value: ConditionValue,
): ConditionNode {
  return { kind: 'rule', field: definition.field, definition, operator, value };
}

export function anyOf(nodes: readonly ConditionNode[]): ConditionNode {
  return { kind: 'group', combinator: 'or', isNegated: false, nodes };
}

/** Numbers within a range. */
export function numbersWithin(definition: FieldDefinition, range: Range | undefined): readonly ConditionNode[] {
  return [
    ...(range?.min === undefined ? [] : [rule(definition, '>=', range.min)]),
    ...(range?.max === undefined ? [] : [rule(definition, '<=', range.max)]),
  ];
}

/** Instants within a range, to the millisecond. */
export function instantsWithin(definition: FieldDefinition, range: Range | undefined): readonly ConditionNode[] {
  return [
    ...(range?.min === undefined ? [] : [rule(definition, 'onOrAfter', range.min)]),
    ...(range?.max === undefined ? [] : [rule(definition, 'before', range.max + 1)]),
  ];
}
