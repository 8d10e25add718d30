import { never } from '../activity/instants.ts';
import { invariant } from './invariant.ts';

/** Bytes that the state of a facet may take: what keeps the member row small enough to be rewritten a thousand times. */
export const facetBytesMax = 256;

const chunk = 128;

/** Non-negative safe integers in groups of seven bits, least first. */
export class ByteWriter {
  readonly #bytes = new Uint8Array(facetBytesMax);
  #length = 0;

  byte(value: number): void {
    invariant(this.#length < facetBytesMax, `a facet's state exceeds ${facetBytesMax} bytes`);
    this.#bytes[this.#length] = value;
    this.#length += 1;
  }

  integer(value: number): void {
    invariant(Number.isSafeInteger(value) && value >= 0, `not a state integer: ${value}`);
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

  /** Printable ASCII of at most 31 characters. */
  text(value: string): void {
    this.byte(value.length);
    for (let i = 0; i < value.length; i += 1) this.byte(value.charCodeAt(i));
  }

  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }
}

/** Reads what `ByteWriter` wrote; the first byte is the format version. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #place = 0;

  constructor(bytes: Uint8Array, formatVersion: number) {
    this.#bytes = bytes;
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

  text(): string {
    const length = this.#next();
    let value = '';
    for (let i = 0; i < length; i += 1) value += String.fromCharCode(this.#next());
    return value;
  }
}
