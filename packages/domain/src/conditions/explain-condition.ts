import { dayMs, notByTime } from '../kernel/base/instants.ts';
import type { FactValue } from '../kernel/base/payload.ts';
import type { ConditionSubject } from '../kernel/fields/subject.ts';
import type { ConditionWorld } from '../kernel/fields/world.ts';
import { compileCondition, nextFlipAt } from './compile-condition.ts';
import { isWindow, startOfDate } from './compile-rule.ts';
import { compileWindow } from './compile-window.ts';
import type { ConditionNode, ConditionValue, RuleNode } from './condition.ts';
import { fieldValueOf } from './field-value.ts';

/** One clause of a condition with its verdict, what it saw, and when time alone will turn it. */
export type ExplainedClause = ExplainedGroup | ExplainedRule;

export interface ExplainedGroup {
  readonly kind: 'group';
  readonly isTrue: boolean;
  /** Epoch milliseconds; null when time alone never turns the verdict. */
  readonly flipsAt: number | null;
  readonly combinator: 'and' | 'or';
  readonly isNegated: boolean;
  readonly clauses: readonly ExplainedClause[];
}

export interface ExplainedRule {
  readonly kind: 'rule';
  readonly isTrue: boolean;
  readonly flipsAt: number | null;
  /** As the document names it. */
  readonly field: string;
  /** What the name resolves to: `purchase.last` for `recency.last`. */
  readonly resolvedField: string;
  readonly operator: string;
  readonly value: FactValue;
  /** Instants as epoch milliseconds; null when it has not happened. */
  readonly actual: FactValue;
  /** What the value came to for this member: the days of a window, the instant at which a calendar day begins. */
  readonly resolved: FactValue;
}

/** Clause by clause, why a condition holds or does not for a subject at an instant. */
export function explainCondition(
  node: ConditionNode,
  asked: { readonly subject: ConditionSubject; readonly at: number },
  world: ConditionWorld,
): ExplainedClause {
  const { subject, at } = asked;
  const predicate = compileCondition(node, world);
  const isTrue = predicate.test(subject, at);
  const flip = nextFlipAt(predicate, subject, at);
  const flipsAt = flip === notByTime ? null : flip;
  if (node.kind === 'group') {
    const clauses = node.nodes.map((member) => explainCondition(member, asked, world));
    return { kind: 'group', isTrue, flipsAt, combinator: node.combinator, isNegated: node.isNegated, clauses };
  }
  return {
    kind: 'rule',
    isTrue,
    flipsAt,
    field: node.field,
    resolvedField: node.definition.field,
    operator: node.operator,
    value: toFactValue(node.value),
    actual: fieldValueOf(node.definition, asked),
    resolved: resolvedOf(node, subject, world),
  };
}

function resolvedOf(node: RuleNode, subject: ConditionSubject, world: ConditionWorld): FactValue {
  const { value, operator, definition } = node;
  if (isWindow(value)) return compileWindow(value, definition.windowDaysMin, world)(subject) / dayMs;
  return operator === 'before' || operator === 'onOrAfter' ? startOfDate(value, world.days.zone) : toFactValue(value);
}

function toFactValue(value: ConditionValue): FactValue {
  return isWindow(value) ? { ...value } : value;
}
