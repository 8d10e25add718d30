import { isAscii, isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { findOtherKind } from './file-kind.ts';
import { guessEncoding, headBytes, type FileEncoding } from './guess-encoding.ts';
import { startsAsArray } from './json-array.ts';

/** What must be known of a file before its first row can be read. */
export interface FileScan {
  readonly path: string;
  /** Bytes on disk. */
  readonly bytes: number;
  readonly isGzip: boolean;
  /** SHA-256 of what the file says, unpacked, hexadecimal: the same export zipped again is the same file. */
  readonly contentHash: string;
  readonly encoding: FileEncoding;
  readonly lines: number;
  /** Lines end in a carriage return alone, as spreadsheets write them "for Macintosh". */
  readonly isReturnEnded?: boolean;
  readonly hasNullBytes: boolean;
  /** The file is one JSON array; each of its objects is a row, and counts as a line. */
  readonly isArray?: boolean;
  /** Where a gzip file breaks off, in unpacked bytes; undefined when it is whole. */
  readonly cutAt: number | undefined;
}

/** A file that cannot be imported at all, with what to do about it. */
export class FileError extends Error {
  override readonly name = 'FileError';
}

/** What a reader of compressed text must be safe from: a small file that unpacks without end. */
const unpackedBytesMax = 16 * 1024 ** 3;

/** Reads the whole file once: its encoding, lines, hash, and whether it is whole. Throws FileError when there is nothing to read. */
export async function scanFile(path: string, wantedEncoding?: FileEncoding): Promise<FileScan> {
  const file = await stat(path);
  if (file.isDirectory()) throw new FileError('This is a folder; name the file in it.');
  const { size } = file;
  if (size === 0) throw new FileError('The file is empty: nothing was imported.');
  const isGzip = await startsAsGzip(path);
  const reading = createScan();
  let cutAt: number | undefined;
  try {
    for await (const chunk of openBytes(path, isGzip)) reading.add(chunk);
  } catch (error) {
    if (!isGzip || !isCut(error)) throw notReadable(error);
    cutAt = reading.bytes;
  }
  if (reading.bytes === 0)
    throw new FileError(
      cutAt === undefined
        ? 'The file is empty: nothing was imported.'
        : 'The gzip file is cut off before its first byte: nothing was imported.',
    );
  const { contentHash, lines, isReturnEnded, hasNullBytes } = reading.finish();
  const encoding = wantedEncoding ?? reading.encoding();
  return {
    path,
    bytes: size,
    isGzip,
    contentHash,
    encoding,
    isArray: startsAsArray(new TextDecoder(encoding).decode(reading.first)),
    lines,
    isReturnEnded,
    hasNullBytes,
    cutAt,
  };
}

/** The bytes of a file, unpacked. A cut gzip file yields what it holds, then throws. */
export function openBytes(path: string, isGzip: boolean): AsyncIterable<Buffer> & { readonly bytesRead: () => number } {
  const file = createReadStream(path, { highWaterMark: 256 * 1024 });
  const bytesRead = () => file.bytesRead;
  // The stream counts with its own `bytesRead`, so ours must not stand on it.
  if (!isGzip) return { [Symbol.asyncIterator]: () => file[Symbol.asyncIterator](), bytesRead };
  const gunzip = createGunzip({ chunkSize: 256 * 1024 });
  file.on('error', (error) => gunzip.destroy(error));
  return Object.assign(file.pipe(gunzip) as AsyncIterable<Buffer>, { bytesRead });
}

export function isCut(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'Z_BUF_ERROR';
}

function notReadable(error: unknown): Error {
  if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')) {
    return new FileError(`The gzip file is damaged (${error.message}): nothing was imported.`, { cause: error });
  }
  return error instanceof Error ? error : new Error(String(error));
}

async function startsAsGzip(path: string): Promise<boolean> {
  for await (const chunk of createReadStream(path, { end: 1 })) {
    // A stream of a file without an encoding yields bytes.
    const bytes = chunk as Buffer;
    return bytes[0] === 0x1f && bytes[1] === 0x8b;
  }
  return false;
}

