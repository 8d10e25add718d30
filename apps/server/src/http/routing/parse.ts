import type { LocalizedText, ProblemDetail, ProblemLanguage, Route } from '@perennial/contracts';
import { z } from 'zod';
import { unknownText, unknownValues } from '../../use-cases/kernel/known-values.ts';
import { ProblemError } from '../../use-cases/kernel/problem-error.ts';

const detailsMax = 20;

/** How the schemas say what is wrong; a rule that has words of its own says it in English. */
const wordings = {
  en: {},
  zh: { error: z.locales.zhCN().localeError },
} as const satisfies Record<ProblemLanguage, object>;

/** The parts of a request, parsed by the schemas of its route. Throws `request.invalid` naming each place, in words of the language. */
export function parseParts(
  route: Route,
  parts: { params: unknown; query: unknown; body: unknown },
  language: ProblemLanguage,
): ParsedParts {
  const place = (name: string): Place => ({ name, language });
  return {
    params: parsePart(route.params, parts.params, place('/params')),
    query: parseQuery(route.query, parts.query, place('/query')),
    body: route.body === 'bytes' ? undefined : parsePart(route.body, parts.body, place('')),
  };
}

/** A part of a request, and how its sender is told what is wrong with it. */
interface Place {
  readonly name: string;
  readonly language: ProblemLanguage;
}

export interface ParsedParts {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/** A parameter that the route does not know is refused: an answer that heeds less than was asked for looks like a right one. */
function parseQuery(schema: z.ZodObject | undefined, query: unknown, place: Place): unknown {
  const isStrict = schema?.def.catchall !== undefined;
  const sent = typeof query === 'object' && query !== null ? Object.keys(query) : [];
  const unknown = isStrict ? [] : sent.filter((name) => !Object.hasOwn(schema?.shape ?? {}, name));
  if (unknown.length === 0) return parsePart(schema, query, place);
  const known = Object.keys(schema?.shape ?? {});
  const message = known.length === 0 ? noParameters : unknownText(known);
  throw unknownValues(
    unknown.slice(0, detailsMax).map((name) => ({ path: `${place.name}/${toPointer(name)}`, message })),
  );
}

const noParameters: LocalizedText = { en: 'Unknown: there are no parameters', zh: '未知：没有任何参数' };

function parsePart(schema: z.ZodType | undefined, value: unknown, { name, language }: Place): unknown {
  if (schema === undefined) return undefined;
  const result = schema.safeParse(value, wordings[language]);
  if (result.success) return withoutNullBytes(result.data, name);
  throw new ProblemError('request.invalid', { errors: result.error.issues.slice(0, detailsMax).map(toDetail(name)) });
}

/** PostgreSQL holds no text with a null byte: without this check such a text would be an error of the server. */
function withoutNullBytes(value: unknown, place: string): unknown {
  for (const one of walk(value)) {
    const texts = isRecord(one) ? Object.keys(one) : [one];
    if (texts.some((text) => typeof text === 'string' && text.includes('\0')))
      throw unknownValues([{ path: place, message: nullByte }]);
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

const nullByte: LocalizedText = { en: 'a text holds a null byte', zh: '文本中含有空字节' };

const nameShownMax = 100;

/** A step of a JSON pointer (RFC 6901). */
function toPointer(name: string): string {
  return name.slice(0, nameShownMax).toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1');
}

/** Messages name the rule, not the value: what was sent may be personal. */
function toDetail(place: string): (issue: z.core.$ZodIssue) => ProblemDetail {
  return (issue) => ({
    path: `${place}/${issue.path.map((part) => toPointer(String(part))).join('/')}`,
    message: issue.message,
  });
}
