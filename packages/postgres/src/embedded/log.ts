import { existsSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readPlace } from './place.ts';
import type { PostgresPlace } from './place.ts';

const sizeMax = 10 * 1024 * 1024;

function logPath(place: PostgresPlace): string {
  return join(dirname(place.cluster), 'postgres.log');
}

/** For the server to write to; one that has grown large is laid aside. */
export function openLog(place: PostgresPlace): number {
  const path = logPath(place);
  if (existsSync(path) && statSync(path).size > sizeMax) renameSync(path, `${path}.1`);
  return openSync(path, 'a', 0o600);
}

export function readLogEnd(place: PostgresPlace): string {
  try {
    return readFileSync(logPath(place), 'utf8').trim().split('\n').slice(-5).join(' | ');
  } catch {
    return 'it left no log';
  }
}

/** Whether the server of a data folder said lately that there is no room: a client is only told that its connection is gone. */
export function lacksRoom(folder: string, sharedRoot?: string): boolean {
  const place = readPlace(folder, sharedRoot);
  return place !== undefined && /No space left on device|could not (?:write|extend)/.test(readLogEnd(place));
}
