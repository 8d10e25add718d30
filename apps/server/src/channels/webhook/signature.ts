import { createHmac, randomBytes } from 'node:crypto';
import { invariant } from '@perennial/domain';

/**
 * Signatures of Standard Webhooks (https://www.standardwebhooks.com), symmetric, version 1: HMAC-SHA256 over
 * `id.timestamp.body`. They tell a receiver who sent a body, that nobody changed it, and when it was sent.
 */

const secretPrefix = 'whsec_';
const secretBytesMin = 24;
const secretBytesMax = 64;
const newSecretBytes = 32;

export interface SignedMessage {
  /** The same in every attempt at handing it over, by which a receiver knows what it has already. */
  readonly id: string;
  readonly timestampSeconds: number;
  readonly body: string;
}

/** A new secret as its owner is shown it: `whsec_` and base64. */
export function createSecret(): string {
  return `${secretPrefix}${randomBytes(newSecretBytes).toString('base64')}`;
}

/** The key that a secret stands for; null when it is not `whsec_` and the base64 of 24 to 64 bytes. */
export function readSecret(text: string): Uint8Array | null {
  if (!text.startsWith(secretPrefix)) return null;
  const encoded = text.slice(secretPrefix.length);
  const key = Buffer.from(encoded, 'base64');
  // Node skips what is no base64. A secret that was read in part would sign so that its owner could never verify it.
  if (key.toString('base64') !== encoded) return null;
  return key.length >= secretBytesMin && key.length <= secretBytesMax ? key : null;
}

/**
 * Value of `webhook-signature`: one signature a secret, in their order, parted by spaces. Put the newest secret first:
 * a receiver takes a message that any of them fits, and while one rotates there are two.
 */
export function sign(secrets: readonly Uint8Array[], { id, timestampSeconds, body }: SignedMessage): string {
  invariant(secrets.length > 0, 'a webhook is signed by at least one secret');
  // A full stop in the id would let a receiver read another timestamp out of what was signed.
  invariant(/^[\w-]+$/.test(id), 'the id of a webhook is letters, digits, _ and -');
  invariant(Number.isSafeInteger(timestampSeconds), 'the timestamp of a webhook is whole seconds');
  const signed = `${id}.${timestampSeconds}.${body}`;
  return secrets.map((key) => `v1,${createHmac('sha256', key).update(signed).digest('base64')}`).join(' ');
}
