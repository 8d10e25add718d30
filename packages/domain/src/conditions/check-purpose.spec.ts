import { describe, expect, it } from 'vitest';
import { createDefaultProgram } from '../facets/default-program.ts';
import { facets } from '../facets/index.ts';
import { createProblemList } from '../kernel/documents/document-problem.ts';
import { defineField } from '../kernel/fields/field.ts';
import { catalogueOf } from '../program/compile-program.ts';
import { checkCondition } from './check-condition.ts';
import type { ConditionUse } from './check-condition.ts';
import type { FactValue } from '../kernel/base/payload.ts';
import { createFieldCatalogue } from './field-catalogue.ts';

const fieldOfFold = defineField({
  field: 'toy.count',
  type: 'number',
  group: 'toy',
  label: { en: 't', zh: 't' },
  reader: {},
});
const known = catalogueOf(createDefaultProgram(), facets);
const catalogue = createFieldCatalogue([...known.fields, fieldOfFold], (name) => known.find(name));

function codesOf(field: string, purpose: ConditionUse['purpose']): readonly string[] {
  const problems = createProblemList();
  checkCondition({ field, operator: 'null' }, { path: '', problems }, { catalogue, purpose });
  return problems.problems.map(({ code }) => code);
}

describe('a field may be asked', () => {
  it.each<[string, ConditionUse['purpose']]>([
    ['purchase.last', 'timeline'],
    ['toy.count', 'now'],
    ['stage.main', 'now'],
    ['place.store', 'list'],
    ['attribute.city', 'list'],
    ['stage.main.next', 'pastList'],
    ['purchase.net_spend', 'pastList'],
  ])('%s for %s', (field, purpose) => {
    expect(codesOf(field, purpose)).toEqual([]);
  });
});

describe('a field may not be asked', () => {
  it.each<[string, ConditionUse['purpose'], string]>([
    ['stage.main', 'timeline', 'condition.field_without_history'],
    ['place.store', 'timeline', 'condition.field_without_history'],
    ['place.store', 'now', 'condition.field_of_lists_only'],
    ['stage.main.changes', 'now', 'condition.field_of_lists_only'],
    ['toy.count', 'list', 'condition.field_not_in_lists'],
    ['toy.count', 'pastList', 'condition.field_without_past'],
    ['purchase.returns', 'pastList', 'condition.field_without_past'],
    ['attribute.city', 'pastList', 'condition.field_without_past'],
  ])('%s for %s: %s', (field, purpose, code) => {
    expect(codesOf(field, purpose)).toEqual([code]);
  });
});

describe('a window of a rhythm', () => {
  const windows: readonly FactValue[] = [
    { window: 'personal', multiple: 2, minDays: 10, maxDays: 90 },
    { window: 'cycle', multiple: 1.5, fallbackDays: 60 },
  ];

  it.each(windows)('%o may be asked of now, and not of a past instant', (value) => {
    const codes = (purpose: ConditionUse['purpose']) => {
      const problems = createProblemList();
      const rule = { field: 'purchase.last', operator: 'within', value };
      checkCondition(rule, { path: '', problems }, { catalogue, purpose });
      return problems.problems.map(({ path, code }) => `${path}: ${code}`);
    };
    expect(codes('list')).toEqual([]);
    expect(codes('now')).toEqual([]);
    expect(codes('pastList')).toEqual(['value: condition.window_without_past']);
  });
});
