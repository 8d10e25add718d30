import { join } from 'node:path';
import type { FactValue } from '@perennial/domain';
import type { TextPlace } from '@perennial/domain/reading';
import type { ProgramFolder } from './folder/read-folder.ts';
import type { PlaceProblem, Plan } from './place/program-place.ts';

/** Something to say of a place in a file. */
export interface Located {
  readonly file: string;
  readonly line: number | null;
  readonly column: number | null;
  /** `stages[1].condition`; '' for the whole document. */
  readonly path: string;
  readonly message: string;
  /** A scenario that shows it. */
  readonly story?: FactValue;
}

interface Read {
  /** As it was named. */
  readonly folder: string;
  readonly documents: ProgramFolder['documents'];
}

export function locateProblems({ problems }: Pick<ProgramFolder, 'problems'>): readonly Located[] {
  return problems.map(({ file, place, message }) => ({ file, ...numbersOf(place), path: '', message }));
}

export function locateIssue(read: Read, { document, path, message, story }: Plan['issues'][number]): Located {
  const located = { ...locate(read, document, path), message: saidOf(read, document, message.en) };
  return story === undefined ? located : { ...located, story };
}

/** Of `/lifecycles/main.json#stages[1].condition`, as refusals name places. */
export function locatePlaceProblem(read: Read, { path, message }: PlaceProblem): Located {
  const [document = '', ...rest] = path.replace(/^\//, '').split('#');
  return { ...locate(read, document, rest.join('#')), message: saidOf(read, document, message) };
}

/** Of a document that is not there the check says what it expected to stand in it. */
function saidOf({ documents }: Read, document: string, message: string): string {
  const isMissing = document.endsWith('.json') && !documents.has(document);
  return isMissing ? 'is missing: a program has this document' : message;
}

function locate({ folder, documents }: Read, document: string, path: string): Omit<Located, 'message'> {
  const found = documents.get(document);
  return { file: found?.file ?? join(folder, document), ...numbersOf(found?.placeOf(path) ?? null), path };
}

function numbersOf(place: TextPlace | null): Pick<Located, 'line' | 'column'> {
  return { line: place?.line ?? null, column: place?.column ?? null };
}

/** `brand/settings.json:12:7 metrics[0].days: A number …`, which terminals and editors lead to. */
export function describeLocated({ file, line, column, path, message }: Located): string {
  const place = line === null ? file : `${file}:${line}:${column}`;
  // What is wrong with a file goes on from its name; what is wrong with a document is a sentence.
  return line === null && path === '' && /^[a-z]/.test(message)
    ? `${place} ${message}`
    : `${place}: ${path === '' ? '' : `${path}: `}${message}`;
}
