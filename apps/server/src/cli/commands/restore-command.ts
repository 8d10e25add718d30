import { resolve } from 'node:path';
import { DatabaseOccupiedError, finishRestoration } from '@perennial/postgres/backup';
import { DataFolderError, isUnwritable, lacksRoom } from '@perennial/postgres';
import { BrokenBackupError } from '../../backup/file/records.ts';
import { BrokenJournalError } from '../../backup/journal/journal-file.ts';
import { chooseJournal } from '../../backup/restore/choose-journal.ts';
import type { ChosenJournal } from '../../backup/restore/choose-journal.ts';
import { chooseKeys } from '../../backup/restore/choose-keys.ts';
import type { ChosenKeys } from '../../backup/restore/choose-keys.ts';
import { inspectBackup } from '../../backup/restore/inspect-backup.ts';
import type { InspectedBackup } from '../../backup/restore/inspect-backup.ts';
import { repeatErasures } from '../../backup/restore/repeat-erasures.ts';
import type { RepeatedErasures } from '../../backup/restore/repeat-erasures.ts';
import { restoreBackup } from '../../backup/restore/restore-backup.ts';
import type { Restored } from '../../backup/restore/restore-backup.ts';
import { findKeysInPlace, refuseOccupied, removeHalfRestored } from '../../backup/restore/restore-place.ts';
import type { RestorePlace } from '../../backup/restore/restore-place.ts';
import { RestoreRefusedError } from '../../backup/restore/restore-refused-error.ts';
import { readRestoreMarker, removeRestoreMarker } from '../../stores/index.ts';
import { ProblemError } from '../../use-cases/kernel/problem-error.ts';
import { CommandError, defineCommand, UsageError } from '../command/command.ts';
import type { Call, OptionSpecs } from '../command/command.ts';
import { count } from '../command/amounts.ts';
import { withUseCases } from '../platform/with-use-cases.ts';
import type { Asking } from '../platform/with-use-cases.ts';

type Words = Readonly<Record<'keys' | 'journal', string | undefined>>;

interface Plan {
  readonly place: RestorePlace;
  readonly backup: InspectedBackup;
  readonly keys: ChosenKeys;
  readonly journal: ChosenJournal | undefined;
}

export const restoreCommand = defineCommand({
  name: 'restore',
  summary: 'Fill an empty data folder or database from a backup',
  details: [
    'The whole file is checked before anything is written, and whatever ends it in between leaves nothing that starts.',
    'What comes of it is an installation of its own: nobody is signed in, the lens is filled anew, who was erased since',
    'is erased again, and nothing is sent to anybody before `npx perennial delivery resume`.',
  ],
  args: [{ name: 'FILE', help: 'the backup' }],
  options: {
    keys: { type: 'string', value: 'FILE', help: 'the keys; else keys.json in the folder, or those in the backup' },
    journal: { type: 'string', value: 'FILE', help: 'the erasures; else erasures.jsonl where backups are kept' },
    'without-journal': { type: 'boolean', help: 'repeat no erasure: who was erased since comes back' },
    'dry-run': { type: 'boolean', help: 'check everything, say what would be done, and write nothing' },
  },
  async run(call) {
    const { options } = call;
    if (options.journal !== undefined && options['without-journal'])
      throw new UsageError('--journal names what --without-journal leaves out: give one of them.');
    try {
      const plan = await prepare(call, options, options['without-journal']);
      if (options['dry-run']) await call.out.result(toValue(plan), describePlan(plan));
      else {
        const done = await carryOut(call, plan);
        await call.out.result({ ...toValue(plan), ...done }, describe(plan, done));
      }
      return 0;
    } catch (error) {
      throw toCommandError(error);
    } finally {
      call.out.progress(null);
    }
  },
});

/** Everything that can be known beforehand is asked before anything is written. */
async function prepare({ args, config, out, signal }: Call<OptionSpecs>, words: Words, isLeftOut: boolean) {
  const { dataFolder, databaseUrl, backupFolder } = config;
  const place = { dataFolder, databaseUrl };
  await refuseOccupied(place);
  const file = resolve(args[0] ?? '');
  out.progress('checking the file');
  const backup = await inspectBackup(file, signal);
  const keysFile = words.keys === undefined ? undefined : resolve(words.keys);
  const inPlace = findKeysInPlace(dataFolder);
  const keys = chooseKeys(backup, { dataFolder, inPlace, file: keysFile, environment: config.keys });
  const named = words.journal === undefined ? undefined : resolve(words.journal);
  const journal = chooseJournal({ backup: file, named, folder: backupFolder, isLeftOut });
  return { place, backup, keys, journal } satisfies Plan;
}

type Done = Restored & RepeatedErasures;

