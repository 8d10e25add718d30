import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { keyBytes, masterKeyOf, type Keyring } from './keyring.ts';

const nonceBytes = 12;
const tagBytes = 16;
const cipherName = 'aes-256-gcm';

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
