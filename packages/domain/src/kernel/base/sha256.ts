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

function rotate(word: number, by: number): number {
  return (word >>> by) | (word << (wordBits - by));
}

/** Half a surrogate pair is U+FFFD, as every encoder has it. */
function utf8Of(text: string): readonly number[] {
  const bytes: number[] = [];
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    const code = point >= 0xd800 && point < 0xe000 ? 0xfffd : point;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 0x3f));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
    else
      bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 0x3f), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
  }
  return bytes;
}

/** The digest in lower-case hexadecimal digits. */
export function sha256(text: string): string {
  const message = utf8Of(text);
  const blocks = Math.ceil((message.length + 1 + lengthBytes) / blockBytes);
  const padded = new Uint8Array(blocks * blockBytes);
  padded.set(message);
  padded[message.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setBigUint64(padded.length - lengthBytes, BigInt(message.length) * 8n);
  const state = Int32Array.from(initial);
  for (let block = 0; block < blocks; block += 1) mix(state, view, block * blockBytes);
  let digest = '';
  for (const word of state) digest += (word >>> 0).toString(16).padStart(8, '0');
  return digest;
}

function expand(view: DataView, offset: number): void {
  for (let t = 0; t < 16; t += 1) schedule[t] = view.getInt32(offset + t * wordBytes);
  for (let t = 16; t < rounds; t += 1) {
    const [w15, w2] = [schedule[t - 15] ?? 0, schedule[t - 2] ?? 0];
    const s0 = rotate(w15, 7) ^ rotate(w15, 18) ^ (w15 >>> 3);
    const s1 = rotate(w2, 17) ^ rotate(w2, 19) ^ (w2 >>> 10);
    schedule[t] = ((schedule[t - 16] ?? 0) + s0 + (schedule[t - 7] ?? 0) + s1) | 0;
  }
}

function mix(state: Int32Array, view: DataView, offset: number): void {
  expand(view, offset);
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let t = 0; t < rounds; t += 1) {
    const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + (roundConstants[t] ?? 0) + (schedule[t] ?? 0)) | 0;
    const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
  }
  for (const [index, word] of [a, b, c, d, e, f, g, h].entries()) state[index] = ((state[index] ?? 0) + word) | 0;
}
