import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { factLimits } from '@perennial/contracts/ingest';
import type { ProgramDocuments } from '@perennial/domain';
import type { JsonPath } from '@perennial/domain/reading';
import type { z } from 'zod';
import { readJsonFile } from '../../hand-written/read-json-file.ts';
import { story } from './story.ts';
import type { Story, StoryStep } from './story.ts';
import { readTime } from './time.ts';

/** A step at its instant, epoch milliseconds. */
export interface TimedStep extends StoryStep {
  readonly instant: number;
}

export type ReadStory = Readonly<Pick<Story, 'name' | 'zone' | 'currency' | 'phoneCountry'>> & {
  /** All documents; undefined: those of the default program. */
  readonly program?: ProgramDocuments | undefined;
  /** Laid over them; null takes one away. */
  readonly documents?: ProgramDocuments | undefined;
  readonly steps: readonly TimedStep[];
};

/** A story and the file that it stands in. */
export interface FiledStory {
  readonly file: string;
  readonly story: ReadStory;
}

/** A file that holds no story, with every place that is wrong. Nothing was run. */
export class StoryError extends Error {
  override readonly name = 'StoryError';
}

/** The stories of files, and of all `.json` files below folders but schemas, in order of their names. Throws StoryError. */
export function readStories(paths: readonly string[]): readonly FiledStory[] {
  return paths.flatMap((path) => filesBelow(path).flatMap(readFile));
}

function filesBelow(path: string): readonly string[] {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) throw new StoryError(`There is no ${path}.`);
  if (!found.isDirectory()) return [path];
  const files = readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.json') && !entry.name.endsWith('.schema.json'))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
  if (files.length === 0) throw new StoryError(`There is no story in ${path}: stories are .json files.`);
  return files;
}

function readFile(file: string): readonly FiledStory[] {
  const parsed = parseFile(file);
  const list: readonly unknown[] = Array.isArray(parsed) ? parsed : [parsed];
  if (list.length === 0) throw new StoryError(`${file} holds no story.`);
  const told = new Set<string>();
  return list.map((value, index) => {
    const where = list.length === 1 ? file : `${file}, story ${index + 1}`;
    const one = readStory(value, where);
    if (told.has(one.name)) throw new StoryError(`${where}: another story of the file is named "${one.name}" too.`);
    told.add(one.name);
    return { file, story: one };
  });
}

/** Throws StoryError. */
export function readStory(value: unknown, where: string): ReadStory {
  const read = story.safeParse(value);
  if (!read.success) throw new StoryError(describeIssues(read.error, where));
  const wrong: string[] = [];
  let before = -Infinity;
  const steps = read.data.steps.map((step, index) => {
    const time = readTime(step.at, read.data.zone);
    if ('refused' in time) {
      wrong.push(`${where}, step ${index + 1}: ${time.refused}.`);
      return { ...step, instant: before };
    }
    if (time.at < before) wrong.push(`${where}, step ${index + 1}: ${step.at} is before the step above it.`);
    before = Math.max(before, time.at);
    return { ...step, instant: time.at };
  });
  if (wrong.length > 0) throw new StoryError(wrong.join('\n'));
  return { ...read.data, steps };
}

const fileLimits = {
  /** As a request of facts. */
  bytesMax: factLimits.requestBytesMax,
  /** More than a fact may have: what ingestion says of one that is too deep can be told. */
  depthMax: 4 * factLimits.requestDepthMax,
};

/** Whole numbers of facts keep their digits, as they do where facts are sent. Nothing else of a story is read by who knows of such texts. */
function parseFile(file: string): unknown {
  const read = orUnreadable(file, () => readJsonFile(file, { ...fileLimits, keepsDigits: isInFact }));
  if ('value' in read) return read.value;
  if ('refused' in read) throw new StoryError(`${file} ${read.refused}.`);
  const lines = read.faults.map(
    ({ line, path, message }) => `${placeInFile(`${file}, line ${line}`, path)}: ${message}.`,
  );
  throw new StoryError(lines.join('\n'));
}

function orUnreadable<Read>(file: string, read: () => Read): Read {
  try {
    return read();
  } catch (error) {
    throw new StoryError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}.`, {
      cause: error,
    });
  }
}

function isInFact(path: JsonPath): boolean {
  const [steps, , key] = typeof path[0] === 'number' ? path.slice(1) : path;
  return steps === 'steps' && key === 'fact';
}

/** A story of a list is counted as people count it. */
function placeInFile(where: string, path: JsonPath): string {
  const [index, ...rest] = path;
  return typeof index === 'number' ? placeOf(rest, `${where}, story ${index + 1}`) : placeOf(path, where);
}

function describeIssues(error: z.ZodError, where: string): string {
  return error.issues.map((issue) => `${placeOf(issue.path, where)}: ${issue.message}.`).join('\n');
}

/** Steps are counted as people count them. */
function placeOf(path: readonly PropertyKey[], where: string): string {
  const [first, index, ...rest] = path;
  if (first === 'steps' && typeof index === 'number')
    return [`${where}, step ${index + 1}`, rest.join('.')].filter((part) => part !== '').join(', ');
  return path.length === 0 ? where : `${where}, ${path.join('.')}`;
}
