import { readFileSync, statSync } from 'node:fs';
import { isUtf8 } from 'node:buffer';
import { readJsonText } from '@perennial/domain/reading';
import type { JsonProblem, JsonTextOptions } from '@perennial/domain/reading';

export interface JsonFileOptions extends JsonTextOptions {
  /** A larger file is not read: it is held in memory several times over. */
  readonly bytesMax: number;
}

/** What a file holds, or why it is not taken: in one sentence about all of it, or place by place. */
export type JsonFile =
  | { readonly value: unknown }
  | { readonly refused: string }
  | { readonly faults: readonly JsonProblem[] };

/**
 * Reads a JSON file that somebody wrote by hand, and takes nothing but what it says: keys that stand twice and numbers that lose digits are
 * faults. Whole numbers beyond 2^53 become texts where they are allowed, as everywhere facts come in. Throws what the file system throws.
 */
export function readJsonFile(file: string, options: JsonFileOptions): JsonFile {
  const { bytesMax } = options;
  const tooLarge = { refused: `is larger than ${bytesMax} bytes` };
  if (statSync(file).size > bytesMax) return tooLarge;
  const bytes = readFileSync(file);
  // What is no regular file has no size before it is read.
  if (bytes.length > bytesMax) return tooLarge;
  if (!isUtf8(bytes)) return { refused: 'is no UTF-8' };
  const read = readJsonText(bytes.toString('utf8'), options);
  return read.isSound ? { value: read.value } : { faults: read.problems };
}
