import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** What every authenticator app takes for granted: six digits of HMAC-SHA-1 over steps of thirty seconds. */
const [digits, stepMs, secretBytes] = [6, 30_000, 20];
/** Steps before and after the present one whose codes are taken too: clocks differ, and people type slowly (RFC 6238, 5.2). */
const stepsAround = 1;
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

export function createTotpSecret(): Buffer {
  return randomBytes(secretBytes);
}

/** The code of a time step: RFC 4226, 5.3 and 5.4, with the step for a counter. */
export function totpCodeAt(secret: Uint8Array, step: number, length = digits): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 0x0f;
  const number = mac.readUInt32BE(offset) & 0x7f_ff_ff_ff;
  return String(number % 10 ** length).padStart(length, '0');
}

export function totpStepAt(now: number): number {
  return Math.floor(now / stepMs);
}

/** The time step around `now` (epoch milliseconds) whose code this is; undefined for a wrong one. */
export function findTotpStep(secret: Uint8Array, code: string, now: number): number | undefined {
  let found: number | undefined;
  for (let step = totpStepAt(now) - stepsAround; step <= totpStepAt(now) + stepsAround; step += 1) {
    const expected = Buffer.from(totpCodeAt(secret, step));
    const given = Buffer.from(code);
    if (given.length === expected.length && timingSafeEqual(given, expected)) found = step;
  }
  return found;
}

/** Base 32 without padding (RFC 4648, 6), as people type it. */
export function toBase32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => alphabet[Number.parseInt(five.padEnd(5, '0'), 2)]).join('');
}

/** What the picture says that an authenticator reads. */
export function toTotpUri(secret: Uint8Array, account: string): string {
  const issuer = 'Perennial';
  const query = `secret=${toBase32(secret)}&issuer=${issuer}&algorithm=SHA1&digits=${digits}&period=${stepMs / 1000}`;
  return `otpauth://totp/${issuer}:${encodeURIComponent(account)}?${query}`;
}
