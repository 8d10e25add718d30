import { setImmediate as nextTurn } from 'node:timers/promises';
import { factLimits } from '@perennial/contracts/ingest';
import { parseExactly } from '@perennial/domain/reading';
import type { FactProblem } from '@perennial/engine';
import { ProblemError } from '../../../use-cases/kernel/problem-error.ts';
import { depthOf, scanJson, scanLines, type ScannedItem } from './scan-json.ts';

/** A fact as it was sent, or what is wrong with its line. */
export type PostedFact = { readonly value: unknown } | { readonly problem: FactProblem };

/** Facts of a request that are read, and taken, in one turn of the event loop. */
export interface PostedPart {
  readonly facts: readonly PostedFact[];
  /** Reads one of them again. */
  readonly reread: (index: number) => unknown;
}

export interface Posted {
  readonly parts: PostedPart[];
  readonly isSingle: boolean;
}

/** What is read without letting others have their turn: some ten milliseconds of parsing and checking. */
const partLimits = { facts: 2000, bytes: 1024 * 1024 };

/**
 * Reads the facts of a body: one, a list of them, or one a line. Facts are found by their bytes first and parsed each for itself, so
 * that what is too large or too deep is answered for and not parsed. Throws `request.malformed_json` and `ingest.batch_too_large`
 * before anything is taken.
 */
export async function readFacts(body: Buffer, isLines: boolean): Promise<Posted> {
  const { items, isList } = isLines ? { items: linesOf(body), isList: true } : documentOf(body);
  const parts: PostedPart[] = [];
  for (const group of inParts(items)) {
    if (parts.length > 0) await nextTurn();
    parts.push({
      facts: group.map((item) => readItem(body, item, isLines)),
      reread: (index) => (group[index] === undefined ? undefined : parse(body, group[index])),
    });
  }
  return { parts, isSingle: !isList };
}

export function countFacts({ parts }: Posted): number {
  return parts.reduce((sum, { facts }) => sum + facts.length, 0);
}

function documentOf(body: Buffer) {
  const scanned = scanJson(body, factLimits.batchFactsMax);
  if (scanned === 'malformed') throw new ProblemError('request.malformed_json');
  if (scanned === 'too_many') throw tooMany();
  return scanned;
}

function linesOf(body: Buffer): readonly ScannedItem[] {
  const lines = scanLines(body, factLimits.batchFactsMax);
  if (lines === 'too_many') throw tooMany();
  // Depth is counted only of what is small enough to be parsed.
  return lines.map(({ start, end }) => ({
    start,
    end,
    depth: end - start > factLimits.factBytesMax ? 0 : depthOf(body, start, end),
  }));
}

function tooMany(): ProblemError {
  return new ProblemError('ingest.batch_too_large', { context: { limit: factLimits.batchFactsMax } });
}

function inParts(items: readonly ScannedItem[]): (readonly ScannedItem[])[] {
  const parts: ScannedItem[][] = [];
  let bytes = 0;
  for (const item of items) {
    const last = parts.at(-1);
    const size = item.end - item.start;
    if (last === undefined || last.length >= partLimits.facts || bytes + size > partLimits.bytes) {
      parts.push([item]);
      bytes = size;
    } else {
      last.push(item);
      bytes += size;
    }
  }
  return parts;
}

function readItem(body: Buffer, item: ScannedItem, isLine: boolean): PostedFact {
  if (item.end - item.start > factLimits.factBytesMax) return { problem: tooLarge };
  if (item.depth > factLimits.requestDepthMax) return { problem: tooDeep };
  try {
    return { value: parse(body, item) };
  } catch (error) {
    if (isLine) return { problem: malformedLine };
    throw new ProblemError('request.malformed_json', { cause: error });
  }
}

/** Blanks around it may be any that Unicode knows, such as a byte order mark. */
function parse(body: Buffer, { start, end }: ScannedItem): unknown {
  return parseExactly(body.toString('utf8', start, end).trim());
}

function problemOf(code: string, detail: string): FactProblem {
  return { code, detail, errors: [], isQuarantined: false };
}

const tooLarge = problemOf('fact.too_large', `larger than ${factLimits.factBytesMax} bytes`);
const tooDeep = problemOf('fact.too_deep', `nested deeper than ${factLimits.requestDepthMax} levels`);
const malformedLine = problemOf('fact.malformed_json', 'this line is not valid JSON');
