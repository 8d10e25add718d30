import { createCipheriv, createDecipheriv, createHmac, hash, randomBytes } from 'node:crypto';

/**
 * The installation's keys. Master keys wrap the keys of members; hash keys make blind indexes. Each has an id that is stored
 * beside what it made, so that a new one can be taken into use while the old one still reads.
 */
export interface Keyring {
  readonly masterKeys: ReadonlyMap<string, Uint8Array>;
  readonly currentMasterKeyId: string;
  /** The first is in use; identities and messages that older ones were used for are looked up by them still. */
  readonly hashKeys: readonly HashKey[];
}

export interface HashKey {
  readonly id: number;
  readonly key: Uint8Array;
}

export const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;
const cipherName = 'aes-256-gcm';

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

/** nonce, ciphertext, tag. `context` is authenticated: a value copied to another member or name does not open. */
export function encrypt(key: Uint8Array, plain: Uint8Array | string, context: string): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(cipherName, key, nonce);
  cipher.setAAD(Buffer.from(context));
  const body = typeof plain === 'string' ? cipher.update(plain, 'utf8') : cipher.update(plain);
  return Buffer.concat([nonce, body, cipher.final(), cipher.getAuthTag()]);
}

/** Throws when the key is another one or the bytes or the context were changed. */
export function decrypt(key: Uint8Array, sealed: Uint8Array, context: string): Buffer {
  const decipher = createDecipheriv(cipherName, key, sealed.subarray(0, nonceBytes));
  decipher.setAAD(Buffer.from(context));
  decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes));
  return Buffer.concat([decipher.update(sealed.subarray(nonceBytes, sealed.length - tagBytes)), decipher.final()]);
}

/** A key wrapped by a master key. */
export interface WrappedKey {
  readonly masterKeyId: string;
  readonly wrappedKey: Uint8Array;
}

export function createWrappedKey(keyring: Keyring, memberId: string): WrappedKey & { readonly key: Uint8Array } {
  const key = randomBytes(keyBytes);
  return { key, ...wrapKey(keyring, key, memberId) };
}

export function wrapKey(keyring: Keyring, key: Uint8Array, memberId: string): WrappedKey {
  const masterKeyId = keyring.currentMasterKeyId;
  return { masterKeyId, wrappedKey: encrypt(masterKeyOf(keyring, masterKeyId), key, memberId) };
}

export function unwrapKey(keyring: Keyring, wrapped: WrappedKey, memberId: string): Uint8Array {
  return decrypt(masterKeyOf(keyring, wrapped.masterKeyId), wrapped.wrappedKey, memberId);
}

/** For what belongs to no member: encrypted with the master key itself. */
export function sealWithMaster(
  keyring: Keyring,
  text: string,
  context: string,
): { readonly masterKeyId: string; readonly body: Buffer } {
  const masterKeyId = keyring.currentMasterKeyId;
  return { masterKeyId, body: encrypt(masterKeyOf(keyring, masterKeyId), text, context) };
}

export function openWithMaster(
  keyring: Keyring,
  sealed: { readonly masterKeyId: string; readonly body: Uint8Array },
  context: string,
): string {
  return decrypt(masterKeyOf(keyring, sealed.masterKeyId), sealed.body, context).toString('utf8');
}

function masterKeyOf(keyring: Keyring, id: string): Uint8Array {
  const key = keyring.masterKeys.get(id);
  if (key === undefined) throw new KeyMissingError(`the master key ${id} is not in the keyring`);
  return key;
}

/** The first 128 bits of HMAC-SHA256 over type and value in normal form, as UUID text. */
export function blindIndex(hashKey: HashKey, type: string, value: string): string {
  return toUuid(createHmac('sha256', hashKey.key).update(`${type}\0${value}`).digest('hex'));
}

/**
 * 48 bits of a keyed SHA-256: tells a repeat from another body under the same message id. Keyed, because a plain digest of a
 * short body would let whoever holds the table try telephone numbers until one fits.
 */
export function bodyHash(hashKey: HashKey, body: string): number {
  return Number.parseInt(hash('sha256', `${keyText(hashKey)}${body}`, 'hex').slice(0, bodyHashHexDigits), 16);
}

/** The first 128 bits of SHA-256 over source and message id, as UUID text. */
export function messageKey(source: string, messageId: string): string {
  return toUuid(hash('sha256', `${source}\0${messageId}`, 'hex'));
}

const bodyHashHexDigits = 12;
const keyTexts = new WeakMap<HashKey, string>();

function keyText(hashKey: HashKey): string {
  const known = keyTexts.get(hashKey);
  if (known !== undefined) return known;
  const text = Buffer.from(hashKey.key).toString('base64');
  keyTexts.set(hashKey, text);
  return text;
}

function toUuid(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}
