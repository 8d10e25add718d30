import type { Route } from '@perennial/contracts';
import { z } from 'zod';

/** Names of fields that hold ids made here, or places of lists. */
const idName = /^(?:id|key|cursor|nextCursor|previousCursor|\w+Ids?)$/;

/**
 * Where an answer can carry any text, by the schema of its route: strings that no format, pattern or list of values bounds. A file
 * is one such text. Ids are left out.
 */
export function freeTextsOf({ format = 'json', response }: Route): readonly string[] {
  if (format !== 'json') return ['the file'];
  if (response === undefined) return [];
  const described = z.toJSONSchema(response, { io: 'input', unrepresentable: 'any' });
  return [...textsIn(described, '')];
}

const bounds = ['enum', 'const', 'format', 'pattern'];

function* textsIn(schema: unknown, path: string): Generator<string> {
  if (typeof schema !== 'object' || schema === null) return;
  const parts = new Map<string, unknown>(Object.entries(schema));
  const name = path.slice(path.lastIndexOf('.') + 1);
  const isBounded = bounds.some((bound) => parts.has(bound)) || idName.test(name);
  if (parts.get('type') === 'string' && !isBounded) yield path;
  // A reference to a definition is any JSON, or a tree of clauses: both hold texts.
  if (parts.has('$ref')) yield path;
  for (const [key, part] of parts) {
    if (key === 'properties') yield* textsOfFields(part, path);
    else if (Array.isArray(part)) for (const inner of part) yield* textsIn(inner, path);
    else if (key !== '$defs') yield* textsIn(part, path);
  }
}

function* textsOfFields(fields: unknown, path: string): Generator<string> {
  if (typeof fields !== 'object' || fields === null) return;
  const all = new Map<string, unknown>(Object.entries(fields));
  for (const [name, schema] of all) yield* textsIn(schema, path === '' ? name : `${path}.${name}`);
}
