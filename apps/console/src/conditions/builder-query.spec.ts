import { expect, it } from 'vitest';
import { firstValue, fitsOperator, fromBuilderQuery, toBuilderQuery } from './builder-query.ts';

const window = { window: 'personal', multiple: 2, minDays: 30, maxDays: 120 };
const nested = {
  combinator: 'and',
  rules: [
    { field: 'recency.last', operator: 'within', value: window },
    {
      combinator: 'or',
      not: true,
      rules: [
        { field: 'purchase.count', operator: '>=', value: 2 },
        { field: 'registration.at', operator: 'null' },
      ],
    },
  ],
};

it('gives back the condition that it was given, windows and nesting included', () => {
  expect(fromBuilderQuery(toBuilderQuery(nested))).toEqual(nested);
});

it('shows a single rule as a group of one and writes it as a rule again', () => {
  const rule = { field: 'purchase.count', operator: '=', value: 0 };
  expect(toBuilderQuery(rule)).toEqual({ id: 'root', combinator: 'and', rules: [{ id: 'root.0', ...rule }] });
  expect(fromBuilderQuery(toBuilderQuery(rule))).toEqual(rule);
});

it('keeps a negated group of one a group', () => {
  const group = { combinator: 'and', not: true, rules: [{ field: 'purchase.count', operator: '=', value: 0 }] };
  expect(fromBuilderQuery(toBuilderQuery(group))).toEqual(group);
});

it("drops the editor's own ids and the value of operators that compare with nothing", () => {
  const query = {
    id: 'g1',
    combinator: 'and',
    rules: [
      { id: 'r1', field: 'purchase.last', operator: 'notNull', value: 'left over', valueSource: 'value' as const },
    ],
  };
  expect(fromBuilderQuery(query)).toEqual({ field: 'purchase.last', operator: 'notNull' });
});

it('reads what is no condition as an empty group', () => {
  for (const odd of [null, undefined, 'x', 3, [], { rules: 'no' }]) {
    expect(toBuilderQuery(odd).rules).toEqual([]);
  }
});

it('replaces a value that the new operator cannot compare with', () => {
  expect(fitsOperator({ window: 'days', days: 3 }, 'notWithin', 'instant')).toBe(true);
  expect(fitsOperator('2026-01-01', 'within', 'instant')).toBe(false);
  expect(fitsOperator(3, 'between', 'number')).toBe(false);
  expect(firstValue('within', 'instant')).toEqual({ window: 'days', days: 90 });
});
