import { isPlainDate } from '../format/zoned-days.ts';

/**
 * What pages keep in the URL's search part. Anything may stand in an address, so each reader takes what it knows, drops
 * the rest, and never throws; absent means the default.
 */
type Raw = Readonly<Record<string, unknown>>;

export interface ViewSearch {
  /** Calendar day; absent means now. */
  readonly asOf?: string;
  readonly lifecycle?: string;
}

export interface OverviewSearch extends ViewSearch {
  /** Length of the period that ends on the as-of day. */
  readonly days?: number;
}

export interface MembersSearch extends ViewSearch {
  readonly q?: string;
  readonly stage?: readonly string[];
  readonly sort?: string;
  readonly direction?: string;
  readonly cursor?: string;
  readonly columns?: readonly string[];
  /** Filters of the list by name; each a plain value. */
  readonly where?: Readonly<Record<string, string>>;
}

export interface MemberSearch extends ViewSearch {
  readonly tab?: string;
}

export function readViewSearch(raw: Raw): ViewSearch {
  return { ...dateOf(raw, 'asOf'), ...textOf(raw, 'lifecycle') };
}

export function readOverviewSearch(raw: Raw): OverviewSearch {
  const days = Number(raw['days']);
  const isKnown = Number.isInteger(days) && days >= 1 && days <= 400;
  return { ...readViewSearch(raw), ...(isKnown ? { days } : {}) };
}

export function readMembersSearch(raw: Raw): MembersSearch {
  return {
    ...readViewSearch(raw),
    ...textOf(raw, 'q'),
    ...textOf(raw, 'sort'),
    ...textOf(raw, 'direction'),
    ...textOf(raw, 'cursor'),
    ...listOf(raw, 'stage'),
    ...listOf(raw, 'columns'),
    ...recordOf(raw, 'where'),
  };
}

export function readMemberSearch(raw: Raw): MemberSearch {
  return { ...readViewSearch(raw), ...textOf(raw, 'tab') };
}

export interface LifecycleSearch {
  readonly lifecycle?: string;
  readonly tab?: string;
  /** Draft that is being edited. */
  readonly draft?: string;
  /** What is open on the tab: the id of a metric, a type of identity, or `new`. */
  readonly item?: string;
}

export function readLifecycleSearch(raw: Raw): LifecycleSearch {
  return { ...textOf(raw, 'lifecycle'), ...textOf(raw, 'tab'), ...textOf(raw, 'draft'), ...textOf(raw, 'item') };
}

export interface DataSearch {
  readonly id?: string;
  readonly cursor?: string;
  readonly q?: string;
  /** The entry that is open; a new one where `act` says so. */
  readonly item?: string;
  readonly act?: string;
  readonly status?: string;
  /** Why facts wait: only those are listed. */
  readonly reason?: string;
}

export function readDataSearch(raw: Raw): DataSearch {
  return {
    ...textOf(raw, 'id'),
    ...textOf(raw, 'cursor'),
    ...textOf(raw, 'q'),
    ...textOf(raw, 'item'),
    ...textOf(raw, 'act'),
    ...textOf(raw, 'status'),
    ...textOf(raw, 'reason'),
  };
}

export interface SignInSearch {
  /** Where to go after signing in: a path of this console, never another site. */
  readonly next?: string;
  readonly token?: string;
}

export function readSignInSearch(raw: Raw): SignInSearch {
  const next = raw['next'];
  const isOwnPath = typeof next === 'string' && /^\/(?![/\\])/.test(next);
  return { ...textOf(raw, 'token'), ...(isOwnPath ? { next } : {}) };
}

function textOf<Name extends string>(raw: Raw, name: Name): Partial<Record<Name, string>> {
  const value = raw[name];
  const text = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
  return typeof text === 'string' && text !== '' ? singleton(name, text) : {};
}

function dateOf<Name extends string>(raw: Raw, name: Name): Partial<Record<Name, string>> {
  const value = raw[name];
  return typeof value === 'string' && isPlainDate(value) ? singleton(name, value) : {};
}

function listOf<Name extends string>(raw: Raw, name: Name): Partial<Record<Name, readonly string[]>> {
  const value = raw[name];
  const items = (Array.isArray(value) ? value : [value]).filter((item) => typeof item === 'string' && item !== '');
  return items.length > 0 ? singleton(name, items) : {};
}

function recordOf<Name extends string>(raw: Raw, name: Name): Partial<Record<Name, Record<string, string>>> {
  const value = raw[name];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  const entries = Object.entries(value).flatMap(([key, item]) =>
    typeof item === 'string' || typeof item === 'number' ? [[key, String(item)] as const] : [],
  );
  return entries.length > 0 ? singleton(name, Object.fromEntries(entries)) : {};
}

/** An object of one key whose name is known to the type checker. */
function singleton<Name extends string, Value>(name: Name, value: Value): Partial<Record<Name, Value>> {
  const record: Partial<Record<Name, Value>> = {};
  record[name] = value;
  return record;
}
