/*
 * SHA-256 (FIPS 180-4) over UTF-8 text: chains of entries are made in the fold, which knows no platform's cryptography. Four blocks, as an
 * entry has, take some microseconds.
 */

const blockBytes = 64;
const lengthBytes = 8;
const wordBytes = 4;
const rounds = 64;
const wordBits = 32;

/** The first primes, of whose roots the standard's constants are the fractions. */
function primes(count: number): readonly number[] {
  const found: number[] = [];
  for (let n = 2; found.length < count; n += 1) if (found.every((prime) => n % prime !== 0)) found.push(n);
  return found;
}

/** The first 32 bits of the fraction of an integer's root; exact, because a double carries more of them than are asked for. */
function fractionOf(root: number): number {
  return Math.floor((root - Math.floor(root)) * 2 ** wordBits) | 0;
}

const roundConstants = Int32Array.from(primes(rounds), (prime) => fractionOf(Math.cbrt(prime)));
const initial = Int32Array.from(primes(8), (prime) => fractionOf(Math.sqrt(prime)));
const schedule = new Int32Array(rounds);
const state = new Int32Array(8);

function rotate(word: number, by: number): number {
  return (word >>> by) | (word << (wordBits - by));
}

/**
 * Writes the text as UTF-8 and gives its length in bytes. Half a surrogate pair is U+FFFD, as every encoder has it.
 */
function writeText(text: string, bytes: Uint8Array): number {
  let length = 0;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) bytes[length++] = unit;
    else {
      const point = text.codePointAt(i) ?? 0;
      if (point > 0xffff) i += 1;
      length = writePoint(point >= 0xd800 && point < 0xe000 ? 0xfffd : point, bytes, length);
    }
  }
  return length;
}

function writePoint(point: number, bytes: Uint8Array, from: number): number {
  let length = from;
  if (point < 0x800) bytes[length++] = 0xc0 | (point >> 6);
  else {
    if (point < 0x10000) bytes[length++] = 0xe0 | (point >> 12);
    else {
      bytes[length++] = 0xf0 | (point >> 18);
      bytes[length++] = 0x80 | ((point >> 12) & 0x3f);
    }
    bytes[length++] = 0x80 | ((point >> 6) & 0x3f);
  }
  bytes[length++] = 0x80 | (point & 0x3f);
  return length;
}

/** A character takes three bytes for each of its units at most. */
const bytesPerUnitMax = 3;
let buffer = new Uint8Array(16 * blockBytes);
let view = new DataView(buffer.buffer);

/** Reused, because an entry is digested a million times a second; nothing else runs in between. */
function reserve(length: number): void {
  if (buffer.length >= length) return;
  buffer = new Uint8Array(2 * length);
  view = new DataView(buffer.buffer);
}

/** The digest in lower-case hexadecimal digits. */
export function sha256(text: string): string {
  reserve(text.length * bytesPerUnitMax + 2 * blockBytes);
  const length = writeText(text, buffer);
  const size = Math.ceil((length + 1 + lengthBytes) / blockBytes) * blockBytes;
  buffer.fill(0, length, size);
  buffer[length] = 0x80;
  view.setBigUint64(size - lengthBytes, BigInt(length) * 8n);
  state.set(initial);
  for (let offset = 0; offset < size; offset += blockBytes) mix(offset);
  let digest = '';
  for (const word of state) digest += hexOf(word >>> 24) + hexOf(word >>> 16) + hexOf(word >>> 8) + hexOf(word);
  return digest;
}

const hexes = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

function hexOf(byte: number): string {
  return hexes[byte & 0xff] ?? '';
}

function expand(offset: number): void {
  for (let t = 0; t < 16; t += 1) schedule[t] = view.getInt32(offset + t * wordBytes);
  for (let t = 16; t < rounds; t += 1) {
    const w15 = schedule[t - 15] ?? 0;
    const w2 = schedule[t - 2] ?? 0;
    const s0 = rotate(w15, 7) ^ rotate(w15, 18) ^ (w15 >>> 3);
    const s1 = rotate(w2, 17) ^ rotate(w2, 19) ^ (w2 >>> 10);
    schedule[t] = ((schedule[t - 16] ?? 0) + s0 + (schedule[t - 7] ?? 0) + s1) | 0;
  }
}

/** The words are taken out and put back one by one: as lists they would be made anew for each of the rounds. */
function mix(offset: number): void {
  expand(offset);
  let a = state[0] ?? 0;
  let b = state[1] ?? 0;
  let c = state[2] ?? 0;
  let d = state[3] ?? 0;
  let e = state[4] ?? 0;
  let f = state[5] ?? 0;
  let g = state[6] ?? 0;
  let h = state[7] ?? 0;
  for (let t = 0; t < rounds; t += 1) {
    const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + (roundConstants[t] ?? 0) + (schedule[t] ?? 0)) | 0;
    const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  addTo(0, a);
  addTo(1, b);
  addTo(2, c);
  addTo(3, d);
  addTo(4, e);
  addTo(5, f);
  addTo(6, g);
  addTo(7, h);
}

function addTo(index: number, word: number): void {
  state[index] = ((state[index] ?? 0) + word) | 0;
}
