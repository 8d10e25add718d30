import type { Facets, FactPayload, FactValue } from '@perennial/domain';
import { readDecision, writeDecision } from '../log/decision-payload.ts';

/**
 * What the schema of a type says of fields, by dotted path, once the member is erased: `kept` is a thing's, an amount or an instant,
 * `gone` is hers with all that stands below it but for paths that are kept. Nothing of unknown types.
 */
export type ErasureMeaningsOf = (type: string) => ReadonlyMap<string, 'kept' | 'gone'>;

/** A number below it is a count, a rating or an amount of money that nobody is called by; longer ones may be telephone numbers. */
const numberMax = 1e9;
/** A name that a sender's code gives to a field. Others may be words of hers: an address as a key, a sentence. */
const fieldName = /^[\p{L}_$][\p{L}\p{N}_$.-]{0,39}$/u;
const longDigits = /\d{6}/;
const currencyCode = /^[A-Z]{3}$/;

interface Spot {
  readonly meanings: ReadonlyMap<string, 'kept' | 'gone'>;
  readonly path: string;
  /** Within what is hers: only what is kept by its own path stays. */
  readonly isGone: boolean;
}

/**
 * A payload without what is hers. Of fields that the schema of the type keeps all stays; of others no text does, whatever it looks like,
 * but truth values, short numbers and currencies.
 */
function forgetPersonal(type: string, payload: FactPayload, meaningsOf: ErasureMeaningsOf): FactPayload {
  return forgetObject(payload, { meanings: meaningsOf(type), path: '', isGone: false });
}

function forgetObject(object: FactPayload, { meanings, path, isGone }: Spot): FactPayload {
  const left: Record<string, FactValue> = {};
  for (const [key, value] of Object.entries(object)) {
    const inner = { meanings, path: path + key, isGone };
    const kept = forgetField(key, value, inner);
    if (kept !== undefined) left[key] = kept;
  }
  return left;
}

function forgetField(key: string, value: FactValue, spot: Spot): FactValue | undefined {
  const meaning = spot.meanings.get(spot.path);
  if (meaning === 'gone' || (spot.isGone && meaning !== 'kept')) return forgetAround(value, spot);
  if (meaning === undefined && (!fieldName.test(key) || longDigits.test(key))) return undefined;
  if (Array.isArray(value)) {
    const items = (value as readonly FactValue[]).flatMap((item) => forgetValue(key, item, spot) ?? []);
    return meaning === 'kept' || items.length > 0 ? items : undefined;
  }
  return forgetValue(key, value, spot);
}

/** What is kept by its own path within a value that goes. */
function forgetAround(value: FactValue, { meanings, path }: Spot): FactValue | undefined {
  const below = `${path}.`;
  const isAnyKept = [...meanings].some(([one, meaning]) => meaning === 'kept' && one.startsWith(below));
  if (!isAnyKept || !isPlainObject(value)) return undefined;
  const inner = forgetObject(value, { meanings, path: below, isGone: true });
  return Object.keys(inner).length > 0 ? inner : undefined;
}

function forgetValue(key: string, value: FactValue, spot: Spot): FactValue | undefined {
  const isKept = spot.meanings.get(spot.path) === 'kept';
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'number') return isKept || Math.abs(value) < numberMax ? value : undefined;
  if (typeof value === 'string') return isKept || (key === 'currency' && currencyCode.test(value)) ? value : undefined;
  if (!isPlainObject(value)) return undefined;
  const inner = forgetObject(value, { ...spot, path: `${spot.path}.` });
  return isKept || Object.keys(inner).length > 0 ? inner : undefined;
}

/** What stays of steps of somebody who is erased, as the log has them. */
export interface Forget {
  readonly ofFact: (type: string, payload: string) => string;
  readonly ofDecision: (payload: string, facets: Facets) => string;
}

export interface Kept {
  readonly erasureMeaningsOf: ErasureMeaningsOf;
  /** Attributes that the program says are not personal. */
  readonly keptAttributes: ReadonlySet<string>;
}

export function createForget({ erasureMeaningsOf, keptAttributes }: Kept): Forget {
  return {
    // Written by ourselves: reading it back is a parse boundary.
    ofFact: (type, payload) =>
      JSON.stringify(forgetPersonal(type, JSON.parse(payload) as FactPayload, erasureMeaningsOf)),
    ofDecision: (payload, facets) => forgetOfDecision(payload, facets, keptAttributes),
  };
}

/** The text of a decision without what its facets call hers; who decided stays. */
function forgetOfDecision(text: string, { list }: Facets, keptAttributes: ReadonlySet<string>): string {
  const { parts, by } = readDecision(text);
  const facets = new Map(list.map((facet) => [facet.name, facet]));
  const left = Object.entries(parts).map(
    ([name, part]) => [name, facets.get(name)?.forget?.(part, keptAttributes) ?? part] as const,
  );
  return writeDecision({ parts: Object.fromEntries(left), by });
}

function isPlainObject(value: FactValue): value is FactPayload {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
