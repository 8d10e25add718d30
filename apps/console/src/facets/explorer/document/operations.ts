import { isRecord } from '../../../api/is-record.ts';

export interface Parameter {
  readonly name: string;
  readonly place: 'path' | 'query' | 'header';
  readonly isRequired: boolean;
  /** As in a type of TypeScript: `string (uuid)`. */
  readonly type: string;
  readonly choices: readonly string[];
}

/** One call of the API, as its document describes it. */
export interface Operation {
  /** `members.list`. */
  readonly id: string;
  readonly tag: string;
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly capability: string;
  readonly parameters: readonly Parameter[];
  readonly body: 'json' | 'none' | 'file';
  readonly bodySchema: unknown;
  readonly answerSchema: unknown;
  /** With the session of the reader: a call of a source needs its write key, and a file is sent where files are imported. */
  readonly canBeTried: boolean;
}

/** All calls of an OpenAPI document, in its order; what is none is passed over. */
export function operationsOf(document: unknown): readonly Operation[] {
  return entriesOf(isRecord(document) ? document['paths'] : undefined).flatMap(([path, methods]) =>
    entriesOf(methods).flatMap(([method, described]) =>
      isRecord(described) && typeof described['operationId'] === 'string'
        ? [toOperation(path, method.toUpperCase(), described)]
        : [],
    ),
  );
}

function toOperation(path: string, method: string, described: Record<string, unknown>): Operation {
  const contents = entriesOf(at(described, 'requestBody', 'content'));
  const [type = '', content] = contents[0] ?? [];
  const body = contents.length === 0 ? 'none' : type === 'application/json' ? 'json' : 'file';
  const tags = described['tags'];
  return {
    id: textOf(described['operationId']),
    tag: textOf(Array.isArray(tags) ? tags[0] : undefined),
    method,
    path,
    summary: textOf(described['summary']),
    capability: textOf(described['x-capability']),
    parameters: listOf(described['parameters']).flatMap(toParameter),
    body,
    bodySchema: at(content, 'schema'),
    answerSchema: at(described, 'responses', '200', 'content', 'application/json', 'schema'),
    canBeTried: body !== 'file' && isOpenToSessions(described['security']),
  };
}

function toParameter(described: unknown): readonly Parameter[] {
  if (!isRecord(described)) return [];
  const { name, in: place, required, schema } = described;
  if (typeof name !== 'string' || (place !== 'path' && place !== 'query' && place !== 'header')) return [];
  const choices = isRecord(schema) && Array.isArray(schema['enum']) ? schema['enum'].map(String) : [];
  return [{ name, place, isRequired: required === true, type: typeText(schema), choices }];
}

/** Nothing said means public. */
function isOpenToSessions(security: unknown): boolean {
  const ways = listOf(security);
  return ways.length === 0 || ways.some((way) => isRecord(way) && 'session' in way);
}

const depthMax = 4;

/** A schema in short: `string[]`, `"a" | "b"`, `object`. */
export function typeText(schema: unknown, depth = 0): string {
  if (!isRecord(schema) || depth > depthMax) return 'any';
  const { type, format, items, enum: choices, anyOf, oneOf } = schema;
  if (Array.isArray(choices)) return choices.map((one) => JSON.stringify(one)).join(' | ');
  const ways = Array.isArray(anyOf) ? anyOf : Array.isArray(oneOf) ? oneOf : [];
  if (ways.length > 0) return [...new Set(ways.map((way: unknown) => typeText(way, depth + 1)))].join(' | ');
  if (type === 'array') return `${typeText(items, depth + 1)}[]`;
  if (typeof type !== 'string') return typeof schema['$ref'] === 'string' ? 'object' : 'any';
  return typeof format === 'string' ? `${type} (${format})` : type;
}

function at(value: unknown, ...names: readonly string[]): unknown {
  return names.reduce<unknown>((found, name) => (isRecord(found) ? found[name] : undefined), value);
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return isRecord(value) && !Array.isArray(value) ? Object.entries(value) : [];
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
