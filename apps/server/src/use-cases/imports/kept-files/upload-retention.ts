import { readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from '@perennial/postgres';
import { clearImportTexts } from '@perennial/postgres/imports';
import { rejectsFolderOf } from './rejects-file.ts';

/** A file that is still being sent ends so. */
export const partialEnd = '.part';
/** No request takes as long: what nobody has written to since was left by a process that ended. */
const partialKeptMs = 3_600_000;

export function uploadsFolderOf(dataFolder: string): string {
  return join(dataFolder, 'uploads');
}

/** Keeps a file from being removed as an old one while it is in use, by whichever process. A file that is gone is found missing later. */
export async function noteUse(path: string): Promise<void> {
  const now = new Date();
  for (const one of [path, `${path}.name`]) await utimes(one, now, now).catch(() => undefined);
}

export interface Retention {
  readonly dataFolder: string;
  /** How long a file stays that nobody used or wrote to. */
  readonly keptMs: number;
  readonly now: number;
}

/**
 * Removes what was sent and not imported, and what was left half sent: people's data that is kept for no purpose. The age of a file is
 * all that it goes by, so that it does not matter which process took it in. Answers how many files went.
 */
export async function removeOldUploads({ dataFolder, keptMs, now }: Retention): Promise<number> {
  const folder = uploadsFolderOf(dataFolder);
  // There is none before the first upload.
  const names = await readdir(folder).catch(() => []);
  let removed = 0;
  for (const name of names) {
    const path = join(folder, name);
    // One that is gone by now was removed by whoever was done with it.
    const usedAt = await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => now,
    );
    if (now - usedAt <= (name.endsWith(partialEnd) ? Math.min(partialKeptMs, keptMs) : keptMs)) continue;
    await rm(path, { force: true });
    removed += 1;
  }
  return removed;
}

/** Removes lists of rejected rows that nothing was added to for as long, and what jobs show of them. Answers how many lists went. */
export async function removeOldRejects(database: Database, { dataFolder, keptMs, now }: Retention): Promise<number> {
  await clearImportTexts(database, now - keptMs);
  const folder = rejectsFolderOf(dataFolder);
  const names = await readdir(folder).catch(() => []);
  let removed = 0;
  for (const name of names.filter((one) => one.endsWith('.rejects.csv'))) {
    const path = join(folder, name);
    const writtenAt = await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => now,
    );
    if (now - writtenAt <= keptMs) continue;
    await rm(path, { force: true });
    removed += 1;
  }
  return removed;
}

export interface SweepOptions {
  readonly database: Database;
  readonly dataFolder: string;
  readonly uploadsKeptMs: number;
  readonly rejectsKeptMs: number;
}

const sweepMs = 3_600_000;

/** Removes old uploads and lists of rejected rows now and every hour, until it is stopped. */
export function sweepImports(
  { database, dataFolder, uploadsKeptMs, rejectsKeptMs }: SweepOptions,
  report: (message: string, error: unknown) => void,
): { stop(): void } {
  const sweep = () => {
    const now = Date.now();
    removeOldUploads({ dataFolder, keptMs: uploadsKeptMs, now }).catch((error: unknown) =>
      report('old uploads could not be removed', error),
    );
    removeOldRejects(database, { dataFolder, keptMs: rejectsKeptMs, now }).catch((error: unknown) =>
      report('old lists of rejected rows could not be removed', error),
    );
  };
  const timer = setInterval(sweep, sweepMs);
  timer.unref();
  sweep();
  return { stop: () => clearInterval(timer) };
}
