import type { DocumentCondition, DocumentGroup, DocumentRule } from './builder-query.ts';

/** A condition as a list of clauses, all of which must hold: what a bar of filters shows. */
export function clausesOf(condition: DocumentCondition | undefined): readonly DocumentCondition[] {
  if (condition === undefined) return [];
  return isPlainAll(condition) ? condition.rules : [condition];
}

/** The condition of such clauses; undefined where there is none. */
export function conditionOf(clauses: readonly DocumentCondition[]): DocumentCondition | undefined {
  const [first] = clauses;
  return clauses.length > 1 ? { combinator: 'and', rules: clauses } : first;
}

function isPlainAll(condition: DocumentCondition): condition is DocumentGroup {
  return isGroup(condition) && condition.combinator === 'and' && condition.not !== true;
}

export function isGroup(condition: DocumentCondition): condition is DocumentGroup {
  return 'rules' in condition;
}

export function rulesIn(condition: DocumentCondition): readonly DocumentRule[] {
  return isGroup(condition) ? condition.rules.flatMap(rulesIn) : [condition];
}

/** The same without the clauses of some fields; undefined where nothing is left. */
export function withoutClauses(
  condition: DocumentCondition,
  isLeftOut: (rule: DocumentRule) => boolean,
): DocumentCondition | undefined {
  if (!isGroup(condition)) return isLeftOut(condition) ? undefined : condition;
  const rules = condition.rules.flatMap((rule) => withoutClauses(rule, isLeftOut) ?? []);
  return rules.length === 0 ? undefined : { ...condition, rules };
}

/** Whether every clause compares with something, and every group holds a clause. */
export function isComplete(condition: DocumentCondition): boolean {
  if (isGroup(condition)) return condition.rules.length > 0 && condition.rules.every(isComplete);
  const { operator, value } = condition;
  if (operator === 'null' || operator === 'notNull') return true;
  if (Array.isArray(value)) {
    const [low, high]: readonly unknown[] = value;
    if (operator !== 'between') return value.length > 0;
    return typeof low === 'number' && typeof high === 'number' && low <= high;
  }
  return value !== undefined && value !== null && value !== '';
}
