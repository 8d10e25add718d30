import { isUtf8 } from 'node:buffer';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import {
  guessDelimiter,
  layOutFile,
  layOutObjects,
  looksLikeObjects,
  parseStart,
  readStart,
} from '../../../table-files/file-layout.ts';
import type { FileLayout } from '../../../table-files/file-layout.ts';
import { guessEncoding, headBytes } from '../../../table-files/guess-encoding.ts';
import type { FileEncoding } from '../../../table-files/guess-encoding.ts';
import { looksLikeData } from '../../../table-files/find-header.ts';
import { startsAsArray } from '../../../table-files/json-array.ts';
import { FileError, isCut, openBytes } from '../../../table-files/scan-file.ts';
import type { FileScan } from '../../../table-files/scan-file.ts';
import { DataUnusable } from '../../wishes/data-unusable.ts';

/** One input file as far as its beginning tells. */
export interface SourceFile {
  readonly path: string;
  readonly name: string;
  readonly isGzip: boolean;
  readonly format: 'csv' | 'ndjson' | 'parquet';
  readonly scan: FileScan;
  /** Of a Parquet file: columns are filled in by the engine that reads it. */
  readonly layout: FileLayout;
  readonly rows: readonly (readonly string[])[];
  readonly notes: readonly string[];
}

export interface SourceWishes {
  readonly encoding?: FileEncoding | undefined;
  readonly delimiter?: string | undefined;
  /** Names of the columns of a file without a header. */
  readonly columns?: readonly string[] | undefined;
}

/** So much of the beginning is looked at before the whole is read; what it leaves open the whole must settle. */
const startBytesMax = 4 * 1024 * 1024;

/** Looks at the beginning of a file. Throws DataUnusable when it is none that can be read, with what to do. */
export async function openSource(path: string, wishes: SourceWishes): Promise<SourceFile> {
  const name = basename(path);
  const magic = await readMagic(path);
  refuseOtherKinds(name, magic);
  const isGzip = magic[0] === 0x1f && magic[1] === 0x8b;
  const start = await readBytes(path, isGzip);
  if (start.length === 0)
    throw new DataUnusable(
      'empty',
      isGzip
        ? `${name} is a gzip file that holds nothing, or is cut off before its first byte.`
        : `${name} is empty: there is nothing to analyse.`,
    );
  if (isGzip) refuseOtherKinds(name, start);
  const encoding = wishes.encoding ?? encodingOf(start);
  const beginning = new TextDecoder(encoding).decode(start.subarray(0, 64 * 1024));
  const scan: FileScan = {
    path,
    isGzip,
    encoding,
    bytes: magic.size,
    contentHash: '',
    lines: 0,
    hasNullBytes: false,
    isReturnEnded: isReturnEnded(start, encoding),
    isArray: startsAsArray(beginning),
    cutAt: undefined,
  };
  if (start.subarray(0, 4).toString('latin1') === 'PAR1') {
    return {
      path,
      name,
      isGzip,
      scan,
      format: 'parquet',
      layout: { format: 'csv', delimiter: '', columns: [], hasHeader: false },
      rows: [],
      notes: [],
    };
  }
  try {
    return { path, name, isGzip, scan, ...(await layOut(scan, wishes)) };
  } catch (error) {
    if (error instanceof FileError) throw new DataUnusable('layout', `${name}: ${withoutImport(error.message)}`);
    throw error;
  }
}

/** The layout speaks for the import too; here nothing is imported in any case. */
function withoutImport(message: string): string {
  return message
    .replaceAll(/(: nothing was imported|,? ?Nothing was imported)(?=[.;])/g, '')
    .replaceAll(/\s?\.\s\./g, '.');
}

type LaidOut = Pick<SourceFile, 'format' | 'layout' | 'rows' | 'notes'>;

