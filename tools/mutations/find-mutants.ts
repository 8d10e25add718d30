import { parseSync } from 'vite';
import { lineOf } from '../source-files.ts';
import type { SourceFile } from '../source-files.ts';
import { editsOf, isNode } from './edits.ts';
import type { Node } from './edits.ts';

/** One small mistake: a piece of a file, and what stands there instead. */
export interface Mutant {
  readonly path: string;
  /** Where the piece stands in the text, in UTF-16 code units. */
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
  readonly kind: string;
  readonly line: number;
}

/**
 * Calls whose arguments are left alone. An invariant says what nobody can reach, so no test can see it changed; a table is compared
 * with the schema by tests of its own.
 */
const leftAlone = new Set(['invariant', 'defineRowKind']);
/** Casts, whose expression is looked into. Every other node of types has no part at run time. */
const casts = new Set(['TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression']);

/** All mistakes of the usual kinds in one file, in the order in which they stand; none that does not parse. */
export function findMutants({ path, text }: SourceFile): readonly Mutant[] {
  const found: Mutant[] = [];
  visit(parse(path, text), (node) => {
    for (const edit of editsOf(node, text)) {
      const mutant = { ...edit, path, line: lineOf(text, edit.start) };
      if (isParsed(path, applyMutant(mutant, text))) found.push(mutant);
    }
  });
  return found.toSorted((a, b) => a.start - b.start);
}

/** The text of the file with the mistake in it. */
export function applyMutant(
  { start, end, replacement }: Pick<Mutant, 'start' | 'end' | 'replacement'>,
  text: string,
): string {
  return text.slice(0, start) + replacement + text.slice(end);
}

/** The lines that the mistake is in, as they are and as they become, in one line each. */
export function describeMutant(mutant: Mutant, text: string): { readonly before: string; readonly after: string } {
  const from = text.lastIndexOf('\n', mutant.start - 1) + 1;
  const lineEnd = text.indexOf('\n', mutant.end);
  const to = lineEnd === -1 ? text.length : lineEnd;
  const changed = applyMutant(mutant, text);
  const inOneLine = (lines: string): string => lines.replaceAll(/\s+/g, ' ').trim();
  return {
    before: inOneLine(text.slice(from, to)),
    after: inOneLine(changed.slice(from, to + changed.length - text.length)),
  };
}

function parse(path: string, text: string): unknown {
  const { program, errors } = parseSync(path, text, { lang: 'ts' });
  if (errors.length > 0) throw new Error(`${path} does not parse: ${errors[0]?.message ?? ''}`);
  return program;
}

function isParsed(path: string, text: string): boolean {
  return parseSync(path, text, { lang: 'ts' }).errors.length === 0;
}

function visit(value: unknown, take: (node: Node) => void): void {
  if (Array.isArray(value)) {
    for (const part of value) visit(part, take);
    return;
  }
  if (!isNode(value) || (value.type.startsWith('TS') && !casts.has(value.type))) return;
  if (casts.has(value.type)) {
    visit(value['expression'], take);
    return;
  }
  if (value.type === 'ImportDeclaration' || isLeftAlone(value)) return;
  take(value);
  for (const part of Object.values(value)) visit(part, take);
}

function isLeftAlone(node: Node): boolean {
  if (node.type === 'ExpressionStatement') return isLeftAloneCall(node['expression']);
  return isLeftAloneCall(node);
}

function isLeftAloneCall(node: unknown): boolean {
  if (!isNode(node) || node.type !== 'CallExpression' || !isNode(node['callee'])) return false;
  return leftAlone.has(String(node['callee']['name']));
}
