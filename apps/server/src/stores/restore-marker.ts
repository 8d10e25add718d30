import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataFolderError } from '@perennial/postgres';
import { z } from 'zod';
import { isAbsent, makeDataFolder } from './make-data-folder.ts';

/** Lies in a data folder while it is filled from a backup: what is beside it may be half of something. */
export interface RestoreMarker {
  /** The backup. */
  readonly file: string;
  readonly pid: number;
  /** Whether the keys were there before; then they stay when the rest is removed. */
  readonly hadKeys: boolean;
}

const stored = z.object({ file: z.string(), pid: z.int(), hadKeys: z.boolean() });

export const restoreMarkerName = 'restoring.json';

export function readRestoreMarker(dataFolder: string): RestoreMarker | undefined {
  let text: string;
  try {
    text = readFileSync(join(dataFolder, restoreMarkerName), 'utf8');
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
  try {
    return stored.parse(JSON.parse(text));
  } catch {
    // It was cut off while it was written, and nothing was there yet but the keys.
    return { file: 'FILE', pid: 0, hadKeys: true };
  }
}

/** Of two that begin at once one fails. */
export function writeRestoreMarker(dataFolder: string, marker: RestoreMarker): void {
  makeDataFolder(dataFolder);
  const text = `${JSON.stringify(marker)}\n`;
  writeFileSync(join(dataFolder, restoreMarkerName), text, { mode: 0o600, flag: 'wx', flush: true });
}

export function removeRestoreMarker(dataFolder: string): void {
  rmSync(join(dataFolder, restoreMarkerName), { force: true });
}

/** Throws where a restore goes on or was cut off. Asked before anything is opened. */
export function refuseHalfRestored(dataFolder: string): void {
  const marker = readRestoreMarker(dataFolder);
  if (marker === undefined) return;
  throw new DataFolderError(
    `The restore of ${marker.file} into ${dataFolder} did not finish, so what is there is half of something. Nothing was opened. Run \`npx perennial restore\` with that file again, which removes it first; or remove the folder.`,
  );
}
