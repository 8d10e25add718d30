import { lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { routes } from '@perennial/contracts';
import { documentBytesMax, documentsMax } from '@perennial/domain';
import type { FactValue, ProgramDocuments } from '@perennial/domain';
import { readJsonText } from '@perennial/domain/reading';
import type { TextPlace } from '@perennial/domain/reading';
import { CommandError } from '../../command/command.ts';

/** A document as it stands in a file. */
export interface FileDocument {
  /** As people find it from where they are: the folder as they named it, and the path. */
  readonly file: string;
  /** Without `$schema`, which is for editors. */
  readonly value: FactValue;
  /** Of `stages[1].condition`, in the file. */
  readonly placeOf: (path: string) => TextPlace;
}

/** Why a file is no document, and where. */
export interface FileProblem {
  readonly file: string;
  /** Path within the folder. */
  readonly path: string;
  readonly place: TextPlace | null;
  readonly message: string;
}

export interface ProgramFolder {
  /** By path, in order. */
  readonly documents: ReadonlyMap<string, FileDocument>;
  readonly problems: readonly FileProblem[];
}

/** A document may be written more widely than it is stored, and not without end. */
const fileBytesMax = 4 * documentBytesMax;
/** Paths of documents, as the API takes them. */
const pathLengthMax = 200;
/** Somebody's home was named by a slip: stop before it is walked through. */
const entriesMax = 10_000;
const foldersDeepMax = 8;

/** Folders of other things that lie beside documents, at the top. Names that begin with a dot are left alone everywhere. */
const otherFolders: ReadonlySet<string> = new Set(['node_modules', 'scenarios']);

/**
 * Reads every `.json` file of a folder as a document of a program. Whether there is such a kind of document is for the program to say, so
 * that a misspelt name is told and never silently left out. Throws CommandError where there is no folder.
 */
export function readProgramFolder(folder: string): ProgramFolder {
  const root = rootOf(folder);
  const documents = new Map<string, FileDocument>();
  const problems: FileProblem[] = [];
  const walk: Walk = { folder, root, seen: 0, files: [], problems };
  walkFolder(walk, '', 0);
  for (const path of walk.files.toSorted().slice(0, documentsMax)) {
    const read = readDocument(walk, path);
    if ('document' in read) documents.set(path, read.document);
    else problems.push(...read.problems);
  }
  if (walk.files.length > documentsMax)
    problems.push(problemOf(walk, '', `holds ${walk.files.length} .json files; a program has at most ${documentsMax}`));
  const bytes = Buffer.byteLength(JSON.stringify({ documents: documentsOf(documents) }));
  if (bytes > bytesMax)
    problems.push(problemOf(walk, '', `holds ${bytes} bytes of documents; a program has at most ${bytesMax}`));
  return { documents, problems };
}

/** A folder that is meant to be a program: one without documents would take all away. Throws CommandError where there is no folder. */
export function readWholeProgram(folder: string): ProgramFolder {
  const read = readProgramFolder(folder);
  if (read.documents.size > 0 || read.problems.length > 0) return read;
  return { ...read, problems: [{ file: folder, path: '', place: null, message: 'holds no documents' }] };
}

const bytesMax = routes.program.apply.bodyBytesMax;

export function documentsOf(documents: ProgramFolder['documents']): ProgramDocuments {
  return Object.fromEntries([...documents].map(([path, { value }]) => [path, value]));
}

/** Whether a file of this path, within the folder, is read as a document. */
export function isDocumentPath(path: string): boolean {
  const parts = path.split('/');
  const isOther = parts.some((part) => part.startsWith('.') || part === '') || otherFolders.has(parts[0] ?? '');
  return !isOther && isJson(path) && parts.length <= foldersDeepMax && path.length <= pathLengthMax;
}

interface Walk {
  readonly folder: string;
  /** The folder itself, whatever leads to it. */
  readonly root: string;
  seen: number;
  readonly files: string[];
  readonly problems: FileProblem[];
}

function rootOf(folder: string): string {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found === undefined) throw new CommandError(`There is no folder ${folder}.`);
  if (!found.isDirectory()) throw new CommandError(`${folder} is no folder.`);
  return realpathSync(folder);
}

