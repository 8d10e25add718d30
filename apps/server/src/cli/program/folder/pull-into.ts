import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { ProgramDocuments } from '@perennial/domain';
import { CommandError } from '../../command/command.ts';
import { fileOfMark, hashesOf, ignoreFile, ownFolder, readMark } from './mark.ts';
import type { PulledDocuments } from './mark.ts';
import { readProgramFolder } from './read-folder.ts';
import type { FileDocument } from './read-folder.ts';
import { settlePull } from './settle-pull.ts';
import type { Pull, PullState } from './settle-pull.ts';
import { openFolderWriter, requireDocumentPath, textOfDocument } from './write-folder.ts';

export interface PulledProgram {
  readonly version: number;
  readonly documents: ProgramDocuments;
  /** Where it is in force, for people. */
  readonly from: string;
  /** JSON schemas by kind of document: `settings` of `settings.json`, `lifecycles` of what lies in that folder. */
  readonly schemas: readonly { readonly kind: string; readonly file: string; readonly schema: object }[];
  /** Whether what was changed here is written over. */
  readonly isForced: boolean;
}

/** What a pull has done, by path within the folder. */
export type Pulled = Omit<Pull, 'changed'>;

/**
 * Makes the documents of a folder those of a program. Nothing that stands there and was not pulled is lost unless it is asked for: then
 * nothing at all is written. The mark says what is under way before, and that it is done last, so that a pull that was killed is ended by
 * the next one. Throws CommandError.
 */
export function pullInto(folder: string, program: PulledProgram): Pulled {
  for (const path of Object.keys(program.documents)) requireDocumentPath(path);
  for (const { file } of program.schemas) requireDocumentPath(file);
  const isThere = existsSync(folder);
  const mark = isThere ? readMark(folder) : { pulled: null, begun: null };
  const pull = settlePull({ program: program.documents, local: isThere ? localIn(folder) : new Map(), mark });
  if (pull.changed.length > 0 && !program.isForced) throw new CommandError(refusalOf(folder, pull.changed));
  const isWanted = (path: string) => Object.hasOwn(program.documents, path);
  const write = [...pull.write, ...pull.changed.filter(isWanted)].toSorted();
  const remove = [...pull.remove, ...pull.changed.filter((path) => !isWanted(path))].toSorted();
  const pulled = pulledFrom(program);
  const writer = openFolderWriter(folder);
  const put = ({ path, text }: { readonly path: string; readonly text: string }) => writer.write(path, text);
  put(ignoreFile);
  if (write.length + remove.length > 0) put(fileOfMark({ ...mark, begun: pulled }));
  for (const { file, schema } of program.schemas)
    put({ path: schemaPath(file), text: `${JSON.stringify(schema, null, 2)}\n` });
  for (const path of write)
    put({ path, text: textOfDocument(program.documents[path] ?? null, schemaOf(path, program.schemas)) });
  for (const path of remove) writer.remove(path);
  put(fileOfMark({ pulled, begun: null }));
  return { write, remove, own: pull.own };
}

type Applied = Omit<PulledProgram, 'schemas' | 'isForced'>;

/** Writes into the mark alone what is in force now: the documents were applied from this folder. */
export function markApplied(folder: string, applied: Applied): void {
  const writer = openFolderWriter(folder);
  writer.write(ignoreFile.path, ignoreFile.text);
  const { path, text } = fileOfMark({ pulled: pulledFrom(applied), begun: null });
  writer.write(path, text);
}

function pulledFrom({ version, from, documents }: Applied): PulledDocuments {
  return { version, from, documents: hashesOf(documents) };
}

function localIn(folder: string): PullState['local'] {
  const { documents, problems } = readProgramFolder(folder);
  const local = new Map<string, FileDocument | 'unreadable'>(documents);
  for (const { path } of problems) if (path !== '') local.set(path, 'unreadable');
  return local;
}

function refusalOf(folder: string, changed: readonly string[]): string {
  return [
    'Nothing was written: what stands here differs from what was pulled, and from the program:',
    ...changed.map((path) => `  ${join(folder, path)}`),
    'See the differences with `program plan`. Commit or copy what you want to keep, then pull with --force, which writes over it.',
  ].join('\n');
}

function schemaPath(file: string): string {
  return `${ownFolder}/schemas/${file}`;
}

/** The way from a document to the schema of its kind. */
function schemaOf(path: string, schemas: PulledProgram['schemas']): string | undefined {
  const [kind] = path.replace(/\.json$/, '').split('/');
  const found = schemas.find((one) => one.kind === kind);
  if (found === undefined) return undefined;
  const way = posix.relative(posix.dirname(path), schemaPath(found.file));
  return way.startsWith('../') ? way : `./${way}`;
}
