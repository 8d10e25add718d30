import { compareKeys, keyFingerprints, messageKeyCheck, unwrapKey } from '@perennial/engine';
import type { KeyFingerprint, Keyring } from '@perennial/engine';
import {
  findOtherHashKey,
  findOtherMasterKey,
  noteKeyFingerprints,
  noteMessageKey,
  readKeyFingerprints,
  readKeySample,
  readMessageKeyCheck,
} from '@perennial/postgres';
import type { FoundInstallation, Sql } from '@perennial/postgres';
import { openKeyring, openKeyringOfData, type KeyringSource } from './keyring-file.ts';

/** The keys are not those of the data. Nothing was changed. */
export class OtherKeysError extends Error {
  override readonly name = 'OtherKeysError';
}

/**
 * The keys of a database. They are made with it, once; from then on it keeps a fingerprint of each that was in use, and opens with all
 * of them or not at all: under others nothing personal would open, nobody would be found again, and every repeated message would
 * enter the log a second time. A master key by which nothing is wrapped any more may be left out.
 *
 * A new key stands in the key file first and is noted here at the next opening, so a crash between the two loses neither.
 */
export async function settleKeys(sql: Sql, source: KeyringSource): Promise<Keyring> {
  const known = await readKeyFingerprints(sql);
  const check = await readMessageKeyCheck(sql);
  const keyring = check === null ? openKeyring(source) : openKeyringOfData(source);
  refuseOtherMessageKey(await noteMessageKey(sql, messageKeyCheck(keyring)), keyring);
  if (known.length === 0 && check !== null) await checkUnnoted(sql, keyring);
  await refuseOthers(sql, known, keyring);
  const noted = new Set(known.map(({ kind, id }) => `${kind} ${id}`));
  const added = keyFingerprints(keyring).filter(({ kind, id }) => !noted.has(`${kind} ${id}`));
  if (added.length > 0) await noteKeyFingerprints(sql, added);
  return keyring;
}

/**
 * Throws when the keys are missing, or are seen not to be those of the database that was found, before anything is migrated or made in
 * it. What only a look at its data tells is left to `settleKeys`.
 */
export function refuseOtherKeys(found: FoundInstallation | undefined, source: KeyringSource): void {
  if (found === undefined || (found.messageKeyCheck === null && found.keys.length === 0)) return;
  const keyring = openKeyringOfData(source);
  refuseOtherMessageKey(found.messageKeyCheck, keyring);
  compareFingerprints(found.keys, keyring);
}

function refuseOtherMessageKey(check: string | null, keyring: Keyring): void {
  if (check !== null && check !== messageKeyCheck(keyring))
    refuse('the oldest hash key is another one than it was begun with');
}

function refuse(reason: string): never {
  throw new OtherKeysError(
    `The keys are not those of this database: ${reason}. Nothing was changed. Bring back the keys.json that belongs to it (or PERENNIAL_KEYS), with every key that was ever in use.`,
  );
}

async function refuseOthers(sql: Sql, known: readonly KeyFingerprint[], keyring: Keyring): Promise<void> {
  if (compareFingerprints(known, keyring).length > 0) await refuseUnopened(sql, keyring);
}

/** Answers the master keys that were in use and are not here. */
function compareFingerprints(known: readonly KeyFingerprint[], keyring: Keyring): readonly KeyFingerprint[] {
  const { missing, changed } = compareKeys(known, keyring);
  const [other] = changed;
  if (other !== undefined) refuse(`under the name of ${nameOf(other)} stands another key`);
  const hashKey = missing.find(({ kind }) => kind === 'hash');
  if (hashKey !== undefined) refuse(`${nameOf(hashKey)} is missing`);
  return missing;
}

function nameOf({ kind, id }: Pick<KeyFingerprint, 'kind' | 'id'>): string {
  return `${kind} key ${id}`;
}

/** A key that was taken out matters only where it is what something is wrapped by. */
async function refuseUnopened(sql: Sql, keyring: Keyring): Promise<void> {
  const id = await findOtherMasterKey(sql, [...keyring.masterKeys.keys()]);
  if (id !== null) refuse(`${nameOf({ kind: 'master', id })} is missing, and there is data under it`);
}

/** A database of a release that kept no fingerprints is asked itself whether these keys open it. */
async function checkUnnoted(sql: Sql, keyring: Keyring): Promise<void> {
  await refuseUnopened(sql, keyring);
  const id = await findOtherHashKey(
    sql,
    keyring.hashKeys.map((one) => one.id),
  );
  if (id !== null) refuse(`${nameOf({ kind: 'hash', id })} is missing, and there are identities under it`);
  for (const masterKeyId of keyring.masterKeys.keys()) {
    const sample = await readKeySample(sql, masterKeyId);
    if (sample !== null && !opens(keyring, { ...sample, masterKeyId }))
      refuse(`under the name of ${nameOf({ kind: 'master', id: masterKeyId })} stands another key`);
  }
}

function opens(
  keyring: Keyring,
  {
    memberId,
    ...wrapped
  }: { readonly memberId: string; readonly masterKeyId: string; readonly wrappedKey: Uint8Array },
): boolean {
  try {
    unwrapKey(keyring, wrapped, memberId);
    return true;
  } catch {
    return false;
  }
}
