import { describe, expect, it } from 'vitest';
import { facets } from '../facets/index.ts';
import type { FactValue } from '../kernel/base/payload.ts';
import { createProblemList } from '../kernel/documents/document-problem.ts';
import { conditionOperators } from '../kernel/fields/field.ts';
import type { FieldDefinition } from '../kernel/fields/field.ts';
import { catalogueOf, familiesOf } from '../program/compile-program.ts';
import { createFullProgram } from '../testing/full-program.ts';
import { samples } from '../testing/mutations.ts';
import { createValidator } from '../testing/schema-check.ts';
import { checkCondition, recencyAlias, refusalOf } from './check-condition.ts';
import type { ConditionUse } from './check-condition.ts';
import { conditionDefinitions, conditionSchema } from './condition-schema.ts';

const catalogue = catalogueOf(createFullProgram(), facets);
const families = familiesOf(facets);
const purposes = ['timeline', 'now', 'list', 'pastList'] as const;
const recencyFields = ['purchase.last', 'interaction.last'];

/** What a schema cannot say of one rule: see `conditionDefinitions`. */
const beyondSchemas: ReadonlySet<string> = new Set([
  'condition.not_a_date',
  'condition.not_a_range',
  'condition.window_bounds_crossed',
  'condition.window_without_past',
]);

const validators = new Map(
  purposes.map((purpose) => {
    const $defs = conditionDefinitions({ catalogue, families, purpose, recencyFields });
    return [purpose, createValidator({ ...conditionSchema, $defs })];
  }),
);

function schemaOf(purpose: ConditionUse['purpose']) {
  return validators.get(purpose) ?? (() => ['not made']);
}

function codesOf(condition: FactValue, use: Pick<ConditionUse, 'purpose' | 'recencyField'>): readonly string[] {
  const problems = createProblemList();
  checkCondition(condition, { path: '', problems }, { catalogue, ...use });
  return problems.problems.map(({ code }) => code);
}

/** Every field with every operator and value that is right somewhere, or nowhere. */
function* allRules(fields: readonly string[]): Generator<FactValue> {
  for (const field of fields)
    for (const operator of [...conditionOperators, 'equals']) {
      yield { field, operator };
      for (const value of samples) yield { field, operator, value };
    }
}

const rule: FactValue = { field: 'purchase.count', operator: '>=', value: 2 };
const nested = (depth: number, inner: FactValue = rule): FactValue =>
  depth === 0 ? inner : { combinator: 'and', rules: [nested(depth - 1, inner)] };

/** One field of each shape: its fields differ in their names alone. */
function oneOfEachShape(): readonly string[] {
  const shapeOf = (field: FieldDefinition) =>
    JSON.stringify([field.type, field.operators, field.windowDaysMin, field.numberMax, usesOf(field)]);
  const usesOf = (field: FieldDefinition) => purposes.map((purpose) => refusalOf(field, purpose)?.code);
  const definitions = [...catalogue.fields, ...families.map(({ sample }) => sample)];
  return [...Map.groupBy(definitions, shapeOf).values()].flatMap(([first]) => (first === undefined ? [] : first.field));
}

