import { detailOfIssue, toPointer, sentence, wordSentence, type ProblemDetail, type Route } from '@perennial/contracts';
import type { z } from 'zod';
import { ProblemError } from '../../use-cases/kernel/problem-error.ts';

const detailsMax = 20;

/** The parts of a request, parsed by the schemas of its route. Throws `request.invalid` naming each place. */
export function parseParts(route: Route, parts: { params: unknown; query: unknown; body: unknown }): ParsedParts {
  return {
    params: parsePart(route.params, parts.params, '/params'),
    query: parseQuery(route.query, parts.query),
    body: route.body === 'bytes' ? undefined : parsePart(route.body, parts.body, ''),
  };
}

export interface ParsedParts {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/** A parameter that the route does not know is refused: an answer that heeds less than was asked for looks like a right one. */
function parseQuery(schema: z.ZodObject | undefined, query: unknown): unknown {
  const isStrict = schema?.def.catchall !== undefined;
  const sent = typeof query === 'object' && query !== null ? Object.keys(query) : [];
  const unknown = isStrict ? [] : sent.filter((name) => !Object.hasOwn(schema?.shape ?? {}, name));
  if (unknown.length === 0) return parsePart(schema, query, '/query');
  const known = Object.keys(schema?.shape ?? {});
  throw new ProblemError('request.invalid', {
    errors: unknown.slice(0, detailsMax).map((name) => unknownParameter(name, known)),
  });
}

function unknownParameter(name: string, known: readonly string[]): ProblemDetail {
  const said =
    known.length === 0
      ? sentence('issue.unknown_parameter', { field: name })
      : sentence('issue.unknown_parameter_of', { field: name, values: known.join(', ') });
  return { path: `/query/${toPointer(name)}`, message: wordSentence(said, 'en') ?? '', ...said };
}

function parsePart(schema: z.ZodType | undefined, value: unknown, place: string): unknown {
  if (schema === undefined) return undefined;
  const result = schema.safeParse(value);
  if (result.success) return withoutNullBytes(result.data, place);
  const issues = result.error.issues.slice(0, detailsMax);
  throw new ProblemError('request.invalid', { errors: issues.map((issue) => detailOfIssue(issue, value, place)) });
}

/** PostgreSQL holds no text with a null byte: without this check such a text would be an error of the server. */
function withoutNullBytes(value: unknown, place: string): unknown {
  for (const one of walk(value)) {
    const texts = isRecord(one) ? Object.keys(one) : [one];
    if (texts.some((text) => typeof text === 'string' && text.includes('\0')))
      throw invalid(place, 'a text holds a null byte');
  }
  return value;
}

/** Every value in a value; without recursion, because the depth is what may be wrong. */
function* walk(value: unknown): Generator<unknown> {
  const waiting: unknown[] = [value];
  while (waiting.length > 0) {
    const one = waiting.pop();
    yield one;
    if (typeof one !== 'object' || one === null) continue;
    for (const inner of Object.values(one)) waiting.push(inner);
  }
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(path: string, message: string): ProblemError {
  return new ProblemError('request.invalid', { errors: [{ path, message }] });
}
