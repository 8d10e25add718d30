/**
 * The installation's keys. Master keys wrap the keys of members; hash keys make blind indexes. Each has an id that is stored
 * beside what it made, so that a new one can be taken into use while the old one still reads. Ids are UUIDs: two installations
 * whose data meets, by a backup or a copied key file, never name two keys alike. Master keys of before have ids such as `m1`.
 */
export interface Keyring {
  readonly masterKeys: ReadonlyMap<string, Uint8Array>;
  readonly currentMasterKeyId: string;
  /** The first is in use; identities and messages that older ones were used for are looked up by them still. */
  readonly hashKeys: readonly HashKey[];
}

export interface HashKey {
  /** UUID text. */
  readonly id: string;
  readonly key: Uint8Array;
}

export const keyBytes = 32;

export class KeyMissingError extends Error {
  override readonly name = 'KeyMissingError';
}

/** Throws RangeError when a key has the wrong length or the current one is not among them. */
export function createKeyring(keys: {
  readonly masterKeys: ReadonlyMap<string, Uint8Array>;
  readonly currentMasterKeyId: string;
  readonly hashKeys: readonly HashKey[];
}): Keyring {
  for (const key of [...keys.masterKeys.values(), ...keys.hashKeys.map((one) => one.key)]) {
    if (key.length !== keyBytes) throw new RangeError(`a key has ${keyBytes} bytes`);
  }
  if (!keys.masterKeys.has(keys.currentMasterKeyId)) throw new RangeError('the current master key is missing');
  if (keys.hashKeys.length === 0) throw new RangeError('a hash key is missing');
  return keys;
}

/** The hash key that new blind indexes are made with. */
export function currentHashKey(keyring: Keyring): HashKey {
  const [current] = keyring.hashKeys;
  if (current === undefined) throw new RangeError('a keyring has at least one hash key');
  return current;
}

/** The hash key that the installation began with. It stays when newer ones are taken into use, because it made what is still held. */
export function oldestHashKey(keyring: Keyring): HashKey {
  const oldest = keyring.hashKeys.at(-1);
  if (oldest === undefined) throw new RangeError('a keyring has at least one hash key');
  return oldest;
}

/** Throws KeyMissingError when the key was taken out while something under it is still there. */
export function masterKeyOf(keyring: Keyring, id: string): Uint8Array {
  const key = keyring.masterKeys.get(id);
  if (key === undefined) throw new KeyMissingError(`the master key ${id} is not in the keyring`);
  return key;
}
