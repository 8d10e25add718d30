import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { removeEmbeddedPostgres } from '@perennial/postgres';
import { describeOccupants } from '@perennial/postgres/backup';
import { readRestoreMarker, removeRestoreMarker, restoreMarkerName } from '../../stores/index.ts';
import { RestoreRefusedError } from './restore-refused-error.ts';

/** Where a restore goes: a folder with the embedded database in it, or a folder for a database elsewhere. */
export interface RestorePlace {
  readonly dataFolder: string;
  readonly databaseUrl: string | undefined;
}

const keysName = 'keys.json';
/** By which a data folder keeps itself out of version control; a start that came to nothing leaves it. */
const ignoreName = '.gitignore';
const shownMax = 4;

/** The keys that lie in the folder; those that came with a restore which did not finish are none. */
export function findKeysInPlace(dataFolder: string): string | undefined {
  const path = join(dataFolder, keysName);
  return existsSync(path) && readRestoreMarker(dataFolder)?.hadKeys !== false ? path : undefined;
}

/** Throws where there is anything but keys, or what a restore left that was cut off. Changes nothing. */
export async function refuseOccupied({ dataFolder, databaseUrl }: RestorePlace): Promise<void> {
  const marker = readRestoreMarker(dataFolder);
  if (marker !== undefined && isAlive(marker.pid))
    throw new RestoreRefusedError(
      `A restore into ${dataFolder} goes on (process ${marker.pid}). Wait until it ends, or stop it.`,
    );
  const others = existsSync(dataFolder)
    ? readdirSync(dataFolder).filter((name) => ![keysName, ignoreName].includes(name))
    : [];
  if (marker === undefined && others.length > 0)
    throw new RestoreRefusedError(
      `${dataFolder} is not empty: there is ${others.slice(0, shownMax).join(', ')}. A restore writes over nothing. Nothing was changed. Name another folder with --data, or move this one away; only keys.json may be in it.`,
    );
  const occupants = databaseUrl === undefined ? undefined : await describeOccupants(databaseUrl);
  if (occupants !== undefined) throw new RestoreRefusedError(occupants);
}

/** Removes what a restore put there that did not finish. A database elsewhere is left alone. Does nothing where none was begun. */
export async function removeHalfRestored({ dataFolder, databaseUrl }: RestorePlace): Promise<void> {
  const marker = readRestoreMarker(dataFolder);
  if (marker === undefined) return;
  if (databaseUrl === undefined) await removeEmbeddedPostgres(dataFolder);
  const stays = new Set([restoreMarkerName, ...(marker.hadKeys ? [keysName] : [])]);
  for (const name of readdirSync(dataFolder))
    if (!stays.has(name)) rmSync(join(dataFolder, name), { recursive: true, force: true });
  removeRestoreMarker(dataFolder);
}

function isAlive(pid: number): boolean {
  if (pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another account's process is there all the same.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
