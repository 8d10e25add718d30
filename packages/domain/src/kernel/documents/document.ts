import type { FactValue } from '../base/payload.ts';

/** Documents by path, parsed from JSON: `settings.json`, `lifecycles/<id>.json` … */
export type ProgramDocuments = { readonly [path: string]: FactValue };

/** Where documents of a kind stand: one at a path, or a folder of them, each named by its id. */
export interface DocumentPlace {
  /** `settings.json`, or `lifecycles/` for a folder. */
  readonly path: string;
  readonly countMax: number;
}

export function isOfKind(kind: DocumentPlace, path: string): boolean {
  return kind.path.endsWith('/') ? path.startsWith(kind.path) : path === kind.path;
}

/** Paths of the documents of a kind, in order. */
export function pathsOf(documents: ProgramDocuments, kind: DocumentPlace): readonly string[] {
  return Object.keys(documents)
    .filter((path) => isOfKind(kind, path))
    .sort();
}
