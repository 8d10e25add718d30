import { expect, it } from 'vitest';
import { readCondition, writeCondition } from './address-condition.ts';
import type { DocumentCondition } from './builder-query.ts';

const vip: DocumentCondition = { field: 'tag.vip', operator: '=', value: true };

it('reads back what it wrote', () => {
  const never: DocumentCondition = { field: 'purchase.last', operator: 'null' };
  const condition: DocumentCondition = {
    combinator: 'and',
    rules: [vip, { combinator: 'or', not: true, rules: [never, vip] }],
  };
  expect(readCondition(writeCondition(condition))).toEqual(condition);
  expect(writeCondition(vip)).toBe('{"field":"tag.vip","operator":"=","value":true}');
});

it('takes no half of a condition', () => {
  const nested = (depth: number): string =>
    depth === 0 ? JSON.stringify(vip) : `{"combinator":"and","rules":[${nested(depth - 1)}]}`;
  expect(readCondition(nested(5))).toBeDefined();
  for (const text of [
    '',
    '{',
    '3',
    '[]',
    '{}',
    '{"field":"tag.vip"}',
    '{"combinator":"and","rules":[]}',
    '{"combinator":"xor","rules":[{"field":"a","operator":"="}]}',
    '{"combinator":"and","rules":[{"field":"a","operator":"="},{"field":1}]}',
    nested(6),
  ])
    expect(readCondition(text), text).toBeUndefined();
});
