import { posix } from 'node:path';
import { withoutComments } from './source-files.ts';
import type { SourceFile } from './source-files.ts';

export interface ImportStatement {
  /** The file that imports, from the root of the checkout. */
  readonly from: string;
  readonly specifier: string;
  readonly isTypeOnly: boolean;
}

const fromClause = /^[ \t]*(?:import|export)\s+(type\s+)?[\w$*{][^'";]*?from\s*['"]([^'"]+)['"]/gm;
const sideEffect = /^[ \t]*import\s*['"]([^'"]+)['"]/gm;
const dynamicImport = /\bimport\s*\(\s*['"]([^'"]+)['"]/g;

/** The imports and re-exports of one file, found by pattern: our source is formatted, so a parser would add nothing. */
export function findImports(file: SourceFile): readonly ImportStatement[] {
  const code = withoutComments(file.text);
  const found: ImportStatement[] = [];
  for (const match of code.matchAll(fromClause)) {
    found.push({ from: file.path, specifier: match[2] ?? '', isTypeOnly: match[1] !== undefined });
  }
  for (const pattern of [sideEffect, dynamicImport]) {
    for (const match of code.matchAll(pattern)) {
      found.push({ from: file.path, specifier: match[1] ?? '', isTypeOnly: false });
    }
  }
  return found;
}

/** Where a relative import points, from the root of the checkout; undefined for a package. */
export function resolveRelative(statement: ImportStatement): string | undefined {
  if (!statement.specifier.startsWith('.')) return undefined;
  const path = statement.specifier.replace(/[?#].*$/, '');
  return posix.normalize(posix.join(posix.dirname(statement.from), path));
}

/** The folder that is a package, app or other top-level room: `packages/domain`, `apps/server`, `tools`. */
export function roomOf(path: string): string {
  const [first = '', second = ''] = path.split('/');
  return first === 'packages' || first === 'apps' ? `${first}/${second}` : first;
}

/**
 * The first cycle met from each file, as paths in order with the first repeated at the end; empty when there is none.
 * Depth-first and recursive, because chains of imports are short.
 */
export function findCycles(edges: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const finished = new Set<string>();
  const stack: string[] = [];
  const cycles: string[][] = [];
  const visit = (node: string): void => {
    if (finished.has(node)) return;
    const start = stack.indexOf(node);
    if (start !== -1) {
      cycles.push([...stack.slice(start), node]);
      return;
    }
    stack.push(node);
    for (const next of edges.get(node) ?? []) visit(next);
    stack.pop();
    finished.add(node);
  };
  for (const node of edges.keys()) visit(node);
  return cycles;
}
