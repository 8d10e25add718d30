import { isPlainDate } from '../format/zoned-days.ts';

/**
 * What pages keep in the URL's search part. Anything may stand in an address, so each reader takes what it knows, drops
 * the rest, and never throws; absent means the default.
 */
export type RawSearch = Readonly<Record<string, unknown>>;

/** What is looked at, and as of when. */
export interface ViewSearch {
  /** Calendar day; absent means now. */
  readonly asOf?: string;
  readonly lifecycle?: string;
}

export function readViewSearch(raw: RawSearch): ViewSearch {
  return { ...dateOf(raw, 'asOf'), ...textOf(raw, 'lifecycle') };
}

export function textOf<Name extends string>(raw: RawSearch, name: Name): Partial<Record<Name, string>> {
  const value = raw[name];
  const text = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
  return typeof text === 'string' && text !== '' ? singleton(name, text) : {};
}

/** Before and after these no figure is asked for, and the years that a page looks back and ahead stay within what the API takes. */
const dayMin = '1950-01-01';
const dayMax = '2199-12-31';

export function dateOf<Name extends string>(raw: RawSearch, name: Name): Partial<Record<Name, string>> {
  const value = raw[name];
  const isDay = typeof value === 'string' && isPlainDate(value) && value >= dayMin && value <= dayMax;
  return isDay ? singleton(name, value) : {};
}

export function listOf<Name extends string>(raw: RawSearch, name: Name): Partial<Record<Name, readonly string[]>> {
  const value = raw[name];
  const items = (Array.isArray(value) ? value : [value]).filter((item) => typeof item === 'string' && item !== '');
  return items.length > 0 ? singleton(name, items) : {};
}

export function recordOf<Name extends string>(
  raw: RawSearch,
  name: Name,
): Partial<Record<Name, Record<string, string>>> {
  const value = raw[name];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  const entries = Object.entries(value).flatMap(([key, item]) =>
    typeof item === 'string' || typeof item === 'number' ? [[key, String(item)] as const] : [],
  );
  return entries.length > 0 ? singleton(name, Object.fromEntries(entries)) : {};
}

/** A number from 1 on, as counters write them: `12`, neither `012` nor `12.0`. */
export function counterOf<Name extends string>(raw: RawSearch, name: Name, max: number): Partial<Record<Name, number>> {
  const { [name]: text = '' } = textOf(raw, name);
  const value = /^[1-9]\d*$/u.test(text) ? Number(text) : undefined;
  return value === undefined || value > max ? {} : singleton(name, value);
}

/** A value that is one of those that there are. */
export function oneOf<Name extends string, Known extends string>(
  raw: RawSearch,
  name: Name,
  known: readonly Known[],
): Partial<Record<Name, Known>> {
  const { [name]: given } = textOf(raw, name);
  const value = known.find((one) => one === given);
  return value === undefined ? {} : singleton(name, value);
}

/** An object of one key whose name is known to the type checker. */
function singleton<Name extends string, Value>(name: Name, value: Value): Partial<Record<Name, Value>> {
  const record: Partial<Record<Name, Value>> = {};
  record[name] = value;
  return record;
}
