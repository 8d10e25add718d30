import { createErasureJournal } from '../backup/journal/erasure-journal.ts';
import type { ErasureJournal } from '../backup/journal/erasure-journal.ts';
import type { Platform } from '../platform/platform.ts';

/** The list of erasures beside the backups of a platform. */
export function erasureJournalOf({ database, config, report }: Platform): ErasureJournal {
  return createErasureJournal({ sql: database, folder: config.backupFolder, report });
}
