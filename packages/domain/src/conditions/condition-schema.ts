import type { SchemaUse } from '../kernel/document-kind.ts';
import { casesOf, choiceSchema, help, listSchema, objectSchema, whenSchema } from '../kernel/documents/json-schema.ts';
import type { JsonSchema, SchemaCase } from '../kernel/documents/json-schema.ts';
import type { FieldDefinition, FieldFamily, FieldUnit } from '../kernel/fields/field.ts';
import { combinators, groupKeys, recencyAlias, refusalOf, ruleKeys } from './check-condition.ts';
import type { ConditionUse } from './check-condition.ts';
import { valueSchema } from './check-value.ts';
import type { ValueShape } from './check-value.ts';
import { conditionDepthMax, conditionRulesMax } from './condition.ts';

export interface ConditionSchemaUse extends SchemaUse {
  readonly purpose: ConditionUse['purpose'];
  /** Every field that `recency.last` may stand for; none where it has no meaning. */
  readonly recencyFields?: readonly string[];
}

/** Where a document's schema has its conditions, once its `$defs` hold `conditionDefinitions`. */
export const conditionSchema: JsonSchema = { $ref: '#/$defs/condition' };

/**
 * The definitions of conditions, by the fields that may be asked for a purpose: `$defs` of a document's schema. Each depth has a
 * definition of its own, because schemas cannot count; nor do they count rules over all groups, or compare two numbers of a value.
 */
export function conditionDefinitions(use: ConditionSchemaUse): Readonly<Record<string, JsonSchema>> {
  const definitions: Record<string, JsonSchema> = {};
  for (let depth = 1; depth <= conditionDepthMax; depth += 1) definitions[nameAt(depth)] = nodeSchema(depth);
  const named = namedFields(use);
  return { ...definitions, rule: ruleSchema(named), field: fieldSchema(named) };
}

function nameAt(depth: number): string {
  if (depth > conditionDepthMax) return 'rule';
  return depth === 1 ? 'condition' : `condition${depth}`;
}

/** A group is known by its keys, as the parser knows it: so an editor tells what is wrong with the one that was meant. */
function nodeSchema(depth: number): JsonSchema {
  return {
    description: 'A rule about one field, or a group of rules.',
    type: 'object',
    properties: {
      field: help('Of a rule: what is asked.'),
      combinator: help('Of a group: whether all of its rules are to hold, or one.'),
    },
    ...whenSchema({ anyOf: [{ required: ['combinator'] }, { required: ['rules'] }] }, groupSchema(depth), {
      $ref: '#/$defs/rule',
    }),
  };
}

function groupSchema(depth: number): JsonSchema {
  const inner = { $ref: `#/$defs/${nameAt(depth + 1)}` };
  return objectSchema(
    groupKeys,
    {
      combinator: help('`and`: all rules hold; `or`: one of them does.', choiceSchema(combinators)),
      not: help('True: the group holds when its rules do not.', { type: ['boolean', 'null'] }),
      rules: help('Rules, or groups of rules.', listSchema(inner, { min: 1, max: conditionRulesMax })),
      id: help('What an editor of conditions calls it; it says nothing.'),
    },
    ['not', 'id'],
  );
}

/** A name that conditions may use, or the pattern of such names, with what may be asked of it. */
interface NamedField {
  readonly name: string | RegExp;
  readonly help: string;
  readonly shape: ValueShape;
}

function namedFields(use: ConditionSchemaUse): readonly NamedField[] {
  const isAllowed = (field: FieldDefinition) => refusalOf(field, use.purpose) === null;
  const listed = use.catalogue.fields.filter(isAllowed).map(toNamed);
  const families = use.families.filter(({ sample }) => isAllowed(sample)).map(toNamedFamily);
  return [...recencyOf(use, isAllowed), ...listed, ...families];
}

