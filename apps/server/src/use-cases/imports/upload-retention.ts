import { readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';

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
  /** How long a file stays that nobody used. */
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

const sweepMs = 3_600_000;

/** Removes old uploads now and every hour, until it is stopped. */
export function sweepUploads(
  { dataFolder, keptMs }: Omit<Retention, 'now'>,
  report: (message: string, error: unknown) => void,
): { stop(): void } {
  const sweep = () =>
    void removeOldUploads({ dataFolder, keptMs, now: Date.now() }).catch((error: unknown) =>
      report('old uploads could not be removed', error),
    );
  const timer = setInterval(sweep, sweepMs);
  timer.unref();
  sweep();
  return { stop: () => clearInterval(timer) };
}
