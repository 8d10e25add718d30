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

/**
 * Identities of a fact: `{ "phone": "…", "email": ["…", "…"] }` or `[{ "type": "phone", "value": "…" }]`. Numbers are taken
 * for their digits; null, or a text of nothing but spaces, means that the sender has none.
 */
export function readIdentities(value: unknown, errors: ProblemDetail[]): readonly IdentityOnWire[] {
  if (value === undefined || value === null) return [];
  const pairs = Array.isArray(value) ? pairsOfList(value, errors) : pairsOfObject(value, errors);
  if (pairs.length > factLimits.identitiesMax) {
    errors.push({ path: '/identities', message: `more than ${factLimits.identitiesMax} identities` });
    return [];
  }
  return pairs;
}

function pairsOfObject(value: unknown, errors: ProblemDetail[]): IdentityOnWire[] {
  if (typeof value !== 'object' || value === null) {
    errors.push({ path: '/identities', message: 'neither an object nor a list' });
    return [];
  }
  const pairs: IdentityOnWire[] = [];
  for (const [type, given] of Object.entries(fieldsOf(value))) {
    for (const one of Array.isArray(given) ? given : [given])
      addPair(pairs, { type, value: one, path: `/identities/${type}` }, errors);
  }
  return pairs;
}

function pairsOfList(list: readonly unknown[], errors: ProblemDetail[]): IdentityOnWire[] {
  const pairs: IdentityOnWire[] = [];
  for (const [index, item] of list.entries()) {
    const path = `/identities/${index}`;
    if (typeof item !== 'object' || item === null) errors.push({ path, message: 'not an object with type and value' });
    else addPair(pairs, { ...fieldsOf(item), path }, errors);
  }
  return pairs;
}

function addPair(
  pairs: IdentityOnWire[],
  pair: { type?: unknown; value?: unknown; isOptional?: unknown; path: string },
  errors: ProblemDetail[],
): void {
  const { type, value, path } = pair;
  if (value === null || value === undefined) return;
  if (typeof type !== 'string' || !isIdentityType(type)) {
    errors.push({ path, message: 'not a type of identity: phone, email, external_id:shop …' });
  } else if (typeof value === 'number' && Number.isSafeInteger(value)) {
    pairs.push({ type, value: String(value) });
  } else if (typeof value === 'string') {
    if (value.trim() === '') return;
    pairs.push(pair.isOptional === true ? { type, value, isOptional: true } : { type, value });
  } else {
    errors.push({ path, message: 'not a text' });
  }
}
