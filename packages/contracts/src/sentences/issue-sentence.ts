import type { z } from 'zod';
import type { ProblemDetail } from '../errors/problem.ts';
import { readSentence } from './read-sentence.ts';
import { sentence, type Sentence } from './sentence.ts';
import { wordSentence } from './word-sentence.ts';

type Issue = z.core.$ZodIssue;

const kindsOfZod: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list',
  null: 'empty',
};

const kindsOfFormat: Readonly<Record<string, string>> = {
  uuid: 'a UUID',
  guid: 'a UUID',
  email: 'an e-mail address',
  date: 'a day such as 2026-01-31',
  datetime: 'an instant of ISO 8601 with its offset',
};

/** What a schema found wrong, with its place (a JSON pointer below `place`). The sentence names the field and the rule, never the value. */
export function detailOfIssue(issue: Issue, value: unknown, place: string): ProblemDetail {
  const said = sentenceOfIssue(issue, value, lastName(place));
  return {
    path: `${place}/${issue.path.map((part) => toPointer(String(part))).join('/')}`,
    message: wordSentence(said, 'en') ?? issue.message,
    code: said.code,
    params: said.params,
  };
}

/** The name by which a whole part is called where no field within it is at fault. */
function lastName(place: string): string {
  return place.split('/').at(-1) || 'body';
}

export function sentenceOfIssue(issue: Issue, value: unknown, whole = 'body'): Sentence {
  const field = fieldOf(issue.path) || whole;
  // A schema that states its rule in words may say them of a missing value too.
  if (isMissing(valueAt(value, issue.path)) && issue.code !== 'custom') return sentence('issue.required', { field });
  switch (issue.code) {
    case 'invalid_type':
      return sentence('issue.wrong_type', { field, kind: kindsOfZod[issue.expected] ?? 'another kind of value' });
    case 'too_small':
      return tooSmall(issue, field);
    case 'too_big':
      return tooBig(issue, field);
    case 'invalid_value':
      return sentence('issue.not_one_of', { field, values: issue.values.map(String).join(', ') });
    case 'not_multiple_of':
      return sentence('issue.step', { field, step: issue.divisor });
    case 'unrecognized_keys':
      return sentence('issue.unknown_field', {
        field: [fieldOf(issue.path), ...issue.keys.slice(0, 1)].filter(Boolean).join('.'),
      });
    case 'invalid_union':
      return ofUnion(issue, value, field);
    case 'invalid_format':
      return ofFormat(issue, field);
    case 'custom':
      return ofRule(issue.message, field);
    default:
      return sentence('issue.invalid', { field });
  }
}

function tooSmall(issue: z.core.$ZodIssueTooSmall, field: string): Sentence {
  const min = String(issue.minimum);
  if (issue.origin === 'string')
    return min === '1' ? sentence('issue.empty', { field }) : sentence('issue.too_short', { field, min });
  if (issue.origin === 'array' || issue.origin === 'set')
    return min === '1' ? sentence('issue.empty', { field }) : sentence('issue.too_few', { field, min });
  return sentence(issue.inclusive === false ? 'issue.not_above' : 'issue.below', { field, min });
}

function tooBig(issue: z.core.$ZodIssueTooBig, field: string): Sentence {
  const max = String(issue.maximum);
  if (issue.origin === 'string') return sentence('issue.too_long', { field, max });
  if (issue.origin === 'array' || issue.origin === 'set') return sentence('issue.too_many', { field, max });
  return sentence(issue.inclusive === false ? 'issue.not_below' : 'issue.above', { field, max });
}

/** A rule that names the field itself is said as it is. */
function ofRule(message: string, field: string): Sentence {
  const said = readSentence(message);
  return said?.params.field === field ? said : sentence('issue.custom', { field, reason: message });
}

/** Zod's own sentence of a format begins so; another one is the schema's, which says more. */
const zodsOwn = /^Invalid /;

function ofFormat(issue: z.core.$ZodIssueInvalidStringFormat, field: string): Sentence {
  const kind = kindsOfFormat[issue.format];
  if (kind !== undefined) return sentence('issue.wrong_type', { field, kind });
  return zodsOwn.test(issue.message)
    ? sentence('issue.shape', { field })
    : sentence('issue.custom', { field, reason: issue.message });
}

/** The choice that the value came closest to: one of whose kind it is. Where it is of none, all kinds are named. */
function ofUnion(issue: z.core.$ZodIssueInvalidUnion, value: unknown, field: string): Sentence {
  if (!zodsOwn.test(issue.message)) return sentence('issue.custom', { field, reason: issue.message });
  const found = issue.errors.flatMap(([first]) => (first === undefined ? [] : [first]));
  const near = found.find((one) => one.code !== 'invalid_type' || one.path.length > 0);
  if (near !== undefined) return sentenceOfIssue({ ...near, path: [...issue.path, ...near.path] }, value, field);
  const kinds = found.flatMap((one) => (one.code === 'invalid_type' ? [kindsOfZod[one.expected] ?? ''] : []));
  if (kinds.length === 0 || kinds.includes('')) return sentence('issue.invalid', { field });
  return sentence('issue.wrong_type', { field, kind: [...new Set(kinds)].join(' or ') });
}

function isMissing(value: unknown): boolean {
  return value === undefined || value === null;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let found = value;
  for (const part of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, part)) return undefined;
    found = Reflect.get(found, part);
  }
  return found;
}

/** `lines[2].quantity`. */
export function fieldOf(path: readonly PropertyKey[]): string {
  return path
    .map((part, at) => (typeof part === 'number' ? `[${part}]` : `${at === 0 ? '' : '.'}${shown(String(part))}`))
    .join('');
}

const nameShownMax = 100;

function shown(name: string): string {
  return name.slice(0, nameShownMax).toWellFormed();
}

/** A step of a JSON pointer (RFC 6901). */
export function toPointer(name: string): string {
  return shown(name).replaceAll('~', '~0').replaceAll('/', '~1');
}
