import { readFileSync, readdirSync } from 'node:fs';
import { join, posix } from 'node:path';
import { root } from './run-step.ts';

export interface SourceFile {
  /** Path from the root of the checkout, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** What npm, git, the builds and the running product put into the checkout. */
const notOurs = new Set(['node_modules', '.git', 'dist', '.perennial', 'test-results', 'coverage']);
const textFile = /\.(?:ts|tsx|js|mjs|json|md|sql|css|html|yml|yaml|sh|toml)$|^\.|(?:^|\/)(?:run|LICENSE)$/;

/** Every text file of the checkout that we wrote (the lock file included), in path order. */
export function readSourceFiles(): readonly SourceFile[] {
  const files: SourceFile[] = [];
  collect('', files);
  return files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

function collect(folder: string, into: SourceFile[]): void {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    // In a linked worktree `.git` is a file.
    if (notOurs.has(entry.name)) continue;
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) {
      collect(path, into);
    } else if (entry.isFile() && textFile.test(path)) {
      into.push({ path, text: readFileSync(join(root, path), 'utf8') });
    }
  }
}

export function isTypeScript(path: string): boolean {
  return /\.tsx?$/.test(path);
}

/** Tests, and the helpers that only tests import. */
export function isTest(path: string): boolean {
  return /\.(?:spec|e2e)\.tsx?$/.test(path) || /\/(?:testing|fixtures|e2e)\//.test(path);
}

/** The source with comments blanked out, line for line, so that a rule about code does not trip over prose. */
export function withoutComments(text: string): string {
  const blank = (match: string): string => match.replaceAll(/[^\n]/g, ' ');
  return text.replaceAll(/(?<=^|\s)\/\*[\s\S]*?\*\//g, blank).replaceAll(/(?<=^|\s)\/\/.*$/gm, blank);
}

export function lineOf(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}
