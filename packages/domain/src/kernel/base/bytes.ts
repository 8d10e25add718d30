import { never } from './instants.ts';
import { invariant } from './invariant.ts';

/** Bytes that the state of a facet may take: what keeps the member row small enough to be rewritten a thousand times. */
export const facetBytesMax = 256;

const chunk = 128;
const halfByte = 16;
const wholeByte = 256;
/** Before a part of a state: its length. */
export const partLengthBytes = 2;

function bytesOf(value: number): number {
  let length = 0;
  for (let rest = value; rest >= 1; rest /= wholeByte) length += 1;
  return length;
}

/** What a writer has room for: two states that stand in one. */
const writerBytesMax = 2 * facetBytesMax;

/** One writer at a time is the rule, so its bytes are used again: a state is encoded thousands of times a second. */
let spare: Uint8Array | null = null;

function takeSpare(): Uint8Array {
  const bytes = spare ?? new Uint8Array(writerBytesMax);
  spare = null;
  return bytes;
}

/** Non-negative safe integers in groups of seven bits, least first. Finished once. */
export class ByteWriter {
  readonly #bytes = takeSpare();
  readonly #bytesMax: number;
  #length = 0;

  constructor(bytesMax = facetBytesMax) {
    invariant(bytesMax <= writerBytesMax, `a writer has room for ${writerBytesMax} bytes`);
    this.#bytesMax = bytesMax;
  }

  byte(value: number): void {
    if (this.#length >= this.#bytesMax) invariant(false, `a facet's state exceeds ${this.#bytesMax} bytes`);
    this.#bytes[this.#length] = value;
    this.#length += 1;
  }

  integer(value: number): void {
    // The message is made for nobody but who reads it: this runs dozens of times a state.
    if (!Number.isSafeInteger(value) || value < 0) invariant(false, `not a state integer: ${value}`);
    let rest = value;
    while (rest >= chunk) {
      this.byte((rest % chunk) + chunk);
      rest = Math.floor(rest / chunk);
    }
    this.byte(rest);
  }

  /** An instant at or after `base`, or one that never was. */
  optional(at: number, base: number): void {
    this.integer(Number.isFinite(at) ? at - base + 1 : 0);
  }

  /**
   * Several integers below 2^48, their lengths in half bytes before them: gaps of weeks take half a byte less each than
   * as groups of seven bits, and gaps of years as well. The reader knows how many there are.
   */
  packed(values: readonly number[]): void {
    for (let i = 0; i < values.length; i += 2) {
      this.byte(bytesOf(values[i] ?? 0) * halfByte + bytesOf(values[i + 1] ?? 0));
    }
    for (const value of values) {
      let rest = value;
      for (let length = bytesOf(value); length > 0; length -= 1) {
        this.byte(rest % wholeByte);
        rest = Math.floor(rest / wholeByte);
      }
    }
  }

  /** Printable ASCII of at most 31 characters. */
  text(value: string): void {
    this.byte(value.length);
    for (let i = 0; i < value.length; i += 1) this.byte(value.charCodeAt(i));
  }

  /** Leaves two bytes for the length of what follows up to `endPart`; tells where they are. */
  beginPart(): number {
    const place = this.#length;
    this.byte(0);
    this.byte(0);
    return place;
  }

  endPart(place: number): void {
    const length = this.#length - place - partLengthBytes;
    this.#bytes[place] = Math.floor(length / wholeByte);
    this.#bytes[place + 1] = length % wholeByte;
  }

  finish(): Uint8Array {
    spare = this.#bytes;
    return this.#bytes.slice(0, this.#length);
  }
}

/** Reads what `ByteWriter` wrote; the first byte is the format version. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #place: number;

  constructor(bytes: Uint8Array, formatVersion: number, start = 0) {
    this.#bytes = bytes;
    this.#place = start;
    const version = this.#next();
    invariant(version === formatVersion, `state format ${version}, not ${formatVersion}`);
  }

  #next(): number {
    const value = this.#bytes[this.#place];
    invariant(value !== undefined, 'state bytes are cut short');
    this.#place += 1;
    return value;
  }

  integer(): number {
    let value = 0;
    let factor = 1;
    for (;;) {
      const byte = this.#next();
      value += (byte % chunk) * factor;
      if (byte < chunk) return value;
      factor *= chunk;
    }
  }

  optional(base: number): number {
    const value = this.integer();
    return value === 0 ? never : value - 1 + base;
  }

  packed(count: number): number[] {
    const lengths: number[] = [];
    for (let i = 0; i < count; i += 2) {
      const pair = this.#next();
      lengths.push(Math.floor(pair / halfByte), pair % halfByte);
    }
    return lengths.slice(0, count).map((length) => this.#raw(length));
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
    let value = '';
    for (let i = 0; i < length; i += 1) value += String.fromCharCode(this.#next());
    return value;
  }
}
