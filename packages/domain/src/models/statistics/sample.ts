/**
 * Whether a customer belongs to a sample of about `size` out of `total`, by a fixed mixing of her number: the same customers every time, and no pattern of the numbering left. Everybody
 * when there are no more than `size`.
 */
export function isSampled(who: number, size: number, total: number): boolean {
  return total <= size || mixed(who) < (size / total) * 0x1_0000_0000;
}

/** A number of 32 bits that looks unrelated to its neighbours (the finaliser of MurmurHash3). */
export function mixed(value: number): number {
  let hash = value + 0x9e37_79b9;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
