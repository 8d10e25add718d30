import type { RawSearch } from './read-parts.ts';

/** A part of an address that its page could not read, as it stood there. */
export interface LeftOut {
  readonly name: string;
  readonly value: string;
}

const valueShownMax = 60;

/** What of an address its reader dropped. An empty part says nothing, so nobody misses it. */
export function leftOutOf(raw: RawSearch, read: object): readonly LeftOut[] {
  const kept = new Set(partsOf(read).map(keyOf));
  return partsOf(raw).filter((part) => part.value !== '' && !kept.has(keyOf(part)));
}

function keyOf({ name, value }: LeftOut): string {
  return JSON.stringify([name, value]);
}

function partsOf(search: object): readonly LeftOut[] {
  return Object.entries(search).flatMap(([name, value]: [string, unknown]) => {
    if (Array.isArray(value)) return value.map((item: unknown) => part(name, item));
    if (typeof value !== 'object' || value === null) return value === undefined ? [] : [part(name, value)];
    return Object.entries(value).map(([key, item]: [string, unknown]) => part(`${name}.${key}`, item));
  });
}

function part(name: string, value: unknown): LeftOut {
  return { name, value: String(value).slice(0, valueShownMax) };
}
