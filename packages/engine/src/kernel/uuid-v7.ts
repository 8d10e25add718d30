import { randomFillSync } from 'node:crypto';

/** Random bytes are drawn for many ids at once: a call for each would cost more than the id. */
const pool = Buffer.alloc(16 * 256);
let used = pool.length;

/** A version 7 UUID: 48 bits of milliseconds, then 74 random bits (RFC 9562, section 5.7). */
export function createUuidV7(nowMs: number): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const bytes = pool.subarray(used, used + 16);
  used += 16;
  bytes.writeUIntBE(nowMs, 0, 6);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