function toNamed(field: FieldDefinition): NamedField {
  const unit = unitWords[field.unit];
  return { name: field.field, help: `${field.label.en} (${field.label.zh})${unit}.`, shape: field };
}

const unitWords: Readonly<Record<FieldUnit, string>> = {
  '': '',
  count: ', a count',
  days: ', in days',
  minor: ', in minor units of the currency',
  hundredths: ', in hundredths of a star',
};

function toNamedFamily({ pattern, help: words, sample }: FieldFamily): NamedField {
  return { name: pattern, help: words, shape: sample };
}

/** Which of its fields `recency.last` is stands elsewhere in the document: here it takes whatever one of them does. */
function recencyOf(
  { catalogue, recencyFields = [] }: ConditionSchemaUse,
  isAllowed: (field: FieldDefinition) => boolean,
): readonly NamedField[] {
  const fields = recencyFields.map((name) => catalogue.find(name)).filter((field) => field !== undefined);
  const [first, ...others] = fields.filter(isAllowed);
  if (first === undefined) return [];
  const shape = {
    type: first.type,
    operators: [...new Set([first, ...others].flatMap(({ operators }) => operators))],
    windowDaysMin: Math.min(first.windowDaysMin, ...others.map(({ windowDaysMin }) => windowDaysMin)),
    numberMax: first.numberMax,
  };
  return [{ name: recencyAlias, help: `Of ${recencyFields.join(', ')} the one that is chosen.`, shape }];
}

function fieldSchema(named: readonly NamedField[]): JsonSchema {
  return {
    description: 'What is asked.',
    type: 'string',
    anyOf: named.map(({ name, help: words }) => help(words, nameSchema(name))),
  };
}

function nameSchema(name: string | RegExp): JsonSchema {
  return typeof name === 'string' ? { const: name } : { pattern: name.source };
}

function ruleSchema(named: readonly NamedField[]): JsonSchema {
  const shapes = Map.groupBy(named, ({ shape: { type, operators, windowDaysMin, numberMax } }) =>
    JSON.stringify([type, operators, windowDaysMin, numberMax]),
  );
  const cases = [...shapes.values()].map((fields) => ({
    when: oneOfNames(fields.map(({ name }) => name)),
    holds: askSchema(fields[0]?.shape),
  }));
  const rule = objectSchema(
    ruleKeys,
    {
      field: { $ref: '#/$defs/field' },
      operator: help('How it is compared; which ones there are depends on the field.', { type: 'string' }),
      value: help('What it is compared with; not for `null` and `notNull`.'),
      valueSource: help('What an editor of conditions puts here; it says nothing.'),
      id: help('What an editor of conditions calls it; it says nothing.'),
    },
    ['value', 'valueSource', 'id'],
  );
  return { description: 'A rule about one field.', ...rule, allOf: casesOf('field', cases) };
}

function oneOfNames(names: readonly (string | RegExp)[]): JsonSchema {
  const literal = names.filter((name) => typeof name === 'string');
  const patterns = names.filter((name) => typeof name !== 'string').map(nameSchema);
  const choices = literal.length === 0 ? patterns : [choiceSchema(literal), ...patterns];
  const [only, ...others] = choices;
  return only !== undefined && others.length === 0 ? only : { anyOf: choices };
}

/** What may be asked of fields of one shape: their operators, and for each its value. */
function askSchema(shape: ValueShape | undefined): JsonSchema {
  if (shape === undefined) return {};
  const byValue = Map.groupBy(shape.operators, (operator) => JSON.stringify(valueSchema(shape, operator)));
  const cases = [...byValue.values()].flatMap((operators): readonly SchemaCase[] => {
    const value = operators[0] === undefined ? null : valueSchema(shape, operators[0]);
    if (value === null) return [];
    return [{ when: choiceSchema(operators), holds: { properties: { value }, required: ['value'] } }];
  });
  return { properties: { operator: choiceSchema(shape.operators) }, allOf: casesOf('operator', cases) };
}
