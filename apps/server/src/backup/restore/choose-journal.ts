import { dirname, join } from 'node:path';
import { journalName, readJournal } from '../journal/journal-file.ts';
import { RestoreRefusedError } from './restore-refused-error.ts';

export interface JournalWanted {
  /** The backup. */
  readonly backup: string;
  /** A file that was named. */
  readonly named: string | undefined;
  /** Where backups are kept, when it was said. */
  readonly folder: string | undefined;
  /** Whether the operator has said that it is to go without. */
  readonly isLeftOut: boolean;
}

export interface ChosenJournal {
  readonly file: string;
  readonly memberIds: readonly string[];
}

/** The list of erasures that a restore repeats. Throws when there is none and nobody has said that there need not be one. */
export function chooseJournal({ backup, named, folder, isLeftOut }: JournalWanted): ChosenJournal | undefined {
  if (isLeftOut) return undefined;
  const places = named === undefined ? [folder, dirname(backup)].map(inFolder) : [named];
  for (const file of new Set(places)) {
    const erasures = file === undefined ? undefined : readJournal(file);
    if (file !== undefined && erasures !== undefined)
      return { file, memberIds: [...new Set(erasures.map(({ memberId }) => memberId.toLowerCase()))] };
  }
  throw new RestoreRefusedError(
    `There is no list of erasures at ${[...new Set(places)].filter((place) => place !== undefined).join(' or ')}, so whoever was erased since the backup would come back. Nothing was written. Name it with --journal; or give --without-journal, and erase them again by hand.`,
  );
}

function inFolder(folder: string | undefined): string | undefined {
  return folder === undefined ? undefined : join(folder, journalName);
}
