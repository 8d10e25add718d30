import { createWriteStream, existsSync, renameSync, rmSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createZstdCompress } from 'node:zlib';
import { withSnapshot } from '@perennial/postgres/backup';
import type { Snapshot } from '@perennial/postgres/backup';
import { backupFormat } from './file/manifest.ts';
import type { BackupManifest } from './file/manifest.ts';
import { encodeRecord } from './file/records.ts';
import type { RecordKind } from './file/records.ts';
import { createTableSum, sha256Of } from './file/table-sum.ts';

export interface BackupWanted {
  readonly databaseUrl: string;
  readonly file: string;
  readonly version: string;
  /** The id that the data folder has, if it has one: another database's backup would be kept under the wrong name. */
  readonly installationId: string | undefined;
  /** The JSON of the keys, when they are to stand in the file. */
  readonly keys: string | undefined;
  /** The mark of the folder when its members are made up, else null. */
  readonly demo: string | null;
  readonly signal: AbortSignal;
  readonly takenAt: string;
  /** Told of each table before it is read. */
  readonly report: (table: string) => void;
}

/** The backup cannot be taken; no file was left. */
export class BackupRefusedError extends Error {
  override readonly name = 'BackupRefusedError';
}

/** Writes under a name of its own and gives the file its name when all of it is on the disk, so that a file of that name is whole. */
export async function writeBackup(wanted: BackupWanted): Promise<BackupManifest> {
  const { file, databaseUrl, signal } = wanted;
  refuseExisting(file);
  const draft = `${file}.${process.pid}.part`;
  try {
    const manifest = await withSnapshot(databaseUrl, async (snapshot) => {
      refuseOther(snapshot, wanted);
      const made: { manifest?: BackupManifest } = {};
      const compress = createZstdCompress({ params: { [constants.ZSTD_c_checksumFlag]: 1 } });
      const target = createWriteStream(draft, { mode: 0o600, flags: 'wx', flush: true });
      await pipeline(Readable.from(recordsOf(snapshot, wanted, made)), compress, target, { signal });
      return made.manifest;
    });
    if (manifest === undefined) throw new Error('a backup was written without its manifest');
    refuseExisting(file);
    renameSync(draft, file);
    return manifest;
  } finally {
    rmSync(draft, { force: true });
  }
}

function refuseExisting(file: string): void {
  if (existsSync(file)) throw new BackupRefusedError(`${file} is there already. Name a file that is not there yet.`);
}

function refuseOther(snapshot: Snapshot, { installationId }: BackupWanted): void {
  if (installationId === undefined || installationId === snapshot.installationId) return;
  throw new BackupRefusedError(
    `The database is of installation ${snapshot.installationId}, and the data folder belongs to installation ${installationId}. Name the folder of that installation with --data.`,
  );
}

async function* recordsOf(
  snapshot: Snapshot,
  { version, keys, demo, takenAt, report }: BackupWanted,
  made: { manifest?: BackupManifest },
): AsyncIterable<Buffer> {
  yield jsonRecord('H', { product: 'perennial', format: backupFormat });
  if (keys !== undefined) yield encodeRecord('K', Buffer.from(keys));
  const tables: BackupManifest['tables'] = [];
  for (const table of snapshot.tables) {
    report(table.name);
    yield jsonRecord('T', table);
    const sum = createTableSum();
    for await (const bytes of snapshot.readTable(table)) {
      sum.add(bytes);
      yield encodeRecord('D', bytes);
    }
    tables.push({ name: table.name, ...sum.result() });
  }
  const { installationId, migrations, shardHeads, sequences } = snapshot;
  const keysSha256 = keys === undefined ? null : sha256Of(Buffer.from(keys));
  made.manifest = {
    format: backupFormat,
    version,
    installationId,
    takenAt,
    migrations: [...migrations],
    shardHeads: [...shardHeads],
    sequences: [...sequences],
    tables,
    keysSha256,
    demo,
  };
  yield jsonRecord('M', made.manifest);
}

function jsonRecord(kind: RecordKind, value: unknown): Buffer {
  return encodeRecord(kind, Buffer.from(JSON.stringify(value)));
}
