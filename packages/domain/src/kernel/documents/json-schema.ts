import type { FactValue } from '../base/payload.ts';
import { idPattern, localizedKeys, shortTextMax } from './read-json.ts';
import type { NumberRange } from './read-json.ts';

/** Schemas of what `read-json.ts` reads: each piece has the bounds of the reader of the same name, from the same constants. */

type JsonType = 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean' | 'null';

/** What the schemas of documents use of JSON Schema, draft 2020-12. */
export type JsonSchema = {
  readonly $schema?: string;
  readonly $id?: string;
  readonly $ref?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: JsonType | readonly JsonType[];
  readonly const?: FactValue;
  readonly enum?: readonly FactValue[];
  readonly pattern?: string;
  readonly format?: 'date';
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly contains?: JsonSchema;
  readonly minContains?: number;
  readonly maxContains?: number;
  readonly properties?: { readonly [key: string]: JsonSchema };
  readonly required?: readonly string[];
  readonly additionalProperties?: false;
  readonly anyOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly if?: JsonSchema;
  readonly then?: JsonSchema;
  readonly else?: JsonSchema;
  readonly $defs?: { readonly [name: string]: JsonSchema };
};

/** What an editor shows beside a value, in English sentences. */
export function help(description: string, schema: JsonSchema = {}): JsonSchema {
  return { description, ...schema };
}

/** Of `readObject`: no other keys, and all of them but the optional ones. */
export function objectSchema<Key extends string>(
  keys: readonly Key[],
  properties: { readonly [K in Key]: JsonSchema },
  optional: readonly NoInfer<Key>[] = [],
): JsonSchema {
  return {
    type: 'object',
    properties,
    required: keys.filter((key) => !optional.includes(key)),
    additionalProperties: false,
  };
}

export interface ListBounds {
  readonly max: number;
  readonly min?: number;
  /** Where the parser tells of items that stand there twice, which a schema sees only when all of them is the same. */
  readonly isUnique?: boolean;
}

/** Of `readList`. */
export function listSchema(items: JsonSchema, { max, min, isUnique }: ListBounds): JsonSchema {
  return {
    type: 'array',
    items,
    ...(min === undefined ? {} : { minItems: min }),
    maxItems: max,
    ...(isUnique === true ? { uniqueItems: true } : {}),
  };
}

/** Of `readText`. A schema counts characters where the reader counts UTF-16 units: it lets some through that are too long. */
export function textSchema(lengthMax = shortTextMax): JsonSchema {
  return { type: 'string', minLength: 1, maxLength: lengthMax };
}

/** Of `readText` and a pattern, which has no flag but `u`: a schema knows none. */
export function patternSchema(pattern: RegExp, lengthMax = shortTextMax): JsonSchema {
  return { ...textSchema(lengthMax), pattern: pattern.source };
}

/** Of `readId`. */
export const idSchema: JsonSchema = { type: 'string', pattern: idPattern.source };

/** Of `readNumber`. */
export function numberSchema({ min, max }: NumberRange): JsonSchema {
  return { type: 'number', minimum: min, maximum: max };
}

/** Of `readChoice`. */
export function choiceSchema(choices: readonly string[]): JsonSchema {
  return { enum: choices };
}

/** Of `readLocalized`. */
export function localizedSchema(description: string): JsonSchema {
  const inLanguages = objectSchema(localizedKeys, {
    en: help('In English.', textSchema()),
    zh: help('In Chinese.', textSchema()),
  });
  return help(description, inLanguages);
}

/** Of what stands for its default when it is null, as when it is not there. */
export function orNull(schema: JsonSchema): JsonSchema {
  return { anyOf: [schema, { type: 'null' }] };
}

/** Of what fits the first schema the second holds, of everything else the third. */
export function whenSchema(condition: JsonSchema, yes: JsonSchema, no?: JsonSchema): JsonSchema {
  // oxlint-disable-next-line unicorn/no-thenable -- the keyword of JSON Schema; nobody awaits a schema
  return { if: condition, then: yes, ...(no === undefined ? {} : { else: no }) };
}

export interface SchemaCase {
  readonly when: JsonSchema;
  readonly holds: JsonSchema;
}

/** What else holds of an object, by the value of one of its keys. */
export function casesOf(key: string, cases: readonly SchemaCase[]): readonly JsonSchema[] {
  return cases.map(({ when, holds }) => whenSchema({ properties: { [key]: when }, required: [key] }, holds));
}
