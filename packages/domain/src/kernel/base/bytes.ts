import { never } from './instants.ts';
import { invariant } from './invariant.ts';

/** Bytes that the state of a facet may take: what keeps the member row small enough to be rewritten a thousand times. */
export const facetBytesMax = 256;

const sevenBits = 127;
const moreFollow = 128;
const halfByte = 16;
const wholeByte = 256;
/** Up to here whole numbers are shifted instead of divided. */
const smallMax = 2 ** 31 - 1;
/** Before a part of a state: its length. */
export const partLengthBytes = 2;

function bytesOf(value: number): number {
  let length = 0;
  for (let rest = value; rest >= 1; rest /= wholeByte) length += 1;
  return length;
}

/** What a writer has room for: two states that stand in one. */
const writerBytesMax = 2 * facetBytesMax;

/*
 * States are written one behind the other into chunks: a batch encodes thousands, and bytes of its own for each cost more than
 * writing them. One writer at a time is the rule; who begins while another is at it gets a chunk of his own.
 */
const chunkBytes = 65_536;
let spare: Uint8Array | null = null;
let spareFrom = 0;

/** Non-negative safe integers in groups of seven bits, least first. Finished once. */
export class ByteWriter {
  readonly #bytes: Uint8Array;
  readonly #from: number;
  readonly #end: number;
  #place: number;

  constructor(bytesMax = facetBytesMax) {
    invariant(bytesMax <= writerBytesMax, 'a writer has room for two states');
    const bytes = spare !== null && spareFrom + bytesMax <= chunkBytes ? spare : null;
    this.#bytes = bytes ?? new Uint8Array(chunkBytes);
    this.#from = bytes === null ? 0 : spareFrom;
    this.#place = this.#from;
    this.#end = this.#from + bytesMax;
    spare = null;
  }

  byte(value: number): void {
    if (this.#place === this.#end) invariant(false, `a facet's state exceeds ${this.#end - this.#from} bytes`);
    this.#bytes[this.#place] = value;
    this.#place += 1;
  }

  integer(value: number): void {
    // The message is made for nobody but who reads it: this runs dozens of times a state.
    if (!Number.isSafeInteger(value) || value < 0) invariant(false, `not a state integer: ${value}`);
    let rest = value;
    while (rest > smallMax) {
      const next = Math.floor(rest / moreFollow);
      this.byte(rest - next * moreFollow + moreFollow);
      rest = next;
    }
    while (rest > sevenBits) {
      this.byte((rest & sevenBits) | moreFollow);
      rest >>= 7;
    }
    this.byte(rest);
  }

  /** An instant at or after `base`, or one that never was. */
  optional(at: number, base: number): void {
    this.integer(Number.isFinite(at) ? at - base + 1 : 0);
  }

  /**
   * Ascending instants from `base` on as the gaps between them, each below 2^48, with the lengths of the gaps in half bytes before
   * them: gaps of weeks take half a byte less each than as groups of seven bits, and gaps of years as well. The reader knows how
   * many there are.
   */
  gaps(instants: readonly number[], base: number): void {
    for (let i = 0; i < instants.length; i += 2) {
      const second = i + 1 < instants.length ? bytesOf(gapAt(instants, i + 1, base)) : 0;
      this.byte(bytesOf(gapAt(instants, i, base)) * halfByte + second);
    }
    for (let i = 0; i < instants.length; i += 1) {
      let rest = gapAt(instants, i, base);
      for (; rest >= 1; rest = Math.floor(rest / wholeByte)) this.byte(rest % wholeByte);
    }
  }

  /** Printable ASCII of at most 31 characters. */
  text(value: string): void {
    this.byte(value.length);
    for (let i = 0; i < value.length; i += 1) this.byte(value.charCodeAt(i));
  }

  /** Leaves two bytes for the length of what follows up to `endPart`; gives where they are. */
  beginPart(): number {
    const place = this.#place;
    this.byte(0);
    this.byte(0);
    return place;
  }

  endPart(place: number): void {
    const length = this.#place - place - partLengthBytes;
    this.#bytes[place] = Math.floor(length / wholeByte);
    this.#bytes[place + 1] = length % wholeByte;
  }

  finish(): Uint8Array {
    spare = this.#bytes;
    spareFrom = this.#place;
    return this.#bytes.subarray(this.#from, this.#place);
  }
}

function gapAt(instants: readonly number[], index: number, base: number): number {
  return (instants[index] ?? base) - (index === 0 ? base : (instants[index - 1] ?? base));
}

/*
 * Ids of documents come again with every member: each is put together once. Two that fall onto one place cost time and nothing
 * else, because what is read is compared.
 */
const textSlots = 1_024;
const texts: string[] = Array.from({ length: textSlots }, () => '');

/** Reads what `ByteWriter` wrote; the first byte is the format version. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #place: number;

  constructor(bytes: Uint8Array, formatVersion: number, start = 0) {
    this.#bytes = bytes;
    this.#place = start;
    const version = this.#next();
    if (version !== formatVersion) invariant(false, `state format ${version}, not ${formatVersion}`);
  }

  #next(): number {
    const value = this.#bytes[this.#place];
    invariant(value !== undefined, 'state bytes are cut short');
    this.#place += 1;
    return value;
  }

  integer(): number {
    let byte = this.#next();
    let value = byte & sevenBits;
    for (let factor = moreFollow; byte > sevenBits; factor *= moreFollow) {
      byte = this.#next();
      value += (byte & sevenBits) * factor;
    }
    return value;
  }

  optional(base: number): number {
    const value = this.integer();
    return value === 0 ? never : value - 1 + base;
  }

  /** `count` ascending instants from `base` on. */
  gaps(count: number, base: number): number[] {
    const instants: number[] = [];
    const lengths = this.#place;
    this.#place += Math.ceil(count / 2);
    let at = base;
    for (let i = 0; i < count; i += 1) {
      const pair = this.#bytes[lengths + (i >> 1)] ?? 0;
      at += this.#raw(i % 2 === 0 ? pair >> 4 : pair % halfByte);
      instants.push(at);
    }
    return instants;
  }

  #raw(length: number): number {
    let value = 0;
    let factor = 1;
    for (let i = 0; i < length; i += 1) {
      value += this.#next() * factor;
      factor *= wholeByte;
    }
    return value;
  }

  text(): string {
    const length = this.#next();
    const from = this.#place;
    let mixed = length;
    for (let i = 0; i < length; i += 1) mixed = (Math.imul(mixed, 31) + this.#next()) | 0;
    const slot = mixed & (textSlots - 1);
    const known = texts[slot] ?? '';
    if (this.#stands(known, from, length)) return known;
    const text = String.fromCharCode(...this.#bytes.subarray(from, this.#place));
    texts[slot] = text;
    return text;
  }

  #stands(text: string, from: number, length: number): boolean {
    if (text.length !== length) return false;
    for (let i = 0; i < length; i += 1) if (text.charCodeAt(i) !== this.#bytes[from + i]) return false;
    return true;
  }
}
