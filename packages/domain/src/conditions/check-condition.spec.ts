import { describe, expect, it } from 'vitest';
import { lifecycleFields } from '../facets/lifecycle/fields.ts';
import { findRegisterField } from '../facets/registers/fields.ts';
import { createProblemList } from '../kernel/documents/document-problem.ts';
import type { FactValue } from '../kernel/base/payload.ts';
import { checkCondition } from './check-condition.ts';
import { createFieldCatalogue } from './field-catalogue.ts';

const fields = lifecycleFields({
  metrics: [{ id: 'p90', name: { en: 'p', zh: 'p' }, kind: 'purchases_within', days: 90 }],
  lifecycles: [{ id: 'main', name: { en: 'm', zh: 'm' } }],
});
const catalogue = createFieldCatalogue(fields, findRegisterField);

function codesOf(value: FactValue | undefined, purpose: 'timeline' | 'now' = 'timeline'): string[] {
  const problems = createProblemList();
  const node = checkCondition(
    value,
    { path: 'condition', problems },
    { catalogue, purpose, recencyField: 'purchase.last' },
  );
  expect(node === null).toBe(problems.problems.length > 0);
  return problems.problems.map((problem) => `${problem.path}: ${problem.code}`);
}

const days = (count: FactValue): FactValue => ({ window: 'days', days: count });
const rule = (field: string, operator: string, value?: FactValue): FactValue =>
  value === undefined ? { field, operator } : { field, operator, value };
const all = (...rules: FactValue[]): FactValue => ({ combinator: 'and', rules });

describe('a condition is accepted', () => {
  it.each<[string, FactValue]>([
    ['a rule on its own', rule('purchase.count', '>=', 3)],
    ['a group', all(rule('recency.last', 'within', days(30)), rule('purchase.net_spend', 'between', [0, 100]))],
    ['a negated group', { combinator: 'or', not: true, rules: [rule('purchase.last', 'null')] }],
    [
      'a personal window',
      rule('purchase.last', 'notWithin', { window: 'personal', multiple: 2, minDays: 10, maxDays: 90 }),
    ],
    ['a category cycle', rule('purchase.last', 'within', { window: 'cycle', multiple: 1.5, fallbackDays: 60 })],
    ['a calendar day', rule('purchase.first', 'before', '2026-03-08')],
    ['a named metric', rule('metric.p90', '>=', 16)],
    [
      'the ids that an editor adds',
      {
        combinator: 'and',
        id: 'x',
        rules: [{ id: 'y', field: 'purchase.count', operator: '=', value: 1, valueSource: 'value' }],
      },
    ],
  ])('%s', (_name, value) => {
    expect(codesOf(value)).toEqual([]);
  });

  it('with attributes, tags, consents and stages, where only the present is asked', () => {
    const value = all(
      rule('attribute.city', 'in', ['Shanghai']),
      rule('tag.vip', '=', true),
      rule('consent.sms', '=', true),
      rule('stage.main', '=', 'active'),
      rule('review.mean_rating', '>', 400),
    );
    expect(codesOf(value, 'now')).toEqual([]);
  });
});

