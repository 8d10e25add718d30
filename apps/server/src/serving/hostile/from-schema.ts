import { chance, integerBetween, pick } from '../../demo/random.ts';
import type { Random } from '../../demo/random.ts';
import { isObject } from '../../http/openapi/json.ts';
import type { Json, JsonObject } from '../../http/openapi/json.ts';
import { nastyJson } from './nasty-values.ts';

export interface Drawn {
  readonly random: Random;
  /** Schemas that others refer to, by the name in their reference. */
  readonly shared: JsonObject;
  /** How likely a place holds what it should not. */
  readonly nastiness: number;
}

/** A value as the schema describes it, with nasty ones in some places: what is all wrong never gets behind the first check. */
export function drawFromSchema(schema: Json | undefined, drawn: Drawn, depth = 0): Json {
  const { random, nastiness } = drawn;
  if (!isObject(schema) || chance(random, nastiness) || depth > 12) return nastyJson(random);
  if (typeof schema['$ref'] === 'string')
    return drawFromSchema(drawn.shared[schema['$ref'].split('/').at(-1) ?? ''], drawn, depth + 1);
  if (schema['const'] !== undefined) return schema['const'];
  const fixed = listIn(schema['enum']);
  if (fixed.length > 0) return pick(random, fixed);
  for (const word of ['anyOf', 'oneOf', 'allOf']) {
    const choices = listIn(schema[word]);
    if (choices.length > 0) return drawFromSchema(pick(random, choices), drawn, depth + 1);
  }
  const types = listIn(schema['type']);
  const type = types.length > 0 ? pick(random, types) : schema['type'];
  if (type === 'object') return drawObject(schema, drawn, depth);
  if (type === 'array') {
    const length = integerBetween(random, 0, 3);
    return Array.from({ length }, () => drawFromSchema(schema['items'], drawn, depth + 1));
  }
  if (type === 'integer' || type === 'number') return drawNumber(schema, random);
  if (type === 'boolean') return chance(random, 0.5);
  if (type === 'null') return null;
  return type === 'string' ? drawText(schema, random) : nastyJson(random);
}

function listIn(value: Json | undefined): readonly Json[] {
  const list: readonly Json[] = Array.isArray(value) ? value : [];
  return list;
}

function drawObject(schema: JsonObject, drawn: Drawn, depth: number): Json {
  const { random } = drawn;
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  const required = listIn(schema['required']);
  const entries = Object.entries(properties)
    .filter(([name]) => (required.includes(name) ? !chance(random, 0.03) : chance(random, 0.5)))
    .map(([name, inner]): [string, Json] => [name, drawFromSchema(inner, drawn, depth + 1)]);
  if (isObject(schema['additionalProperties']))
    for (let count = integerBetween(random, 0, 3); count > 0; count -= 1)
      entries.push([`k${count}`, drawFromSchema(schema['additionalProperties'], drawn, depth + 1)]);
  if (chance(random, drawn.nastiness / 2)) entries.push([pick(random, ['__proto__', 'unknown', '', 'a\u0000']), 1]);
  return Object.fromEntries(entries);
}

function drawNumber(schema: JsonObject, random: Random): number {
  const low = typeof schema['minimum'] === 'number' ? schema['minimum'] : 0;
  const high = typeof schema['maximum'] === 'number' ? schema['maximum'] : 1_000;
  return chance(random, 0.3) ? pick(random, [low, high]) : integerBetween(random, low, Math.min(high, low + 1_000));
}

const texts: Readonly<Record<string, readonly string[]>> = {
  uuid: ['00000000-0000-4000-8000-000000000000', '11111111-1111-4111-8111-111111111111'],
  date: ['2024-02-29', '0000-01-01', '0001-01-01', '9999-12-31', '2026-01-31', '1969-12-31'],
  'date-time': [
    '2024-02-29T12:00:00Z',
    '0000-01-01T00:00:00Z',
    '0000-01-01T00:00:00+14:00',
    '9999-12-31T23:59:59-12:00',
  ],
  email: ['a@example.com'],
  uri: ['https://example.com'],
};

function drawText(schema: JsonObject, random: Random): string {
  const known = typeof schema['format'] === 'string' ? texts[schema['format']] : undefined;
  if (known !== undefined) return pick(random, known);
  const most = typeof schema['maxLength'] === 'number' ? Math.min(schema['maxLength'], 300_000) : 40;
  return chance(random, 0.1)
    ? 'y'.repeat(most)
    : pick(random, ['main', 'vip', 's1', 'shop', 'phone', 'CNY', '中文', 'a b']);
}
