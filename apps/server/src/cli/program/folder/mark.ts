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

/** What was last pulled into a folder, or applied from it: what local changes are told from, and what an application replaces. */
export interface Mark {
  readonly version: number;
  /** Where it was pulled from, for people. */
  readonly from: string;
  /** Path to content hash. */
  readonly documents: Readonly<Record<string, string>>;
}

const stored = z.object({
  format: z.literal(1),
  version: z.number().int().min(1),
  from: z.string(),
  documents: z.record(z.string(), z.string()),
});

/** The same whatever the order of keys, the ends of lines and the width of indents. */
export function hashOf(document: FactValue): string {
  return createHash('sha256').update(canonicalJson(document)).digest('hex');
}

export function hashesOf(documents: ProgramDocuments): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(documents).map(([path, document]) => [path, hashOf(document)]));
}

export function isSameContent(one: Mark['documents'], other: Mark['documents']): boolean {
  return canonicalJson(one) === canonicalJson(other);
}

/** Undefined in a folder that nothing was pulled into. Throws CommandError where it cannot be told. */
export function readMark(folder: string): Mark | undefined {
  const file = join(folder, ownFolder, markFile);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return undefined;
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

/** The files of a mark, by path within the folder. The mark is of one checkout; the schemas are for whoever gets the folder. */
export function markFiles(
  mark: Mark,
): Readonly<Record<'ignore' | 'mark', { readonly path: string; readonly text: string }>> {
  return {
    ignore: { path: `${ownFolder}/.gitignore`, text: `/${markFile}\n*.part\n` },
    mark: { path: `${ownFolder}/${markFile}`, text: `${JSON.stringify({ format: 1, ...mark }, null, 2)}\n` },
  };
}
