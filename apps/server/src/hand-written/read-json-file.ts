import { isUtf8 } from 'node:buffer';
import { readFileSync, statSync } from 'node:fs';
import { parseExactly } from '@perennial/domain/reading';
import { depthOf } from '../http/ingest/intake/scan-json.ts';
import { findJsonFaults } from './json-faults.ts';
import type { JsonFault, JsonFaultOptions } from './json-faults.ts';

export interface JsonFileOptions extends JsonFaultOptions {
  /** A larger file is not read: it is held in memory several times over. */
  readonly bytesMax: number;
  /** Levels of objects and lists: deeper ones exhaust the stack of whoever walks them. */
  readonly depthMax: number;
}

/** What a file holds, or why it is not taken: in one sentence about all of it, or place by place. */
export type JsonFile =
  | { readonly value: unknown }
  | { readonly refused: string }
  | { readonly faults: readonly JsonFault[] };

/**
 * Reads a JSON file that somebody wrote by hand, and takes nothing but what it says: keys that stand twice and numbers that lose digits are
 * faults. Whole numbers beyond 2^53 become texts where they are allowed, as everywhere facts come in. Throws what the file system throws.
 */
export function readJsonFile(file: string, options: JsonFileOptions): JsonFile {
  const { bytesMax, depthMax } = options;
  const tooLarge = { refused: `is larger than ${bytesMax} bytes` };
  if (statSync(file).size > bytesMax) return tooLarge;
  const bytes = readFileSync(file);
  // What is no regular file has no size before it is read.
  if (bytes.length > bytesMax) return tooLarge;
  if (!isUtf8(bytes)) return { refused: 'is no UTF-8' };
  if (depthOf(bytes, 0, bytes.length) > depthMax) return { refused: `is nested deeper than ${depthMax} levels` };
  return parse(bytes.toString('utf8').replace(/^\uFEFF/, ''), options);
}

function parse(text: string, options: JsonFaultOptions): JsonFile {
  try {
    const value = parseExactly(text);
    const faults = findJsonFaults(text, options);
    return faults.length === 0 ? { value } : { faults };
  } catch (error) {
    if (error instanceof SyntaxError) return { refused: `is no JSON: ${error.message}` };
    throw error;
  }
}
