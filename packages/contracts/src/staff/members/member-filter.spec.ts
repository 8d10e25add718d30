import { describe, expect, it } from 'vitest';
import { listQuery, memberFilter } from './member-filter.ts';

const filter = listQuery(memberFilter);

describe('the filter of members', () => {
  it('takes a condition as the JSON that it is', () => {
    const condition = { combinator: 'and', rules: [{ field: 'tag.vip', operator: '=', value: true }] };
    expect(filter.parse({ condition: JSON.stringify(condition), movedTo: 'silent' })).toEqual({
      condition,
      movedTo: 'silent',
    });
  });

  it.each(['{"field":', 'purchase.count >= 3', '', `"${'x'.repeat(6_000)}"`])('refuses what is none: %.20s', (text) => {
    const { error } = filter.safeParse({ condition: text });
    expect(error?.issues.map(({ path }) => path.join('.'))).toEqual(['condition']);
  });

  it.each(['tag', 'spendMin', 'nextWithinDays', 'stage'])('refuses %s, and says what to use', (name) => {
    const { error } = filter.safeParse({ [name]: '1' });
    expect(error?.issues[0]?.message).toContain(`${name}. Members are narrowed by "condition"`);
  });
});