describe('the schema of conditions', () => {
  const isBeyond = (codes: readonly string[]) => codes.every((code) => beyondSchemas.has(code));

  it.each(purposes)('takes for %s the fields, operators and values that the parser takes, and no other', (purpose) => {
    const validate = schemaOf(purpose);
    let taken = 0;
    for (const condition of allRules([...oneOfEachShape().filter((name) => !name.endsWith('.any')), 'x.y'])) {
      const codes = codesOf(condition, { purpose });
      const errors = validate(condition);
      if (codes.length === 0) taken += 1;
      if (codes.length === 0 && errors.length > 0)
        expect.fail(`${JSON.stringify(condition)} is refused: ${errors.join(', ')}`);
      if (errors.length === 0 && !isBeyond(codes))
        expect.fail(`${JSON.stringify(condition)} is taken: ${codes.join(', ')}`);
    }
    expect(taken).toBeGreaterThan(300);
  });

  it.each(purposes)('takes for %s every field that may be asked, and no other', (purpose) => {
    const validate = schemaOf(purpose);
    const names = [...catalogue.fields.map(({ field }) => field), 'attribute.level', 'tag.vip', 'consent.sms'];
    for (const field of names) {
      const operator = catalogue.find(field)?.operators.at(-1) ?? '';
      const condition = { field, operator, value: true };
      expect(validate(condition).length === 0, field).toBe(codesOf(condition, { purpose }).length === 0);
    }
    for (const field of ['purchase.cuont', 'attribute.', 'metric.', 'metric.A', 'stage.six.now', 'PURCHASE.COUNT', ''])
      expect(validate({ field, operator: 'notNull' }), field).not.toEqual([]);
  });

  it('takes metrics that no document declares, which only the other documents can tell', () => {
    const condition = { field: 'metric.other', operator: '>=', value: 2 };
    expect(codesOf(condition, { purpose: 'timeline' })).toEqual(['condition.unknown_field']);
    expect(schemaOf('timeline')(condition)).toEqual([]);
    expect(schemaOf('timeline')({ ...condition, value: 17 })).not.toEqual([]);
  });

  it('takes of recency what one of its fields takes, because it does not know which one is chosen', () => {
    const validate = schemaOf('timeline');
    for (const condition of allRules([recencyAlias])) {
      const ways = recencyFields.map((recencyField) => codesOf(condition, { purpose: 'timeline', recencyField }));
      const isTaken = validate(condition).length === 0;
      if (ways.some((codes) => codes.length === 0)) expect(isTaken, JSON.stringify(condition)).toBe(true);
      if (!ways.some(isBeyond)) expect(isTaken, JSON.stringify(condition)).toBe(false);
    }
    const day = { field: recencyAlias, operator: 'within', value: { window: 'days', days: 1 } };
    const codes = codesOf(day, { purpose: 'timeline', recencyField: 'interaction.last' });
    expect(codes).toEqual(['condition.window_too_short']);
    expect(validate(day)).toEqual([]);
  });

  it('knows no recency where it has no meaning', () => {
    const $defs = conditionDefinitions({ catalogue, families, purpose: 'now' });
    expect(createValidator({ ...conditionSchema, $defs })({ field: recencyAlias, operator: 'null' })).not.toEqual([]);
  });

  it('takes groups as deep as they may be, and none deeper', () => {
    const validate = schemaOf('timeline');
    expect(validate(nested(5))).toEqual([]);
    expect(codesOf(nested(6), { purpose: 'timeline' })).toEqual(['condition.too_deep']);
    expect(validate(nested(6))).not.toEqual([]);
    expect(validate(nested(2, { combinator: 'and', rules: [] }))).not.toEqual([]);
  });

  it('counts the rules of a group, and not those of all groups', () => {
    const validate = schemaOf('timeline');
    const rules = (count: number): readonly FactValue[] => Array.from({ length: count }, () => rule);
    expect(validate({ combinator: 'and', rules: rules(65) })).not.toEqual([]);
    const twice = { combinator: 'and', rules: [nested(1, rule), { combinator: 'or', rules: rules(64) }] };
    expect(codesOf(twice, { purpose: 'timeline' })).toEqual(['condition.too_many_rules']);
    expect(validate(twice)).toEqual([]);
  });

  it.each<[string, FactValue]>([
    ['a text', 'purchase.count'],
    ['nothing', null],
    ['a group that is a rule as well', { combinator: 'and', rules: [rule], field: 'purchase.count' }],
    ['a group of another combinator', { combinator: 'xor', rules: [rule] }],
    ['rules without a combinator', { rules: [rule] }],
    ['a group turned by a text', { combinator: 'and', not: 'true', rules: [rule] }],
    ['a rule with a key too many', { field: 'purchase.count', operator: '>=', value: 2, unit: 'count' }],
    ['a rule without an operator', { field: 'purchase.count', value: 2 }],
    ['a rule about nothing', { operator: '>=', value: 2 }],
  ])('refuses %s', (_name, condition) => {
    expect(codesOf(condition, { purpose: 'timeline' })).not.toEqual([]);
    expect(schemaOf('timeline')(condition)).not.toEqual([]);
  });
});