function walkFolder(walk: Walk, at: string, depth: number): void {
  if (depth > foldersDeepMax) {
    walk.problems.push(problemOf(walk, at, 'lies too deep for a document of a program'));
    return;
  }
  const entries = orCode(() => readdirSync(join(walk.root, at), { withFileTypes: true }));
  if (typeof entries === 'string') {
    walk.problems.push(problemOf(walk, at, `cannot be read (${entries})`));
    return;
  }
  for (const entry of entries) {
    walk.seen += 1;
    if (walk.seen > entriesMax)
      throw new CommandError(`${walk.folder} holds more than ${entriesMax} files: that is no folder of a program.`);
    const isOther = entry.name.startsWith('.') || (depth === 0 && otherFolders.has(entry.name));
    if (!isOther) visit(walk, entry, { path: at === '' ? entry.name : `${at}/${entry.name}`, depth });
  }
}

function visit(walk: Walk, entry: Dirent, { path, depth }: { readonly path: string; readonly depth: number }): void {
  if (entry.isDirectory()) walkFolder(walk, path, depth + 1);
  else if (entry.isSymbolicLink() && isFolder(join(walk.root, path)))
    walk.problems.push(problemOf(walk, path, 'is a link to a folder: documents lie in folders of their own'));
  else if (isJson(entry.name)) walk.files.push(path);
}

function isFolder(path: string): boolean {
  const found = orCode(() => statSync(path));
  return typeof found !== 'string' && found.isDirectory();
}

/** What the file system answers, or its code for why it does not. */
function orCode<T>(ask: () => T): T | string {
  try {
    return ask();
  } catch (error) {
    if (error instanceof Error && 'code' in error) return String(error.code);
    throw error;
  }
}

/** Also of a name that no document has, such as `Settings.JSON`: it is told of, not passed over. */
function isJson(name: string): boolean {
  return name.toLowerCase().endsWith('.json');
}

type DocumentReading = { readonly document: FileDocument } | { readonly problems: readonly FileProblem[] };

function readDocument(walk: Walk, path: string): DocumentReading {
  const refused = (message: string) => ({ problems: [problemOf(walk, path, message)] });
  if (path.length > pathLengthMax) return refused(`has a path of more than ${pathLengthMax} characters`);
  const bytes = readBytes(walk, path);
  if (typeof bytes === 'string') return refused(bytes);
  const text = decode(bytes);
  if (text === undefined) return refused('is not written in UTF-8');
  const read = readJsonText(text);
  const file = join(walk.folder, path);
  if (!read.isSound)
    return {
      problems: read.problems.map(({ message, line, column }) => ({ file, path, place: { line, column }, message })),
    };
  const value = withoutSchema(read.value);
  if (Buffer.byteLength(JSON.stringify(value)) > documentBytesMax)
    return refused(`is larger than the ${documentBytesMax} bytes that a document may have`);
  return { document: { file, value, placeOf: read.placeOf } };
}

/** The bytes, or why they are not read. */
function readBytes({ root }: Walk, path: string): Buffer | string {
  const real = orCode(() => ({ path: realpathSync(join(root, path)) }));
  if (typeof real === 'string') return `cannot be read (${real})`;
  if (!isWithin(root, real.path)) return 'is a link that leads out of the folder';
  const found = orCode(() => lstatSync(real.path));
  if (typeof found === 'string') return `cannot be read (${found})`;
  // A pipe would be waited on for ever.
  if (!found.isFile()) return 'is no file';
  if (found.size > fileBytesMax) return `is larger than ${fileBytesMax} bytes`;
  const bytes = orCode(() => readFileSync(real.path));
  return typeof bytes === 'string' ? `cannot be read (${bytes})` : bytes;
}

export function isWithin(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !/^(?:[a-zA-Z]:|[\\/])/.test(way);
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function withoutSchema(value: FactValue): FactValue {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value);
  const [schema] = entries.filter(([key]) => key === schemaKey);
  return typeof schema?.[1] === 'string' ? Object.fromEntries(entries.filter(([key]) => key !== schemaKey)) : value;
}

/** By which an editor finds the schema of a document. */
export const schemaKey = '$schema';

function problemOf({ folder }: Walk, path: string, message: string): FileProblem {
  return { file: join(folder, path), path, place: null, message };
}
