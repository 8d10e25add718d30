import {
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { FactValue } from '@perennial/domain';
import { CommandError } from '../../command/command.ts';
import { ownFolder } from './mark.ts';
import { isDocumentPath, isWithin, schemaKey } from './read-folder.ts';

/**
 * Writes into the folder of a program. Every file comes into being whole, by being renamed, so that who is killed between two of them
 * leaves documents of before or after and never half of one.
 */
export interface FolderWriter {
  /** By path within the folder; folders on the way are made. A file that has this text already is not touched. */
  write(path: string, text: string): void;
  remove(path: string): void;
}

/** Makes the folder where it is missing. Throws CommandError, from its methods too, where something stands in the way. */
export function openFolderWriter(folder: string): FolderWriter {
  const own = join(folder, ownFolder);
  const root = inWords(folder, () => {
    mkdirSync(own, { recursive: true });
    return realpathSync(folder);
  });
  const requireWithin = (path: string) => {
    if (!isWithin(root, realpathSync(dirname(join(root, path)))))
      throw new CommandError(
        `${join(folder, path)} is behind a link that leads out of the folder. Nothing is written there.`,
      );
  };
  inWords(folder, () => removeParts(own));
  let parts = 0;
  return {
    write: (path, text) =>
      inWords(join(folder, path), () => {
        mkdirSync(dirname(join(root, path)), { recursive: true });
        requireWithin(path);
        if (textIn(join(root, path)) === text) return;
        parts += 1;
        const part = join(root, ownFolder, `${process.pid}-${parts}.part`);
        writeFileSync(part, text, { flush: true });
        renameSync(part, join(root, path));
      }),
    remove: (path) =>
      inWords(join(folder, path), () => {
        requireWithin(path);
        rmSync(join(root, path), { force: true });
        removeEmpty(root, dirname(join(root, path)));
      }),
  };
}

/** What somebody who was killed has left. */
function removeParts(own: string): void {
  for (const name of readdirSync(own)) if (name.endsWith('.part')) rmSync(join(own, name), { force: true });
}

function removeEmpty(root: string, folder: string): void {
  if (folder !== root && readdirSync(folder).length === 0) rmdirSync(folder);
}

function textIn(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

const obstacles: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of that path is a file',
  EEXIST: 'that is a file',
  EISDIR: 'that is a folder',
  ENOTEMPTY: 'that is a folder',
};

function inWords<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    const obstacle = error instanceof Error && 'code' in error ? obstacles[String(error.code)] : undefined;
    if (obstacle === undefined) throw error;
    throw new CommandError(`${path} cannot be written: ${obstacle}.`, { cause: error });
  }
}

/** Ids of documents are letters, digits and signs that no file system reads otherwise. */
const safePart = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/;

/** Whoever serves a program does not say where files are written. Throws CommandError on a path that is not one of a document. */
export function requireDocumentPath(path: string): void {
  if (isDocumentPath(path) && path.split('/').every((part) => safePart.test(part))) return;
  throw new CommandError(
    `The program has a document at ${JSON.stringify(path)}, which is no path of a file. Nothing was written.`,
  );
}

/** A document as its file has it; `schema` is the way from the file to the schema of its kind. */
export function textOfDocument(value: FactValue, schema: string | undefined): string {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  const whole =
    isObject && schema !== undefined ? Object.fromEntries([[schemaKey, schema], ...Object.entries(value)]) : value;
  return `${JSON.stringify(whole, null, 2)}\n`;
}
