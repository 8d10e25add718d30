import type { FactValue } from '@perennial/domain';
import { readTime } from '../story/time.ts';

/** One place where something else is so than was expected. */
export interface Difference {
  /** Within what was expected: `stages.recency`; empty for all of it. */
  readonly path: string;
  readonly expected: FactValue;
  readonly observed: FactValue;
  /** The word that was meant, or those that there are, where one stands that nobody knows. */
  readonly hint?: string;
}

const instant = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;

/**
 * Where `observed` is otherwise than `expected`. Objects are compared by the keys that are expected, and a key that is not there is null;
 * lists are compared whole. An instant is the same however it is written.
 */
export function differencesIn(expected: FactValue, observed: FactValue, zone: string): readonly Difference[] {
  return compare({ expected, observed, path: '' }, zone);
}

function compare(pair: Difference, zone: string): readonly Difference[] {
  const { expected, observed, path } = pair;
  if (isObject(expected) && isObject(observed))
    return Object.entries(expected).flatMap(([key, value]) =>
      compare({ expected: value, observed: observed[key] ?? null, path: path === '' ? key : `${path}.${key}` }, zone),
    );
  if (isList(expected) && isList(observed) && expected.length === observed.length)
    return expected.flatMap((value, n) =>
      compare({ expected: value, observed: observed[n] ?? null, path: `${path}[${n}]` }, zone),
    );
  return isSame(expected, observed, zone) ? [] : [pair];
}

function isSame(expected: FactValue, observed: FactValue, zone: string): boolean {
  if (Object.is(expected, observed)) return true;
  if (typeof expected !== 'string' || typeof observed !== 'string' || !instant.test(observed)) return false;
  const time = readTime(expected, zone);
  return 'at' in time && time.at === Date.parse(observed);
}

function isObject(value: FactValue): value is { readonly [key: string]: FactValue } {
  return typeof value === 'object' && value !== null && !isList(value);
}

/** `Array.isArray` does not narrow a readonly list. */
function isList(value: FactValue): value is readonly FactValue[] {
  return Array.isArray(value);
}
