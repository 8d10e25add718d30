import type { FactValue } from '../kernel/base/payload.ts';

/**
 * The bytes that a document is hashed by: JSON with the keys of every object in order, so that the order in which an
 * editor wrote them makes no new version.
 */
export function canonicalJson(value: FactValue): string {
  if (Array.isArray(value)) return `[${(value as readonly FactValue[]).map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value as { readonly [key: string]: FactValue })
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}
