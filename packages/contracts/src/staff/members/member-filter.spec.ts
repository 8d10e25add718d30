import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { memberFilter } from './member-filter.ts';

const filter = z.object(memberFilter);

describe('the filter of members', () => {
  it('takes a condition as the JSON that it is', () => {
    const condition = { combinator: 'and', rules: [{ field: 'tag.vip', operator: '=', value: true }] };
    expect(filter.parse({ condition: JSON.stringify(condition), ordersMin: '3' })).toEqual({ condition, ordersMin: 3 });
  });

  it.each(['{"field":', 'purchase.count >= 3', '', `"${'x'.repeat(6_000)}"`])('refuses what is none: %.20s', (text) => {
    const { error } = filter.safeParse({ condition: text });
    expect(error?.issues.map(({ path }) => path.join('.'))).toEqual(['condition']);
  });
});
