import { open, readdir, readFile, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { createOwnTexts } from '@perennial/engine';
import type { OwnTexts, PersonalFound } from '@perennial/engine';
import type { Database } from '@perennial/postgres';
import { readImportTexts, replaceImportTexts } from '@perennial/postgres/imports';
import type { ImportTexts } from '@perennial/postgres/imports';
import { layOutFile } from '../../table-files/file-layout.ts';
import { readRows } from '../../table-files/read-rows.ts';
import { FileError, scanFile } from '../../table-files/scan-file.ts';
import { maskMark } from '../personal-data/mask-text.ts';
import { isMissing, idShape } from './uploads.ts';
import { rejectsFolderOf } from './kept-files/rejects-file.ts';
import { uploadsFolderOf } from './kept-files/upload-retention.ts';

export interface ErasedFilesOptions {
  readonly database: Database;
  readonly dataFolder: string;
}

/**
 * Takes whoever is erased out of what imports left behind in this data folder and in the rows of jobs: an upload with one of her identities goes whole,
 * for who sent it has the file; of rejected rows and records of jobs goes what holds a value of hers. What cannot be known as hers,
 * and folders of other machines, are left to their retention.
 */
export function createForgetInImports({ database, dataFolder }: ErasedFilesOptions) {
  return async (found: PersonalFound): Promise<void> => {
    const texts = createOwnTexts(found);
    await removeUploadsOf(uploadsFolderOf(dataFolder), texts);
    await blankRejects(rejectsFolderOf(dataFolder), texts);
    await maskJobs(database, texts);
  };
}

async function removeUploadsOf(folder: string, texts: OwnTexts): Promise<void> {
  for (const id of (await namesIn(folder)).filter((name) => idShape.test(name))) {
    const path = join(folder, id);
    if (!(await isAbout(path, texts))) continue;
    for (const one of [path, `${path}.name`]) await rm(one, { force: true });
  }
}

/** There is no folder before the first file. */
async function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
}

async function isAbout(path: string, texts: OwnTexts): Promise<boolean> {
  try {
    if (texts.isMentionedIn(await readFile(`${path}.name`, 'utf8'))) return true;
    const scan = await scanFile(path);
    const { layout } = await layOutFile(scan, {});
    if (texts.isIdentity(quoted(layout.columns))) return true;
    for await (const { rows } of readRows(scan, layout))
      if (rows.some(({ values }) => texts.isIdentity(quoted(values)))) return true;
    return false;
  } catch (error) {
    // It was imported or too old meanwhile, or it could not be imported either and goes with its time.
    if (isMissing(error) || error instanceof FileError) return false;
    throw error;
  }
}

/** As one text in which each stands for itself. */
function quoted(values: readonly string[]): string {
  return `"${values.join('"\n"')}"`;
}

async function blankRejects(folder: string, texts: OwnTexts): Promise<void> {
  for (const name of (await namesIn(folder)).filter((one) => one.endsWith('.rejects.csv'))) {
    const file = await open(join(folder, name), 'r+').catch((error: unknown) => {
      if (isMissing(error)) return undefined;
      throw error;
    });
    if (file === undefined) continue;
    try {
      await blankLines(file, texts);
    } finally {
      await file.close();
    }
  }
}

const lineEnd = 0x0a;
const blockBytes = 1024 * 1024;

/** Writes blanks over reasons in place: an import that runs goes on writing behind them, and nothing of them is left on the disk. */
async function blankLines(file: FileHandle, texts: OwnTexts): Promise<void> {
  const block = Buffer.alloc(blockBytes);
  let rest: Buffer = Buffer.alloc(0);
  let from = 0;
  for (;;) {
    const { bytesRead } = await file.read(block, 0, blockBytes, from + rest.length);
    const bytes = Buffer.concat([rest, block.subarray(0, bytesRead)]);
    const end = bytesRead === 0 ? bytes.length : bytes.lastIndexOf(lineEnd) + 1;
    for (const line of linesOf(bytes.subarray(0, end))) {
      const blanked = blankedOf(line.bytes, texts);
      if (blanked !== undefined) await file.write(blanked, 0, blanked.length, from + line.at);
    }
    if (bytesRead === 0) return;
    rest = Buffer.from(bytes.subarray(end));
    from += end;
  }
}

function* linesOf(bytes: Buffer): Iterable<{ readonly at: number; readonly bytes: Buffer }> {
  for (let at = 0; at < bytes.length;) {
    const next = bytes.indexOf(lineEnd, at);
    const end = next === -1 ? bytes.length : next;
    yield { at, bytes: bytes.subarray(at, end) };
    at = end + 1;
  }
}

/** As long as it was: line and code, and blanks for the reason. */
function blankedOf(bytes: Buffer, texts: OwnTexts): Buffer | undefined {
  const text = bytes.toString('utf8');
  if (!texts.isMentionedIn(text)) return undefined;
  const kept = /^\d+,[\w.]+,"/.exec(text)?.[0] ?? '';
  const blanks = Buffer.alloc(bytes.length, ' ');
  blanks.write(kept, 'latin1');
  if (kept !== '') blanks.write('"', bytes.length - 1, 'latin1');
  return blanks;
}

const firstId = '00000000-0000-0000-0000-000000000000';
const jobsPage = 500;

async function maskJobs(database: Database, texts: OwnTexts): Promise<void> {
  for (let after = firstId; ;) {
    const page = await readImportTexts(database, after, jobsPage);
    for (const row of page) {
      const masked = maskedJob(row, texts);
      if (masked !== undefined) await replaceImportTexts(database, masked);
    }
    const last = page.at(-1);
    if (last === undefined || page.length < jobsPage) return;
    after = last.id;
  }
}

function maskedJob(row: ImportTexts, texts: OwnTexts): ImportTexts | undefined {
  const isHers = (text: string | null) => text !== null && texts.isMentionedIn(text);
  const masked = {
    id: row.id,
    file_name: isHers(row.file_name) ? maskMark : row.file_name,
    mapping: isHers(row.mapping) ? withoutColumns(row.mapping) : row.mapping,
    error: isHers(row.error) ? maskMark : row.error,
    rejects_shown: isHers(row.rejects_shown) ? withoutReasons(row.rejects_shown, texts) : row.rejects_shown,
  };
  const isSame = [row.file_name, row.mapping, row.error, row.rejects_shown].every((text) => !isHers(text));
  return isSame ? undefined : masked;
}

/** A first row of data that was taken for the names of columns. Both are our own JSON, written by the job. */
function withoutColumns(mapping: string): string {
  return JSON.stringify({ ...(JSON.parse(mapping) as object), columns: {} });
}

function withoutReasons(shown: string, texts: OwnTexts): string {
  const rejects = JSON.parse(shown) as readonly { readonly line: number; readonly reason: string }[];
  return JSON.stringify(rejects.map((one) => (texts.isMentionedIn(one.reason) ? { ...one, reason: maskMark } : one)));
}
