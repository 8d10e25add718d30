import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Sql } from '@perennial/postgres';
import { readErasedMembers, readLastBackup, readRestoration } from '@perennial/postgres/backup';
import { addToJournal, journalName } from './journal-file.ts';

export interface Erasure {
  readonly memberIds: readonly string[];
  readonly erasureId: string;
  /** Epoch milliseconds. */
  readonly erasedAt: number;
}

/** The list of erasures beside the backups, which outlives the database. */
export interface ErasureJournal {
  /** Where it is; undefined while there is no backup that anybody could come back with. */
  file(): Promise<string | undefined>;
  /** Never fails: who is erased is erased. What could not be written is reported, and written by the next `complete`. */
  note(erasure: Erasure): Promise<void>;
  /** Adds whoever is erased and not in it; answers how many. */
  complete(): Promise<number>;
}

export interface JournalOptions {
  readonly sql: Sql;
  /** Where backups are kept, when it was said. */
  readonly folder: string | undefined;
  readonly report: (message: string, error?: unknown) => void;
}

export function createErasureJournal({ sql, folder, report }: JournalOptions): ErasureJournal {
  const file = async () => {
    const kept = folder ?? (await findFolder(sql));
    return kept === undefined ? undefined : join(kept, journalName);
  };
  return {
    file,
    async note({ memberIds, erasureId, erasedAt }) {
      try {
        const journal = await file();
        if (journal === undefined) return;
        const at = new Date(erasedAt).toISOString();
        addToJournal(
          journal,
          memberIds.map((memberId) => ({ memberId, erasureId, erasedAt: at })),
        );
      } catch (error) {
        report('an erasure was not noted beside the backups; it is at the next start or backup', error);
      }
    },
    async complete() {
      const journal = await file();
      return journal === undefined ? 0 : addErased(sql, journal);
    },
  };
}

/** Notes everybody who is erased now in this file. */
export async function addErased(sql: Sql, file: string): Promise<number> {
  const erased = await readErasedMembers(sql);
  return addToJournal(
    file,
    erased.map((memberId) => ({ memberId, erasureId: null, erasedAt: null })),
  );
}

/** Of the last backup, else of the one that the database was restored from; on another machine it is not there. */
async function findFolder(sql: Sql): Promise<string | undefined> {
  const file = (await readLastBackup(sql))?.file ?? (await readRestoration(sql))?.file;
  if (file === undefined) return undefined;
  return existsSync(dirname(file)) ? dirname(file) : undefined;
}
