import { describe, expect, it } from 'vitest';
import type { DocumentCondition, DocumentRule } from './builder-query.ts';
import { clausesOf, conditionOf, rulesIn, isComplete, withoutClauses } from './clauses.ts';

const vip: DocumentRule = { field: 'tag.vip', operator: '=', value: true };
const often: DocumentRule = { field: 'purchase.count', operator: '>=', value: 3 };
const either: DocumentCondition = { combinator: 'or', rules: [vip, often] };

describe('the clauses of a condition', () => {
  it('are those that must all hold', () => {
    expect(clausesOf(undefined)).toEqual([]);
    expect(clausesOf(vip)).toEqual([vip]);
    expect(clausesOf({ combinator: 'and', rules: [vip, either] })).toEqual([vip, either]);
  });

  it('are one where any may hold, or not all', () => {
    expect(clausesOf(either)).toEqual([either]);
    const not: DocumentCondition = { combinator: 'and', not: true, rules: [vip, often] };
    expect(clausesOf(not)).toEqual([not]);
  });

  it('make the condition again', () => {
    expect(conditionOf([])).toBeUndefined();
    expect(conditionOf([either])).toBe(either);
    expect(clausesOf(conditionOf([vip, either]))).toEqual([vip, either]);
  });
});

it('holds its clauses, and leaves some out with the groups that they leave empty', () => {
  const condition: DocumentCondition = { combinator: 'and', rules: [often, { combinator: 'or', rules: [vip] }] };
  expect(rulesIn(condition)).toEqual([often, vip]);
  const left = withoutClauses(condition, ({ field }) => field === 'tag.vip');
  expect(left).toEqual({ combinator: 'and', rules: [often] });
  expect(withoutClauses(vip, () => true)).toBeUndefined();
});

it('is complete once every clause compares with something', () => {
  for (const value of ['', null, undefined, []])
    expect(isComplete({ combinator: 'or', rules: [vip, { ...often, operator: 'in', value }] })).toBe(false);
  expect(isComplete({ field: 'a', operator: 'between', value: [3, 1] })).toBe(false);
  expect(isComplete({ combinator: 'and', rules: [] })).toBe(false);
  expect(isComplete({ field: 'a', operator: 'null' })).toBe(true);
  expect(isComplete({ field: 'a', operator: '=', value: false })).toBe(true);
});