/** Text that is no ASCII, up to this much, is what the encoding is judged by when the file is no UTF-8. */
const evidenceBytesMax = 1024 * 1024;

const noBytes: Buffer = Buffer.alloc(0);

const lineFeed = 10;
const carriageReturn = 13;

interface ScanState {
  bytes: number;
  /** Line feeds. */
  lines: number;
  /** Carriage returns before the first line feed. */
  returns: number;
  hasNullBytes: boolean;
  isUtf8: boolean;
  first: Buffer;
  evidence: number;
  /** Bytes at the end of the last chunk that may belong to a character of the next one. */
  tail: Buffer;
  last: number;
}

function createScan() {
  const hash = createHash('sha256');
  const state: ScanState = {
    bytes: 0,
    lines: 0,
    returns: 0,
    hasNullBytes: false,
    isUtf8: true,
    first: noBytes,
    evidence: 0,
    tail: noBytes,
    last: 0,
  };
  const parts: Buffer[] = [];
  return {
    get bytes() {
      return state.bytes;
    },
    get first() {
      return state.first;
    },
    add(chunk: Buffer) {
      hash.update(chunk);
      if (state.bytes === 0) beginScan(state, chunk);
      state.bytes += chunk.length;
      if (state.bytes > unpackedBytesMax)
        throw new FileError(`The file unpacks to more than ${unpackedBytesMax} bytes: nothing was imported.`);
      const feeds = countBytes(chunk, lineFeed);
      if (state.lines === 0) state.returns += countBytes(chunk, carriageReturn);
      state.lines += feeds;
      state.last = chunk.at(-1) ?? state.last;
      state.hasNullBytes ||= chunk.includes(0);
      if (isAscii(chunk) && state.tail.length === 0) return;
      checkUtf8(state, chunk);
      if (state.evidence < evidenceBytesMax) {
        state.evidence += chunk.length;
        parts.push(chunk);
      }
    },
    finish: () => ({
      contentHash: hash.digest('hex'),
      ...countLines(state),
      hasNullBytes: state.hasNullBytes,
    }),
    encoding: (): FileEncoding =>
      guessEncoding({
        first: state.first,
        isUtf8: state.isUtf8 && state.tail.length === 0,
        evidence: Buffer.concat(parts),
      }),
  };
}

/** What is no text is refused by its first bytes, before gigabytes of it are read. */
function beginScan(state: ScanState, chunk: Buffer): void {
  state.first = chunk.subarray(0, headBytes);
  const other = findOtherKind(state.first);
  if (other !== undefined) throw new FileError(`The file ${other.sentence}. Nothing was imported.`);
}

function countBytes(chunk: Buffer, byte: number): number {
  let count = 0;
  for (let at = chunk.indexOf(byte); at >= 0; at = chunk.indexOf(byte, at + 1)) count += 1;
  return count;
}

function countLines({ lines, returns, last }: ScanState): { readonly lines: number; readonly isReturnEnded: boolean } {
  const isReturnEnded = lines === 0 && returns > 0;
  const [ends, end] = isReturnEnded ? [returns, carriageReturn] : [lines, lineFeed];
  return { lines: ends + (last === end ? 0 : 1), isReturnEnded };
}

/** Chunks end anywhere; from the last byte below 128 on, the rest is looked at with the next chunk. */
function checkUtf8(state: ScanState, chunk: Buffer): void {
  if (!state.isUtf8) return;
  const bytes = state.tail.length === 0 ? chunk : Buffer.concat([state.tail, chunk]);
  let end = bytes.length;
  while (end > 0 && (bytes[end - 1] ?? 0) >= 0x80) end -= 1;
  // No text has so many letters in a row without a comma or a space.
  state.isUtf8 = isUtf8(bytes.subarray(0, end)) && bytes.length - end < 64 * 1024;
  state.tail = bytes.subarray(end);
  if (isUtf8(state.tail)) state.tail = noBytes;
}
