import type { ProblemDetail, Route } from '@perennial/contracts';
import type { z } from 'zod';
import { ProblemError } from '../problem-error.ts';

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
  if (result.success) return result.data;
  throw new ProblemError('request.invalid', { errors: result.error.issues.slice(0, detailsMax).map(toDetail(place)) });
}

/** Messages name the rule, not the value: what was sent may be personal. */
function toDetail(place: string): (issue: z.core.$ZodIssue) => ProblemDetail {
  return (issue) => ({
    path: `${place}/${issue.path.map((part) => String(part).replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`,
    message: issue.message,
  });
}
