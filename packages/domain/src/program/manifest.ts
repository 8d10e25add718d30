import type { FactValue } from '../facts/payload.ts';
import type { ProgramDocuments } from './program-documents.ts';

/** A version is its paths and the hashes of their documents; equal documents are stored once. */
export interface VersionManifest {
  readonly version: number;
  /** Path to content hash, in the order of paths. */
  readonly documents: Readonly<Record<string, string>>;
}

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

/** Hashes are computed by the caller, for the domain has no cryptography. */
export function createManifest(
  version: number,
  documents: ProgramDocuments,
  hash: (canonical: string) => string,
): VersionManifest {
  const hashes: Record<string, string> = {};
  for (const path of Object.keys(documents).sort()) hashes[path] = hash(canonicalJson(documents[path] ?? null));
  return { version, documents: hashes };
}

export interface DocumentChange {
  readonly path: string;
  readonly change: 'added' | 'removed' | 'changed';
}

/** What differs between two versions, by path. */
export function diffManifests(before: VersionManifest, after: VersionManifest): readonly DocumentChange[] {
  const paths = new Set([...Object.keys(before.documents), ...Object.keys(after.documents)]);
  const changes: DocumentChange[] = [];
  for (const path of [...paths].sort()) {
    const old = before.documents[path];
    const now = after.documents[path];
    if (old === now) continue;
    changes.push({ path, change: old === undefined ? 'added' : now === undefined ? 'removed' : 'changed' });
  }
  return changes;
}
