import { readFileSync } from 'node:fs';
import { compareKeys, messageKeyCheck } from '@perennial/engine';
import type { Keyring } from '@perennial/engine';
import { parseKeyring } from '../../platform/keyring-file.ts';
import type { InspectedBackup } from './inspect-backup.ts';
import { RestoreRefusedError } from './restore-refused-error.ts';

export interface KeysGiven {
  readonly dataFolder: string;
  /** `keys.json` in that folder, when it is there. */
  readonly inPlace: string | undefined;
  /** A file that was named. */
  readonly file: string | undefined;
  /** The JSON of PERENNIAL_KEYS. */
  readonly environment: string | undefined;
}

export interface ChosenKeys {
  /** Where they come from, as it is told. */
  readonly from: string;
  /** What is to be written into the folder; undefined where they stay where they are. */
  readonly toWrite: string | undefined;
}

/**
 * The keys that the restored database opens with: those named, given, or in place, else those in the file. Throws when there are none, and
 * when they are not all that were ever in use, because without them names cannot be read and nobody is found again.
 */
export function chooseKeys(backup: InspectedBackup, given: KeysGiven): ChosenKeys {
  const { from, text, isToBeWritten } = findKeys(backup, given);
  checkKeys(backup, from, parse(text, from));
  return { from, toWrite: isToBeWritten ? text : undefined };
}

function findKeys({ keys, file }: InspectedBackup, given: KeysGiven) {
  const { inPlace } = given;
  if (given.file !== undefined) {
    if (inPlace !== undefined)
      throw new RestoreRefusedError(`There is ${inPlace} already. Leave --keys out, or remove that file.`);
    return { from: given.file, text: read(given.file), isToBeWritten: true };
  }
  if (given.environment !== undefined) return { from: 'PERENNIAL_KEYS', text: given.environment, isToBeWritten: false };
  if (inPlace !== undefined) return { from: inPlace, text: read(inPlace), isToBeWritten: false };
  if (keys !== undefined) return { from: file, text: keys, isToBeWritten: true };
  throw new RestoreRefusedError(
    `The keys are not in ${file}, and without them no name or number in it can be read. Nothing was written. Name the keys.json of that installation with --keys, as it was then or later; or put it into ${given.dataFolder}.`,
  );
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new RestoreRefusedError(`The keys in ${path} cannot be read. Nothing was written.`, { cause: error });
  }
}

function parse(text: string, from: string): Keyring {
  try {
    return parseKeyring(text, from);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new RestoreRefusedError(`${reason} Nothing was written.`, { cause: error });
  }
}

function checkKeys(backup: InspectedBackup, from: string, keyring: Keyring): void {
  const { missing, changed } = compareKeys(backup.fingerprints, keyring);
  const needed = missing.find(({ kind, id }) => kind === 'hash' || backup.masterKeyIds.has(id));
  const [other] = changed;
  if (other !== undefined) refuse(from, `under the name of ${other.kind} key ${other.id} stands another key`);
  if (needed !== undefined) refuse(from, `${needed.kind} key ${needed.id} is missing`);
  const unknown = [...backup.masterKeyIds].find((id) => !keyring.masterKeys.has(id));
  if (unknown !== undefined) refuse(from, `master key ${unknown} is missing`);
  if (backup.messageKeyCheck !== null && backup.messageKeyCheck !== messageKeyCheck(keyring))
    refuse(from, 'the oldest hash key is another one than it was begun with');
}

function refuse(from: string, reason: string): never {
  throw new RestoreRefusedError(
    `The keys in ${from} are not those of the backup: ${reason}. Nothing was written. Name the keys.json of that installation with --keys, as it was then or later.`,
  );
}
