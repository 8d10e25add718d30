import { createHmac, hash } from 'node:crypto';
import type { HashKey } from './keyring.ts';

/** The first 128 bits of HMAC-SHA256 over type and value in normal form, as UUID text. */
export function blindIndex(hashKey: HashKey, type: string, value: string): string {
  return toUuid(createHmac('sha256', hashKey.key).update(`${type}\0${value}`).digest('hex'));
}

/**
 * 48 bits of a keyed SHA-256: distinguishes a repeat from another body under the same message id. Keyed, because a plain digest of a
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
