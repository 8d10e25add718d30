import type { LeftOutIdentity } from '@perennial/domain';
import type { ProblemDetail } from '../errors/index.ts';
import { isIdentityType } from '../schemas/identity-type.ts';
import { fieldsOf } from './check-bounds.ts';
import { factLimits } from './limits.ts';

/** An identity as it is sent. */
export interface IdentityOnWire {
  readonly type: string;
  readonly value: string;
  /** Left out instead of refused when its value turns out invalid. */
  readonly isOptional?: boolean;
}

export interface ReadIdentities {
  readonly identities: readonly IdentityOnWire[];
  readonly leftOut: readonly LeftOutIdentity[];
}

const none: ReadIdentities = { identities: [], leftOut: [] };

/**
 * Identities of a fact: `{ "phone": "…", "email": ["…", "…"] }` or `[{ "type": "phone", "value": "…" }]`. Numbers are taken
 * for their digits; null, or a text of nothing but spaces, means that the sender has none. A value that is none is left out where
 * another identity is one.
 */
export function readIdentities(value: unknown, errors: ProblemDetail[]): ReadIdentities {
  if (value === undefined || value === null) return none;
  const found: Found = { pairs: [], invalid: [], errors };
  if (Array.isArray(value)) addList(found, value);
  else addObject(found, value);
  const { pairs, invalid } = found;
  if (pairs.length > factLimits.identitiesMax) {
    errors.push({ path: '/identities', message: `more than ${factLimits.identitiesMax} identities` });
    return none;
  }
  if (pairs.length === 0) errors.push(...invalid.map(({ path, reason }) => ({ path, message: reason })));
  return { identities: pairs, leftOut: invalid.map(({ type, reason }) => ({ type, reason })) };
}

interface Found {
  readonly pairs: IdentityOnWire[];
  /** Values that are none. */
  readonly invalid: (LeftOutIdentity & { readonly path: string })[];
  /** What is no identity at all. */
  readonly errors: ProblemDetail[];
}

function addObject(found: Found, value: unknown): void {
  if (typeof value !== 'object' || value === null) {
    found.errors.push({ path: '/identities', message: 'neither an object nor a list' });
    return;
  }
  for (const [type, given] of Object.entries(fieldsOf(value))) {
    for (const one of Array.isArray(given) ? given : [given])
      addPair(found, { type, value: one, path: `/identities/${type}` });
  }
}

function addList(found: Found, list: readonly unknown[]): void {
  for (const [index, item] of list.entries()) {
    const path = `/identities/${index}`;
    if (typeof item !== 'object' || item === null)
      found.errors.push({ path, message: 'not an object with type and value' });
    else addPair(found, { ...fieldsOf(item), path });
  }
}

function addPair(
  { pairs, invalid, errors }: Found,
  pair: { type?: unknown; value?: unknown; isOptional?: unknown; path: string },
): void {
  const { type, value, path } = pair;
  if (value === null || value === undefined || (typeof value === 'string' && value.trim() === '')) return;
  if (typeof type !== 'string' || !isIdentityType(type)) {
    errors.push({ path, message: 'not a type of identity: phone, email, external_id:shop …' });
  } else if (typeof value === 'number' && Number.isSafeInteger(value)) {
    pairs.push({ type, value: String(value) });
  } else if (typeof value === 'string') {
    pairs.push(pair.isOptional === true ? { type, value, isOptional: true } : { type, value });
  } else {
    invalid.push({ type, path, reason: typeof value === 'number' ? 'a number that has lost digits' : 'not a text' });
  }
}