async function layOut(scan: FileScan, wishes: SourceWishes): Promise<LaidOut> {
  // A gzip file that is cut off yields its beginning all the same.
  const text = await readStart({ ...scan, cutAt: 0 });
  if (scan.isArray === true || looksLikeObjects(text)) return { format: 'ndjson', ...layOutObjects(text) };
  const delimiter = wishes.delimiter ?? guessDelimiter(text);
  const [first, second] = parseStart(text, delimiter).records;
  if (first === undefined) throw new DataUnusable('empty', `${basename(scan.path)} holds nothing but empty lines.`);
  const isHeaderless = wishes.columns === undefined && first.some(looksLikeData);
  if (!isHeaderless && second === undefined)
    throw new DataUnusable('no-rows', `${basename(scan.path)} has a header and no rows: there is nothing to analyse.`);
  const columns = isHeaderless ? first.map((_, at) => `column ${at + 1}`) : wishes.columns;
  const { layout, rows, notes } = await layOutFile({ ...scan, cutAt: 0 }, { delimiter, columns });
  return { format: 'csv', layout, rows, notes };
}

/** Old spreadsheets end lines in a carriage return alone. */
function isReturnEnded(start: Buffer, encoding: FileEncoding): boolean {
  const text = encoding.startsWith('utf-16') ? new TextDecoder(encoding).decode(start) : start.toString('latin1');
  return text.includes('\r') && !text.includes('\n');
}

async function readMagic(path: string): Promise<Buffer & { readonly size: number }> {
  const handle = await open(path).catch((error: unknown) => {
    throw new DataUnusable(
      'unreadable',
      `${path} cannot be opened: ${error instanceof Error ? error.message : String(error)}`,
    );
  });
  try {
    const stat = await handle.stat();
    if (stat.isDirectory()) throw new DataUnusable('unreadable', `${path} is a folder; name the files in it.`);
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(8), 0, 8, 0);
    if (bytesRead === 0) throw new DataUnusable('empty', `${basename(path)} is empty: there is nothing to analyse.`);
    return Object.assign(buffer.subarray(0, bytesRead), { size: stat.size });
  } finally {
    await handle.close();
  }
}

function refuseOtherKinds(name: string, start: Buffer): void {
  const head = start.subarray(0, 8).toString('latin1');
  const exportIt = 'In Excel or WPS choose File, Save as, "CSV UTF-8 (comma delimited)" and analyse the .csv file.';
  if (head.startsWith('\u00D0\u00CF\u0011\u00E0'))
    throw new DataUnusable('excel', `${name} is an Excel workbook (.xls). ${exportIt}`);
  if (head.startsWith('PK\u0003\u0004')) {
    const what = /\.xls[xmb]?$/i.test(name) ? 'is an Excel workbook' : 'is a zip archive, as Excel workbooks are';
    throw new DataUnusable(
      'excel',
      `${name} ${what}. ${exportIt} (If it is an archive of text files, unpack it first.)`,
    );
  }
  if (head.startsWith('%PDF')) throw new DataUnusable('not-a-table', `${name} is a PDF. Export the orders as CSV.`);
}

async function readBytes(path: string, isGzip: boolean): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of openBytes(path, isGzip)) {
      parts.push(chunk);
      length += chunk.length;
      if (length >= startBytesMax) break;
    }
  } catch (error) {
    if (!isCut(error))
      throw new DataUnusable(
        'damaged',
        `${basename(path)} is no gzip file that can be unpacked: ${error instanceof Error ? error.message : String(error)}.`,
      );
  }
  return Buffer.concat(parts);
}

function encodingOf(start: Buffer): FileEncoding {
  // The cut may go through a character.
  let end = start.length;
  while (end > 0 && end > start.length - 4 && (start[end - 1] ?? 0) >= 0x80) end -= 1;
  const isValid = isUtf8(start) || isUtf8(start.subarray(0, end));
  return guessEncoding({
    first: start.subarray(0, headBytes),
    isUtf8: isValid,
    evidence: isValid ? Buffer.alloc(0) : start,
  });
}
