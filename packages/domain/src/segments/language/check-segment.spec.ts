import { describe, expect, it } from 'vitest';
import type { FactValue } from '../../kernel/base/payload.ts';
import { createProblemList } from '../../kernel/documents/document-problem.ts';
import { createFieldCatalogue } from '../../conditions/field-catalogue.ts';
import { behavioursMax, checkSegment } from './check-segment.ts';

const members = { catalogue: createFieldCatalogue([], () => undefined), purpose: 'list' } as const;

function codesOf(value: FactValue): readonly string[] {
  const problems = createProblemList();
  const node = checkSegment(value, { path: '', problems }, { members });
  const codes = problems.problems.map(({ code, path }) => `${code} ${path}`);
  expect(node === null).toBe(codes.length > 0);
  return codes;
}

const viewed = { did: 'fact', type: 'product.viewed' };
const often = { ...viewed, measure: 'count', operator: '>=', value: 1 };

describe('the condition of a segment', () => {
  it.each<readonly [string, FactValue, readonly string[]]>([
    ['is an object', 'everybody', ['condition.not_a_condition ']],
    ['needs a measure that there is', { ...often, measure: 'often' }, ['document.not_a_choice measure']],
    ['names a type of facts', { ...often, type: '' }, ['document.not_a_text type']],
    ['gives what was bought no type', { ...often, did: 'bought' }, ['document.unknown_key type']],
    ['counts in whole numbers', { ...often, value: 1.5 }, ['segment.not_whole value']],
    ['counts orders of purchases alone', { ...often, measure: 'orders' }, ['segment.orders_of_facts measure']],
    ['has no key that says nothing', { ...often, twice: true }, ['document.unknown_key twice']],
    [
      'asks for properties that there are',
      { ...often, where: { field: 'price', operator: '=', value: 1 } },
      ['condition.unknown_field where.field'],
    ],
    ['sums a property', { ...often, measure: 'sum', of: 'channel' }, ['segment.not_a_property of']],
    [
      'compares sums with four decimals',
      { ...often, measure: 'sum', of: 'property.price', value: 0.00001 },
      ['segment.too_fine value'],
    ],
    [
      'ends a window after it begins',
      { ...often, window: { window: 'days', days: 3, until: 3 } },
      ['segment.window_bounds_crossed window.until'],
    ],
    [
      'has a first day before the last',
      { ...often, window: { window: 'dates', from: '2026-02-02', through: '2026-02-01' } },
      ['segment.window_bounds_crossed window.through'],
    ],
    [
      'names a day that there is',
      { ...often, window: { window: 'dates', from: '2026-02-30' } },
      ['condition.not_a_date window.from'],
    ],
    ['names one of two days', { ...often, window: { window: 'dates' } }, ['segment.no_dates window']],
    [
      'gives a rhythm no window',
      { ...viewed, measure: 'rhythm', is: 'regular', everyDays: 7, window: { window: 'days', days: 1 } },
      ['segment.rhythm_has_periods window'],
    ],
    [
      'lets facts follow facts',
      { ...viewed, measure: 'followed', by: { did: 'bought' }, within: { days: 1 } },
      ['segment.sequence_of_facts by'],
    ],
    [
      'says within what time',
      { ...viewed, measure: 'followed', by: viewed, within: { days: 1, hours: 2 } },
      ['segment.not_a_duration within'],
    ],
    ['gives a share its ends in order', { bucket: 'a', from: 10, to: 10 }, ['segment.not_a_share ']],
    ['has no empty group', { combinator: 'and', rules: [] }, ['condition.empty_group rules']],
  ])('%s', (_, value, codes) => {
    expect(codesOf(value)).toEqual(codes);
  });

  it('asks about so many behaviours, and tells once that there are more', () => {
    const rules = Array.from({ length: behavioursMax }, () => often);
    expect(codesOf({ combinator: 'or', rules })).toEqual([]);
    expect(codesOf({ combinator: 'or', rules: [...rules, often, often] })).toEqual([
      `segment.too_many_behaviours rules[${behavioursMax}]`,
    ]);
  });
});
