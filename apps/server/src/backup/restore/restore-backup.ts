import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureEmbeddedPostgres } from '@perennial/postgres';
import { restoreTables } from '@perennial/postgres/backup';
import type { OpenTable } from '@perennial/postgres/backup';
import { settleFolder, writeDemoFile, writeRestoreMarker } from '../../stores/index.ts';
import { readBackup } from '../file/read-backup.ts';
import type { ChosenKeys } from './choose-keys.ts';
import type { InspectedBackup } from './inspect-backup.ts';
import type { RestorePlace } from './restore-place.ts';

export interface RestoreWanted {
  readonly backup: InspectedBackup;
  readonly keys: ChosenKeys;
  readonly place: RestorePlace;
  readonly restoredAt: number;
  readonly signal: AbortSignal;
  /** Told of each table before its rows are written. */
  readonly report: (table: string) => void;
}

export interface Restored {
  readonly installationId: string;
  /** Tables of the file that are not of Perennial. */
  readonly leftOut: readonly string[];
}

/**
 * Puts database and keys into an empty place. The mark that it begins with stays until the caller removes it: nobody opens the place
 * before. The file is checked once more while it is read, and what was read is only kept when it was whole.
 */
export async function restoreBackup(wanted: RestoreWanted): Promise<Restored> {
  const { backup, keys, place } = wanted;
  const { dataFolder, databaseUrl } = place;
  const keysPath = join(dataFolder, 'keys.json');
  writeRestoreMarker(dataFolder, { file: backup.file, pid: process.pid, hadKeys: existsSync(keysPath) });
  const url = databaseUrl ?? (await ensureEmbeddedPostgres({ folder: dataFolder })).url;
  const leftOut: string[] = [];
  const installationId = await restoreTables(url, {
    migrations: backup.migrations,
    later: backup.later,
    sequences: backup.manifest.sequences,
    from: {
      installationId: backup.manifest.installationId,
      takenAt: Date.parse(backup.manifest.takenAt),
      file: backup.file,
      restoredAt: wanted.restoredAt,
    },
    fill: (open) => fill(open, wanted, leftOut),
  });
  if (keys.toWrite !== undefined) writeFileSync(keysPath, keys.toWrite, { mode: 0o600, flag: 'wx', flush: true });
  // Before anybody opens the place: what is one's own is never put among made-up members.
  if (backup.manifest.demo !== null) writeDemoFile(dataFolder, backup.manifest.demo);
  settleFolder(dataFolder, { id: installationId, postgres: databaseUrl === undefined ? 'embedded' : 'external' });
  return { installationId, leftOut };
}

async function fill(open: OpenTable, { backup, signal, report }: RestoreWanted, leftOut: string[]): Promise<void> {
  await readBackup(backup.file, signal, {
    async table(start) {
      signal.throwIfAborted();
      report(start.name);
      const sink = await open(start);
      if (sink === undefined) {
        leftOut.push(start.name);
        return undefined;
      }
      return { rows: (bytes) => sink.write(bytes), end: () => sink.end() };
    },
  });
}
