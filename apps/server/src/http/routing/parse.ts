import type { ProblemDetail, Route } from '@perennial/contracts';
import type { z } from 'zod';
import { ProblemError } from '../../use-cases/kernel/problem-error.ts';

const detailsMax = 20;

/** The parts of a request, parsed by the schemas of its route. Throws `request.invalid` naming each place. */
export function parseParts(route: Route, parts: { params: unknown; query: unknown; body: unknown }): ParsedParts {
  return {
    params: parsePart(route.params, parts.params, '/params'),
    query: parsePart(route.query, parts.query, '/query'),
    body: route.body === 'bytes' ? undefined : parsePart(route.body, parts.body, ''),
  };
}

export interface ParsedParts {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

function parsePart(schema: z.ZodType | undefined, value: unknown, place: string): unknown {
  if (schema === undefined) return undefined;
  const result = schema.safeParse(value);
  if (result.success) return withoutNullBytes(result.data, place);
  throw new ProblemError('request.invalid', { errors: result.error.issues.slice(0, detailsMax).map(toDetail(place)) });
}

/** PostgreSQL holds no text with a null byte: without this check such a text would be an error of the server. */
function withoutNullBytes(value: unknown, place: string): unknown {
  const waiting: unknown[] = [value];
  for (let one = waiting.pop(); one !== undefined || waiting.length > 0; one = waiting.pop()) {
    const texts = typeof one === 'object' && one !== null && !Array.isArray(one) ? Object.keys(one) : [one];
    if (texts.some((text) => typeof text === 'string' && text.includes('\0')))
      throw new ProblemError('request.invalid', { errors: [{ path: place, message: 'a text holds a null byte' }] });
    if (typeof one === 'object' && one !== null) for (const inner of Object.values(one)) waiting.push(inner);
  }
  return value;
}

/** Messages name the rule, not the value: what was sent may be personal. */
function toDetail(place: string): (issue: z.core.$ZodIssue) => ProblemDetail {
  return (issue) => ({
    path: `${place}/${issue.path.map((part) => String(part).replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`,
    message: issue.message,
  });
}
