import type { ErrorCode } from '../errors/index.ts';
import { factLimits } from './limits.ts';

/** Where and why a value is out of bounds; `path` is a JSON pointer. */
export interface BoundsProblem {
  readonly code: ErrorCode;
  readonly path: string;
  readonly message: string;
}

/**
 * Keys that give an attacker the prototype of every object when somebody merges the value into another one
 * (CWE-1321). Parsing alone is harmless: JSON.parse makes them plain own properties.
 */
const forbiddenKeys = new Set(['__proto__', 'constructor', 'prototype']);

/** Checks nesting, sizes, numbers, texts and keys of a parsed JSON value; null when all is within bounds. */
export function checkBounds(value: unknown, path = '', depth = 1): BoundsProblem | null {
  if (typeof value === 'string') return checkText(value, path);
  if (typeof value === 'number') return Number.isFinite(value) ? null : notFinite(path);
  if (typeof value !== 'object' || value === null) return null;
  if (depth > factLimits.depthMax)
    return problem('fact.too_deep', path, `nested deeper than ${factLimits.depthMax} levels`);
  return Array.isArray(value) ? checkList(value, path, depth) : checkObject(value, path, depth);
}

function checkList(list: readonly unknown[], path: string, depth: number): BoundsProblem | null {
  if (list.length > factLimits.itemsPerListMax) {
    return problem('fact.too_many_keys', path, `more than ${factLimits.itemsPerListMax} items`);
  }
  for (let index = 0; index < list.length; index += 1) {
    const item = list[index];
    if (Number.isFinite(item) || typeof item === 'boolean') continue;
    const found = checkBounds(item, `${path}/${index}`, depth + 1);
    if (found !== null) return found;
  }
  return null;
}

function checkObject(value: object, path: string, depth: number): BoundsProblem | null {
  const fields = fieldsOf(value);
  const keys = Object.keys(value);
  if (keys.length > factLimits.keysPerObjectMax) {
    return problem('fact.too_many_keys', path, `more than ${factLimits.keysPerObjectMax} keys`);
  }
  for (const key of keys) {
    const found = checkKey(key, path) ?? checkMember(fields[key], key, { path, depth });
    if (found !== null) return found;
  }
  return null;
}

/** The path is only built where something may be wrong: most members are numbers and short texts. */
function checkMember(member: unknown, key: string, place: { path: string; depth: number }): BoundsProblem | null {
  if (typeof member === 'string') {
    return isPlainText(member) ? null : checkText(member, `${place.path}/${escapePointer(key)}`);
  }
  if (typeof member !== 'object' || member === null) {
    return typeof member === 'number' && !Number.isFinite(member)
      ? notFinite(`${place.path}/${escapePointer(key)}`)
      : null;
  }
  return checkBounds(member, `${place.path}/${escapePointer(key)}`, place.depth + 1);
}

function checkKey(key: string, path: string): BoundsProblem | null {
  if (forbiddenKeys.has(key)) return problem('fact.forbidden_key', path, `the key ${key} is not allowed`);
  if (key.length > factLimits.keyLengthMax) {
    return problem('fact.text_too_long', path, `a key is longer than ${factLimits.keyLengthMax} characters`);
  }
  return isPlainText(key) ? null : checkText(key, path);
}

const shortTextLength = 200;
/** A null byte, or any surrogate, paired or not: those few texts are looked at again. */
// oxlint-disable-next-line no-control-regex
const suspicious = /[\0\ud800-\udfff]/;

function isPlainText(text: string): boolean {
  return text.length <= shortTextLength && !suspicious.test(text);
}

function checkText(text: string, path: string): BoundsProblem | null {
  if (text.length > factLimits.textLengthMax) {
    return problem('fact.text_too_long', path, `longer than ${factLimits.textLengthMax} characters`);
  }
  if (text.includes('\0')) return problem('fact.null_byte', path, 'contains U+0000');
  if (!text.isWellFormed()) return problem('fact.invalid_text', path, 'contains a lone surrogate');
  return null;
}

/** JSON may write 1e400, which is read as infinite and would be kept as null. */
function notFinite(path: string): BoundsProblem {
  return problem('fact.invalid', path, 'a number larger than any that can be kept');
}

function problem(code: ErrorCode, path: string, message: string): BoundsProblem {
  return { code, path, message };
}

/** A parsed JSON object by key: the one place where `object` becomes something with fields. */
export function fieldsOf(value: object): Readonly<Record<string, unknown>> {
  return value as Readonly<Record<string, unknown>>;
}

/** RFC 6901. */
function escapePointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
