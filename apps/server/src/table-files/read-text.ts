import { createArrayUnwrapper } from './json-array.ts';
import { isCut, openBytes } from './scan-file.ts';
import type { FileScan } from './scan-file.ts';

/** Longest line that is read; what is longer is no row of a shop but a file of another kind, or an attack on the memory. */
export const lineLengthMax = 1024 * 1024;

export interface TextReading {
  readonly text: AsyncIterable<string>;
  /** Bytes of the file that have been read so far. */
  readonly bytesRead: () => number;
}

/**
 * The text of a file in pieces that end anywhere. A line that is too long is left out but for its end, and reported. A gzip file
 * that breaks off ends where it breaks off: the scan has reported that.
 */
export function readText(scan: FileScan, onLongLine: (line: number) => void): TextReading {
  const bytes = openBytes(scan.path, scan.isGzip);
  return { text: decode(bytes, scan, onLongLine), bytesRead: bytes.bytesRead };
}

async function* decode(
  bytes: AsyncIterable<Buffer>,
  scan: FileScan,
  onLongLine: (line: number) => void,
): AsyncIterable<string> {
  const decoder = new TextDecoder(scan.encoding);
  const guardLines = createLineGuard(onLongLine);
  const unwrap = scan.isArray === true ? createArrayUnwrapper() : null;
  const guard = (text: string) => {
    if (unwrap !== null) return guardLines(unwrap(text));
    return guardLines(scan.isReturnEnded === true ? text.replaceAll('\r', '\n') : text);
  };
  try {
    for await (const chunk of bytes) yield guard(decoder.decode(chunk, { stream: true }));
  } catch (error) {
    if (scan.cutAt === undefined || !isCut(error)) throw error;
  }
  yield guard(decoder.decode());
}

/** Passes text through, without the middle of lines that are too long. */
function createLineGuard(onLongLine: (line: number) => void): (text: string) => string {
  let line = 1;
  let length = 0;
  return (text) => {
    let kept = '';
    let from = 0;
    while (from < text.length) {
      const newline = text.indexOf('\n', from);
      const end = newline < 0 ? text.length : newline;
      const before = length;
      length += end - from;
      if (length <= lineLengthMax) kept += text.slice(from, end);
      else if (before <= lineLengthMax) onLongLine(line);
      if (newline < 0) break;
      kept += '\n';
      line += 1;
      length = 0;
      from = newline + 1;
    }
    return kept;
  };
}
