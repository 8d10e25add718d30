import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createDatabase } from '@perennial/postgres';
import { noteBackup } from '@perennial/postgres/backup';
import { addErased } from './journal/erasure-journal.ts';
import { journalName } from './journal/journal-file.ts';

export interface TakenBackup {
  readonly file: string;
  readonly takenAt: string;
  /** Where backups are kept, when it was said: there the list of erasures goes on. */
  readonly folder: string | undefined;
}

/** Remembers that a backup was taken, and puts the list of who is erased beside it, also where it is empty: a missing one is then known to be lost. */
export async function noteTaken(databaseUrl: string, { file, takenAt, folder }: TakenBackup): Promise<void> {
  const database = createDatabase({ url: databaseUrl, poolSize: 1 });
  try {
    for (const place of new Set([dirname(file), folder ?? dirname(file)]))
      await addErased(database, join(place, journalName));
    const bytes = statSync(file).size;
    await noteBackup(database, { id: randomUUID(), taken_at: Date.parse(takenAt), file, bytes });
  } finally {
    await database.close();
  }
}
