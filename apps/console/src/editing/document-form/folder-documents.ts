import { readName } from '../document-parts.ts';
import type { Bilingual, Documents } from '../document-parts.ts';
import { partsOf } from './change-part.ts';

/** One document of a folder of the program. */
export interface FolderDocument {
  readonly id: string;
  readonly path: string;
  readonly name: Bilingual;
  readonly value: unknown;
}

/** As the program takes ids. */
export const documentIdPattern = /^[a-z][a-z0-9_-]{0,19}$/u;

/** Where a document of a folder (`wallets/`) stands. */
export function pathInFolder(folder: string, id: string): string {
  return `${folder}${id}.json`;
}

/** Documents of a folder, by id. */
export function documentsIn(folder: string, documents: Documents): readonly FolderDocument[] {
  return Object.keys(documents)
    .filter((path) => path.startsWith(folder) && path.endsWith('.json'))
    .toSorted()
    .map((path) => {
      const value = documents[path];
      const id = path.slice(folder.length, -'.json'.length);
      return { id, path, name: readName(partsOf(value)['name']), value };
    });
}
