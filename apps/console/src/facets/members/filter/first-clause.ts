import { firstValue } from '../../../conditions/builder-query.ts';
import type { DocumentRule } from '../../../conditions/builder-query.ts';
import type { EditorField } from '../../../conditions/editor-field.ts';

/** What a field is usually asked for, most usual first. */
const usualOperators: Readonly<Record<string, readonly string[]>> = {
  instant: ['within', 'before'],
  number: ['>='],
  text: ['='],
  boolean: ['='],
  any: ['='],
};

/** The clause that a new filter of a field begins with. */
export function firstClause(field: EditorField): DocumentRule {
  const usual = field.choices === undefined ? (usualOperators[field.kind] ?? []) : ['in'];
  const operator = usual.find((one) => field.operatorNames.includes(one)) ?? field.operatorNames[0] ?? '=';
  return { field: field.name, operator, value: firstValue(operator, field.kind) };
}