async function carryOut(call: Call<OptionSpecs>, plan: Plan): Promise<Done> {
  const { place } = plan;
  await removeHalfRestored(place);
  try {
    const { signal } = call;
    const report = (table: string) => call.out.progress(table);
    const restored = await restoreBackup({ ...plan, restoredAt: Date.now(), signal, report });
    call.out.progress('repeating erasures');
    const repeated = await withUseCases(call, { name: 'restore', needsWork: false, isRestoring: true }, (asking) =>
      finish(asking, plan),
    );
    removeRestoreMarker(place.dataFolder);
    return { ...restored, ...repeated };
  } catch (error) {
    // Of two that began at once, one removes nothing of the other.
    if (readRestoreMarker(place.dataFolder)?.pid !== process.pid) throw error;
    const isFull = isUnwritable(error) || isOutOfRoom(place, error);
    await removeHalfRestored(place);
    throw isFull ? new CommandError(describeFull(place), { cause: error }) : error;
  }
}

/** Before anybody is answered: this is done by the restore itself, and no server opens the database until it is. */
async function finish({ platform, useCases, context }: Asking, { backup, journal }: Plan): Promise<RepeatedErasures> {
  const { database } = platform;
  const reason = 'erased before; repeated after a restore';
  const erase = async (memberId: string): Promise<void> => {
    try {
      await useCases.members.erase(context, { memberId, reason, confirm: memberId });
    } catch (error) {
      // She came after the backup, or went with another one.
      const isNothing = error instanceof ProblemError && ['member.not_found', 'member.erased'].includes(error.code);
      if (!isNothing) throw error;
    }
  };
  const note = `from ${backup.file} of ${backup.manifest.takenAt}`;
  return useCases.operation.noteRestored(context, note, async () => {
    const repeated = await repeatErasures({ sql: database, erase }, journal?.memberIds ?? []);
    await useCases.erasureJournal.complete().catch((error: unknown) => {
      platform.report('the list of erasures could not be completed; the next start or backup does', error);
    });
    await finishRestoration(database, Date.now());
    return repeated;
  });
}

function toCommandError(error: unknown): unknown {
  if (
    error instanceof RestoreRefusedError ||
    error instanceof BrokenBackupError ||
    error instanceof BrokenJournalError ||
    error instanceof DatabaseOccupiedError ||
    error instanceof DataFolderError
  )
    return new CommandError(error.message, { cause: error });
  return error;
}

/** What makes the embedded database says so in words, and its server to its log alone. */
function isOutOfRoom({ dataFolder, databaseUrl }: RestorePlace, error: unknown): boolean {
  if (databaseUrl !== undefined) return false;
  return lacksRoom(dataFolder) || (error instanceof Error && error.message.includes('No space left on device'));
}

function describeFull({ dataFolder, databaseUrl }: RestorePlace): string {
  const where = databaseUrl === undefined ? `in ${dataFolder}` : 'where the database that DATABASE_URL names is';
  return `There is no room ${where}, or nothing can be written there. What was begun was removed. Make room, and restore again.`;
}

function toValue({ place, backup, keys, journal }: Plan) {
  const { manifest } = backup;
  return {
    file: backup.file,
    dataFolder: place.dataFolder,
    version: manifest.version,
    takenAt: manifest.takenAt,
    installationBefore: manifest.installationId,
    tables: manifest.tables.length,
    rows: rowsOf(backup),
    keysFrom: keys.from,
    journal: journal?.file ?? null,
    erasuresNoted: journal?.memberIds.length ?? null,
    migrationsLater: backup.later.map(({ name }) => name),
  };
}

function rowsOf({ manifest }: InspectedBackup): number {
  return manifest.tables.reduce((sum, { rows }) => sum + rows, 0);
}

function describePlan(plan: Plan): string {
  const { backup, place, keys, journal } = plan;
  const target = place.databaseUrl === undefined ? place.dataFolder : 'the database that DATABASE_URL names';
  const erasures =
    journal === undefined
      ? 'no erasure would be repeated'
      : `${count(journal.memberIds.length)} erasures in ${journal.file}: whoever of them is in the backup would be erased again`;
  return [
    `${backup.file} is whole: ${count(rowsOf(backup))} rows in ${count(backup.manifest.tables.length)} tables, taken at ${backup.manifest.takenAt}.`,
    `They would go into ${target}, which is empty, as an installation of its own.`,
    `The keys in ${keys.from} are those of the backup; ${erasures}.`,
    `Migrations that came later: ${backup.later.map(({ name }) => name).join(', ') || 'none'}. Nothing was written.`,
  ].join('\n');
}

function describe({ backup, journal }: Plan, done: Done): string {
  const lines = [
    `Restored ${count(rowsOf(backup))} rows of ${backup.manifest.takenAt} as installation ${done.installationId}.`,
    journal === undefined
      ? 'No erasure was repeated: whoever was erased since the backup is back.'
      : `Erasures repeated: ${count(done.repeated)} of ${count(journal.memberIds.length)} noted in ${journal.file}.`,
  ];
  if (done.alsoErased.length > 0)
    lines.push(`Erased with them, as one person with them in the backup: ${done.alsoErased.join(', ')}`);
  if (done.leftOut.length > 0)
    lines.push(`Left out, because they are not tables of Perennial: ${done.leftOut.join(', ')}`);
  lines.push(
    'Nobody is signed in, and nothing is sent to anybody before `npx perennial delivery resume`.',
    'Now `npx perennial replay --verify`, then `npx perennial start`: the lens is filled anew.',
  );
  return lines.join('\n');
}
