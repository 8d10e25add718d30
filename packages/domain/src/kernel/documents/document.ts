import type { FactValue } from '../base/payload.ts';
import type { DocumentWords } from './document-words.ts';

/** Documents by path, parsed from JSON: `settings.json`, `lifecycles/<id>.json` … */
export type ProgramDocuments = { readonly [path: string]: FactValue };

/** A kind of document: one at a path, or a folder of them, each named by its id. */
export interface DocumentKind {
  /** `settings.json`, or `lifecycles/` for a folder. */
  readonly path: string;
  readonly countMax: number;
  /** What its parts are called where differences are told. */
  readonly words: DocumentWords;
}

export function isOfKind(kind: Pick<DocumentKind, 'path'>, path: string): boolean {
  return kind.path.endsWith('/') ? path.startsWith(kind.path) : path === kind.path;
}

/** Paths of the documents of a kind, in order. */
export function pathsOf(documents: ProgramDocuments, kind: Pick<DocumentKind, 'path'>): readonly string[] {
  return Object.keys(documents)
    .filter((path) => isOfKind(kind, path))
    .sort();
}
