import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { NoSnapshotError } from '@perennial/postgres/backup';
import type { BackupManifest } from '../../backup/file/manifest.ts';
import { BrokenBackupError } from '../../backup/file/records.ts';
import { readBackup } from '../../backup/file/read-backup.ts';
import { noteTaken } from '../../backup/note-taken.ts';
import { BackupRefusedError, writeBackup } from '../../backup/write-backup.ts';
import type { Config } from '../../config/config.ts';
import { readFolderRecord } from '../../stores/folder-record.ts';
import { openStores, readDemoFile } from '../../stores/index.ts';
import { readVersion } from '../../version.ts';
import { CommandError, defineCommand, UsageError } from '../command/command.ts';
import type { Call, OptionSpecs } from '../command/command.ts';
import { count } from '../command/amounts.ts';
import { requireInstallation } from '../platform/open-platform-for.ts';

export const backupCommand = defineCommand({
  name: 'backup',
  summary: 'Write the whole database to one file while the server runs',
  details: [
    'One snapshot of all tables, compressed, with what is needed to check it. The file gets its name when it is whole.',
    'The lens is left out: it is made from the database. So are the keys, without which no name or number can be read:',
    'keep keys.json elsewhere, or give --with-keys and guard the file as you would guard the keys.',
  ],
  args: [{ name: 'FILE', help: 'the backup' }],
  options: {
    verify: { type: 'boolean', help: 'write nothing: read FILE and say whether it is whole' },
    'with-keys': { type: 'boolean', help: 'put the keys into the file' },
  },
  async run(call) {
    const file = resolve(call.args[0] ?? '');
    const { verify, 'with-keys': withKeys } = call.options;
    if (verify && withKeys) throw new UsageError('--verify writes nothing, so --with-keys has no meaning beside it.');
    try {
      const manifest = verify ? await readBackup(file, call.signal) : await take(call, file, withKeys);
      await call.out.result({ file, ...manifest }, describe(file, manifest));
      return 0;
    } catch (error) {
      if (error instanceof BackupRefusedError || error instanceof BrokenBackupError || error instanceof NoSnapshotError)
        throw new CommandError(error.message, { cause: error });
      throw error;
    } finally {
      call.out.progress(null);
    }
  },
});

async function take({ config, out, signal }: Call<OptionSpecs>, file: string, withKeys: boolean) {
  requireInstallation(config);
  const { databaseUrl, clickhouseUrl, dataFolder } = config;
  const keys = withKeys ? readKeys(config) : undefined;
  const stores = await openStores({
    dataFolder,
    name: 'backup',
    onPhase: out.waiting,
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
    ...(clickhouseUrl === undefined ? {} : { clickhouseUrl }),
  });
  try {
    const manifest = await writeBackup({
      databaseUrl: stores.databaseUrl,
      file,
      keys,
      demo: readDemoFile(dataFolder),
      signal,
      version: readVersion(),
      installationId: readFolderRecord(dataFolder)?.id,
      takenAt: new Date().toISOString(),
      report: (table) => out.progress(table),
    });
    const taken = { file, takenAt: manifest.takenAt, folder: config.backupFolder };
    await noteTaken(stores.databaseUrl, taken).catch((error: unknown) => {
      throw new CommandError(
        `${file} is whole, but it could not be noted, or the list of erasures could not be written beside it. Mend that and take another one.`,
        { cause: error },
      );
    });
    return manifest;
  } finally {
    await stores.close();
  }
}

function readKeys({ keys, dataFolder }: Config): string {
  if (keys !== undefined) return keys;
  try {
    return readFileSync(join(dataFolder, 'keys.json'), 'utf8');
  } catch (error) {
    throw new CommandError(`The keys in ${dataFolder} cannot be read; no backup was made.`, { cause: error });
  }
}

function describe(file: string, { tables, takenAt, installationId, keysSha256 }: BackupManifest): string {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const keys = keysSha256 === null ? 'without the keys' : 'with the keys';
  return `${file} is whole: ${count(rows)} rows in ${count(tables.length)} tables, ${keys}.\nTaken at ${takenAt} of installation ${installationId}.`;
}
