import type { ConditionOperator, FieldDefinition } from '../kernel/fields/field.ts';
import type { FactValue } from '../kernel/base/payload.ts';

/** A condition as documents hold it: the open rule-group shape of react-querybuilder. */
export interface ConditionGroup {
  readonly combinator: 'and' | 'or';
  readonly not?: boolean;
  readonly rules: readonly Condition[];
}
export interface ConditionRule {
  readonly field: string;
  readonly operator: string;
  readonly value?: FactValue;
}
export type Condition = ConditionGroup | ConditionRule;

/**
 * How long "recent" is. Days are 24 hours and need not be whole. `personal` is a multiple of the member's own median
 * purchase gap, else of the brand's; `cycle` a multiple of the cycle of the category she last bought.
 */
export type WindowValue =
  | { readonly window: 'days'; readonly days: number }
  | { readonly window: 'personal'; readonly multiple: number; readonly minDays: number; readonly maxDays: number }
  | { readonly window: 'cycle'; readonly multiple: number; readonly fallbackDays: number };

export const conditionDepthMax = 5;
export const conditionRulesMax = 64;
export const textLengthMax = 200;
export const listLengthMax = 200;
export const windowDaysMax = 3660;

/** The checked tree: every field resolved, every value of its type. */
export type ConditionNode = GroupNode | RuleNode;
export interface GroupNode {
  readonly kind: 'group';
  readonly combinator: 'and' | 'or';
  readonly isNegated: boolean;
  readonly nodes: readonly ConditionNode[];
}
export interface RuleNode {
  readonly kind: 'rule';
  /** As written in the document; `recency.last` resolves to the field that `definition` names. */
  readonly field: string;
  readonly definition: FieldDefinition;
  readonly operator: ConditionOperator;
  readonly value: ConditionValue;
}
/** A rule, and whether it holds. */
export interface RuleAnswer {
  readonly rule: RuleNode;
  readonly isTrue: boolean;
}
export type ConditionValue = WindowValue | number | string | boolean | null | readonly number[] | readonly string[];

export function isGroup(condition: Condition): condition is ConditionGroup {
  return 'combinator' in condition;
}
