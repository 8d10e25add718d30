import type { Documents } from '../../../editing/documents.ts';

/** The documents of a version as one file, path by path, in the shape in which the API takes them; the same version, the same bytes. */
export function versionFile(documents: Documents): Blob {
  const sorted = Object.fromEntries(Object.entries(documents).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return new Blob([`${JSON.stringify(sorted, null, 2)}\n`], { type: 'application/json' });
}
