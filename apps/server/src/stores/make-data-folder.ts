import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataFolderError } from '@perennial/postgres';

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'the disk is read-only',
  // What making a folder and those above it ends with on a disk that is read-only.
  ENOENT: 'nothing can be made there, as on a disk that is read-only',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of that path is a file',
  EEXIST: 'that is a file',
};

/**
 * Makes the data folder unless it is there. A new one holds keys and people, and so keeps itself out of the version control of whatever
 * it was made in; one that held something else before is left as it is. Throws DataFolderError where it cannot be made.
 */
export function makeDataFolder(folder: string): void {
  try {
    const isNew = !existsSync(folder) || readdirSync(folder).length === 0;
    // The account that root gives PostgreSQL must be able to enter it.
    mkdirSync(folder, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
    if (isNew) writeFileSync(join(folder, '.gitignore'), '*\n');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? reasons[String(error.code)] : undefined;
    if (reason === undefined) throw error;
    throw new DataFolderError(
      `The data folder ${folder} cannot be made: ${reason}. Name a folder that you may write to with --data.`,
      { cause: error },
    );
  }
}

/** Whether what was read in a folder is not there, be it for want of the folder. */
export function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
