import { linkSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataFolderError } from '@perennial/postgres';
import { z } from 'zod';
import { isAbsent } from './make-data-folder.ts';

/** What a data folder knows of itself. */
export interface FolderRecord {
  /** Of the installation; both stores carry it. */
  readonly id: string;
  readonly postgres: 'embedded' | 'external';
  /** Where the folder was when this was written, to tell a copy from its original. */
  readonly path: string;
}

const stored = z.object({ id: z.uuid(), postgres: z.enum(['embedded', 'external']), path: z.string() });

const fileName = 'perennial.json';

/** Undefined where nothing was ever opened in the folder, or by a release that kept no record. */
export function readFolderRecord(dataFolder: string): FolderRecord | undefined {
  const path = join(dataFolder, fileName);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
  const read = stored.safeParse(parseJson(text));
  if (read.success) return read.data;
  throw new DataFolderError(
    `${path}, by which the folder is known, cannot be read. Bring it back from a backup; if it is lost for good, delete it, and the folder takes the id of its database at the next start.`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Throws when the folder's database is not where the configuration looks for it. Asked before anything is opened or made. */
export function refuseOtherPlace(dataFolder: string, databaseUrl: string | undefined): void {
  const record = readFolderRecord(dataFolder);
  if (record?.postgres !== 'external' || databaseUrl !== undefined) return;
  throw new DataFolderError(
    `The database of ${dataFolder} is a server of its own, and DATABASE_URL is missing. No new one was made in the folder. Give DATABASE_URL, or name another folder with --data.`,
  );
}

/**
 * Throws when the database that was found is not the folder's: another's, one of an older release that does not say whose it is, or an
 * empty one. Asked before anything is migrated or made in it. `found`: undefined in an empty database.
 */
export function refuseOtherDatabase(
  dataFolder: string,
  found: { readonly id: string | null } | undefined,
  postgres: FolderRecord['postgres'],
): void {
  const record = readFolderRecord(dataFolder);
  if (record === undefined || record.id === found?.id) return;
  const where = postgres === 'external' ? 'The database that DATABASE_URL names' : 'The database in the folder';
  const whose = `and ${dataFolder} belongs to installation ${record.id}. Nothing was changed.`;
  if (found === undefined)
    throw new DataFolderError(
      `${where} is empty, ${whose} Bring back the database of this installation, from where it is or from a backup; for a new installation name an empty folder with --data.`,
    );
  if (found.id === null)
    throw new DataFolderError(
      `${where} is of a release that did not say of which installation it is, ${whose} Name the folder of that database with --data. Only if it was brought back here from a backup of this installation, delete perennial.json in the folder: then the folder takes its id.`,
    );
  throw new DataFolderError(
    `${where} is of installation ${found.id}, ${whose} Name the folder of that installation with --data, or bring back the database of this one.`,
  );
}

/** Notes whose the folder is: one without a record becomes one of this installation. Throws when it is another's by now. */
export function settleFolder(dataFolder: string, found: Omit<FolderRecord, 'path'>): void {
  const record = readFolderRecord(dataFolder);
  if (record === undefined) createRecord(dataFolder, found);
  else if (record.id !== found.id) refuseOtherDatabase(dataFolder, found, found.postgres);
  else if (record.postgres !== found.postgres || (record.path !== pathOf(dataFolder) && !isCopy(dataFolder, record)))
    writeRecord(dataFolder, found);
}

/** The folder that this one was copied from, where it is still there: then there are two of one installation. */
export function originalOf(dataFolder: string): string | undefined {
  const record = readFolderRecord(dataFolder);
  return record !== undefined && isCopy(dataFolder, record) ? record.path : undefined;
}

function isCopy(dataFolder: string, { id, path }: FolderRecord): boolean {
  if (path === pathOf(dataFolder)) return false;
  try {
    return readFolderRecord(path)?.id === id;
  } catch {
    return false;
  }
}

function pathOf(dataFolder: string): string {
  return realpathSync(dataFolder);
}

/** Two processes may open a new folder at once: a link, unlike a rename, keeps the record of the first, which is then compared. */
function createRecord(dataFolder: string, found: Omit<FolderRecord, 'path'>): void {
  mkdirSync(dataFolder, { recursive: true });
  const draft = writeDraft(dataFolder, found);
  try {
    linkSync(draft, join(dataFolder, fileName));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    settleFolder(dataFolder, found);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Replaces what the folder says of itself. */
export function writeRecord(dataFolder: string, found: Omit<FolderRecord, 'path'>): void {
  renameSync(writeDraft(dataFolder, found), join(dataFolder, fileName));
}

function writeDraft(dataFolder: string, found: Omit<FolderRecord, 'path'>): string {
  const draft = join(dataFolder, `${fileName}.${process.pid}`);
  const record = { ...found, path: pathOf(dataFolder) };
  writeFileSync(draft, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600, flush: true });
  return draft;
}