describe('a condition is refused', () => {
  it.each<[string, FactValue | undefined, string]>([
    ['nothing', undefined, 'condition: condition.not_a_condition'],
    ['a text', 'purchase.count > 1', 'condition: condition.not_a_condition'],
    ['an empty group', all(), 'condition.rules: condition.empty_group'],
    [
      'an unknown combinator',
      { combinator: 'xor', rules: [rule('purchase.count', '=', 1)] },
      'condition.combinator: document.not_a_choice',
    ],
    [
      'a not that is no boolean',
      { combinator: 'and', not: 'yes', rules: [rule('purchase.count', '=', 1)] },
      'condition.not: condition.not_a_boolean',
    ],
    ['an unknown field', rule('purchase.sum', '=', 1), 'condition.field: condition.unknown_field'],
    ['a field that is no text', { field: 3, operator: '=', value: 1 }, 'condition.field: condition.unknown_field'],
    ['an operator of another type', rule('purchase.last', '>', 3), 'condition.operator: condition.unknown_operator'],
    ['a number as text', rule('purchase.count', '=', '3'), 'condition.value: condition.not_a_number'],
    [
      'an infinite number',
      rule('purchase.count', '=', Number.POSITIVE_INFINITY),
      'condition.value: condition.not_a_number',
    ],
    ['more purchases than a window remembers', rule('metric.p90', '>=', 17), 'condition.value: condition.not_a_number'],
    ['a range upside down', rule('purchase.count', 'between', [3, 1]), 'condition.value: condition.not_a_range'],
    ['a range of one', rule('purchase.count', 'between', [3]), 'condition.value: condition.not_a_range'],
    ['days as a number', rule('purchase.last', 'within', 30), 'condition.value: condition.not_a_window'],
    [
      'a window of another kind',
      rule('purchase.last', 'within', { window: 'weeks' }),
      'condition.value.window: document.not_a_choice',
    ],
    [
      'a window of no days',
      rule('purchase.last', 'within', days(0)),
      'condition.value.days: condition.window_too_short',
    ],
    [
      'a day of activity, which is not kept finer',
      rule('page_view.last', 'within', days(1)),
      'condition.value.days: condition.window_too_short',
    ],
    [
      'a window with crossed bounds',
      rule('purchase.last', 'within', { window: 'personal', multiple: 2, minDays: 90, maxDays: 10 }),
      'condition.value: condition.window_bounds_crossed',
    ],
    [
      'a window with an unknown key',
      rule('purchase.last', 'within', { window: 'days', days: 3, hours: 2 }),
      'condition.value.hours: document.unknown_key',
    ],
    [
      'a day that is not in the calendar',
      rule('purchase.first', 'before', '2026-02-30'),
      'condition.value: condition.not_a_date',
    ],
    [
      'an instant instead of a day',
      rule('purchase.first', 'before', '2026-02-03T10:00'),
      'condition.value: condition.not_a_date',
    ],
    [
      'an attribute in a timeline',
      rule('attribute.city', '=', 'x'),
      'condition.field: condition.field_without_history',
    ],
    ['a stage in a timeline', rule('stage.main', '=', 'x'), 'condition.field: condition.field_without_history'],
    [
      'a misspelt key',
      { field: 'purchase.count', operator: '=', value: 1, vaule: 1 },
      'condition.vaule: document.unknown_key',
    ],
  ])('%s', (_name, value, code) => {
    expect(codesOf(value)).toContain(code);
  });

  it('nested more than five deep', () => {
    let value = rule('purchase.count', '=', 1);
    for (let depth = 0; depth < 6; depth += 1) value = all(value);
    expect(codesOf(value)).toEqual(['condition.rules[0].rules[0].rules[0].rules[0].rules[0]: condition.too_deep']);
  });

  it('of more than 64 rules in all, told once', () => {
    const group = all(...Array.from({ length: 40 }, () => rule('purchase.count', '=', 1)));
    expect(codesOf(all(group, group))).toEqual(['condition.rules[1].rules[24]: condition.too_many_rules']);
  });

  it('with every problem told at once', () => {
    expect(
      codesOf(all(rule('a', '=', 1), rule('purchase.count', '~', 1), rule('purchase.count', '=', 'x'))),
    ).toHaveLength(3);
  });

  it('when it wants a text where a present attribute is asked', () => {
    expect(codesOf(rule('tag.vip', '=', 'yes'), 'now')).toEqual(['condition.value: condition.not_a_boolean']);
    expect(codesOf(rule('attribute.city', 'in', []), 'now')).toEqual([
      'condition.value: condition.not_a_list_of_texts',
    ]);
    expect(codesOf(rule('attribute.city', 'contains', ''), 'now')).toEqual(['condition.value: condition.not_a_text']);
  });
});
