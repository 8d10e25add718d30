import { createHmac, hash } from 'node:crypto';
import { oldestHashKey, type HashKey, type Keyring } from './keyring.ts';
import { toUuid } from './to-uuid.ts';

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

/**
 * 128 bits over source and message id, as UUID text: what a message is claimed under. Keyed, because message ids hold order
 * numbers and sometimes telephone numbers, which a plain digest would let anybody try who holds the table. The key comes from
 * the oldest hash key, the one that no rotation changes: processes that are changed over one after the other must claim a
 * message under one id, or it would enter the log twice. SHA-256 behind a secret of 256 bits and cut to half stands in for
 * HMAC, which takes five times as long (measured: 0.9 and 4.3 µs); what HMAC adds, that nothing can be appended to a known
 * message, is of no use where half of the digest is missing.
 */
export function messageKey(keyring: Keyring, source: string, messageId: string): string {
  return toUuid(hash('sha256', `${secretOf(keyring, 'message')}${source}\0${messageId}`, 'hex'));
}

/** 128 bits over number space and order number, as UUID text: what an order is claimed under. Keyed as messages are, and for the same reasons. */
export function orderKey(keyring: Keyring, space: string, number: string): string {
  return toUuid(hash('sha256', `${secretOf(keyring, 'order')}${space}\0${number}`, 'hex'));
}

/** What messages were claimed under before ids were keyed: 128 bits of SHA-256. */
export function unkeyedMessageKey(source: string, messageId: string): string {
  return toUuid(hash('sha256', `${source}\0${messageId}`, 'hex'));
}

/**
 * 64 bits over a part of a name, as the decimal text of a signed integer. Its key serves nothing else and is made of the hash key. Half as
 * long as an index of an identity, because it only narrows: what is found by marks is opened and compared.
 */
export function nameMark(hashKey: HashKey, text: string): string {
  const digits = hash('sha256', `${nameSecretOf(hashKey)}${text}`, 'hex').slice(0, nameMarkHexDigits);
  return String(BigInt.asIntN(64, BigInt(`0x${digits}`)));
}

const nameMarkHexDigits = 16;
const nameSecrets = new WeakMap<HashKey, string>();

function nameSecretOf(key: HashKey): string {
  const known = nameSecrets.get(key);
  if (known !== undefined) return known;
  const secret = derive(key, 'perennial name key').toString('base64');
  nameSecrets.set(key, secret);
  return secret;
}

/** Says whether a keyring makes the message keys that a database holds, and nothing else about it; UUID text. */
export function messageKeyCheck(keyring: Keyring): string {
  return toUuid(derive(oldestHashKey(keyring), 'perennial message key check').toString('hex'));
}

const claimSecrets = {
  message: new WeakMap<HashKey, string>(),
  order: new WeakMap<HashKey, string>(),
} as const;

/** What keys of messages and of orders are made with. */
function secretOf(keyring: Keyring, of: keyof typeof claimSecrets): string {
  const key = oldestHashKey(keyring);
  const known = claimSecrets[of].get(key);
  if (known !== undefined) return known;
  const secret = derive(key, `perennial ${of} key`).toString('base64');
  claimSecrets[of].set(key, secret);
  return secret;
}

/** A secret of its own for one use, so that what is known of one use says nothing of another. */
function derive(hashKey: HashKey, use: string): Buffer {
  return createHmac('sha256', hashKey.key).update(use).digest();
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
