import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson } from '@perennial/domain';
import type { FactValue, ProgramDocuments } from '@perennial/domain';
import { z } from 'zod';
import { CommandError } from '../../command/command.ts';

/**
 * What a folder keeps beside its documents. Not `.perennial`: that is the data folder's name, which lies beside documents where both are
 * made in one place, and keeps keys and people out of version control only when it was empty before.
 */
export const ownFolder = '.perennial-program';

const markFile = 'pulled.json';

/** The documents that a folder was made of: what local changes are told from, and what an application replaces. */
export interface PulledDocuments {
  readonly version: number;
  /** Where it was pulled from, for people. */
  readonly from: string;
  /** Path to content hash. */
  readonly documents: Readonly<Record<string, string>>;
}

export interface Mark {
  /** What was last pulled into the folder, or applied from it. */
  readonly pulled: PulledDocuments | null;
  /** What a pull that has not ended was writing: who finds a file of it knows that nobody has changed it. */
  readonly begun: PulledDocuments | null;
}

const documents = z.object({
  version: z.number().int().min(1),
  from: z.string(),
  documents: z.record(z.string(), z.string()),
});
const stored = z.object({ format: z.literal(1), pulled: documents.nullable(), begun: documents.nullable() });

/** The same whatever the order of keys, the ends of lines and the width of indents. */
export function hashOf(document: FactValue): string {
  return createHash('sha256').update(canonicalJson(document)).digest('hex');
}

export function hashesOf(documents: ProgramDocuments): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(documents).map(([path, document]) => [path, hashOf(document)]));
}

export function isSameContent(one: PulledDocuments['documents'], other: PulledDocuments['documents']): boolean {
  return canonicalJson(one) === canonicalJson(other);
}

/** Throws CommandError where it cannot be told. */
export function readMark(folder: string): Mark {
  const file = join(folder, ownFolder, markFile);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return { pulled: null, begun: null };
    throw error;
  }
  const read = stored.safeParse(parse(text));
  if (read.success) return read.data;
  throw new CommandError(
    `${file}, which says what was pulled last, cannot be read. Delete it: the folder then counts as one that nothing was pulled into.`,
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Keeps the mark out of version control: it is of one checkout, while the schemas beside it are for whoever gets the folder. */
export const ignoreFile = { path: `${ownFolder}/.gitignore`, text: `/${markFile}\n*.part\n` } as const;

export function fileOfMark(mark: Mark): { readonly path: string; readonly text: string } {
  return { path: `${ownFolder}/${markFile}`, text: `${JSON.stringify({ format: 1, ...mark }, null, 2)}\n` };
}
