import { readMigrations } from '@perennial/postgres';
import type { Migration } from '@perennial/postgres';
import type { KeyFingerprint } from '@perennial/engine';
import { createRowReader } from '../file/copy-text.ts';
import type { BackupManifest, TableStart } from '../file/manifest.ts';
import { readBackup } from '../file/read-backup.ts';
import type { TableReader } from '../file/read-backup.ts';
import { RestoreRefusedError } from './restore-refused-error.ts';

/** A backup that was read to its end and found whole, with what has to be known of it before anything is written. */
export interface InspectedBackup {
  readonly file: string;
  readonly manifest: BackupManifest;
  readonly migrations: readonly Migration[];
  readonly later: readonly Migration[];
  /** The JSON of the keys, when they are in the file. */
  readonly keys: string | undefined;
  /** Of every key that was ever in use. */
  readonly fingerprints: readonly KeyFingerprint[];
  readonly messageKeyCheck: string | null;
  /** Master keys by which something is wrapped. */
  readonly masterKeyIds: ReadonlySet<string>;
}

interface Found {
  keys: string | undefined;
  messageKeyCheck: string | null;
  readonly fingerprints: KeyFingerprint[];
  readonly masterKeyIds: Set<string>;
}

/** Throws `BrokenBackupError` for a file that is not whole, and `RestoreRefusedError` for one that this release cannot restore. */
export async function inspectBackup(file: string, signal: AbortSignal): Promise<InspectedBackup> {
  const found: Found = { keys: undefined, messageKeyCheck: null, fingerprints: [], masterKeyIds: new Set() };
  const manifest = await readBackup(file, signal, {
    keys(json) {
      found.keys = json;
    },
    table: (start) => readerOf(start, found),
  });
  return { file, manifest, ...splitMigrations(file, manifest), ...found };
}

function readerOf({ name, columns }: TableStart, found: Found): TableReader | undefined {
  if (name === 'installation_key')
    return createRowReader(columns, ['kind', 'id', 'fingerprint'], ([kind, id, fingerprint]) => {
      if ((kind === 'master' || kind === 'hash') && typeof id === 'string' && typeof fingerprint === 'string')
        found.fingerprints.push({ kind, id, fingerprint });
    });
  if (name === 'installation')
    return createRowReader(columns, ['message_key_check'], ([check]) => {
      found.messageKeyCheck = check ?? null;
    });
  if (!columns.includes('master_key_id')) return undefined;
  return createRowReader(columns, ['master_key_id'], ([id]) => {
    if (typeof id === 'string') found.masterKeyIds.add(id);
  });
}

/** The tables are made exactly as they were when the backup was taken, which only a release that knows how can do. */
function splitMigrations(file: string, manifest: BackupManifest): Pick<InspectedBackup, 'migrations' | 'later'> {
  const own = readMigrations();
  const known = new Map(own.map((migration) => [migration.number, migration]));
  const migrations = manifest.migrations.map(({ number, name, checksum }) => {
    const migration = known.get(number);
    if (migration?.checksum === checksum) return migration;
    throw new RestoreRefusedError(
      `${file} was made by release ${manifest.version}, whose database has ${name}, which this release does not know. Nothing was written. Restore it with that release, or a newer one.`,
    );
  });
  const numbers = new Set(migrations.map(({ number }) => number));
  return { migrations, later: own.filter(({ number }) => !numbers.has(number)) };
}
