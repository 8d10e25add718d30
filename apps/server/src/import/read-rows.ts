import { Readable } from 'node:stream';
import type { FileRow, RowReject } from '@perennial/engine/import';
import { CsvError, parse } from 'csv-parse';
import type { FileLayout } from './file-layout.ts';
import { parseObject, toText } from './parse-object.ts';
import { lineLengthMax, readText } from './read-text.ts';
import type { FileScan } from './scan-file.ts';

/** Some rows in the order of the file, and what could not be read between them. */
export interface RowBatch {
  readonly rows: readonly FileRow[];
  readonly rejects: readonly RowReject[];
  /** Bytes of the file read so far. */
  readonly bytesRead: number;
}

const batchRowsMax = 1_000;

/** Reads the rows after the header. Rows that do not fit the columns are rejected and the rest goes on. */
export async function* readRows(scan: FileScan, layout: FileLayout): AsyncIterable<RowBatch> {
  const rejects: RowReject[] = [];
  const reject = (line: number, code: string, reason: string) => void rejects.push({ line, code, reason });
  const reading = readText(scan, (line) =>
    reject(line, 'line_too_long', `the line has more than ${lineLengthMax} characters`),
  );
  const source =
    layout.format === 'ndjson' ? readObjects(reading.text, layout, reject) : readRecords(reading.text, layout, reject);
  let rows: FileRow[] = [];
  for await (const row of source) {
    if (scan.hasNullBytes && hasNull(row)) reject(row.line, 'null_byte', 'the row holds a null byte');
    else rows.push(row);
    if (rows.length < batchRowsMax) continue;
    yield { rows, rejects: rejects.splice(0), bytesRead: reading.bytesRead() };
    rows = [];
  }
  yield { rows, rejects: rejects.splice(0), bytesRead: scan.bytes };
}

function hasNull(row: FileRow): boolean {
  return row.values.some((value) => value.includes('\0'));
}

type Reject = (line: number, code: string, reason: string) => void;

/** A record of the parser together with where it ended. */
interface Parsed {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

async function* readRecords(text: AsyncIterable<string>, layout: FileLayout, reject: Reject): AsyncIterable<FileRow> {
  const width = layout.columns.length;
  let line = 1;
  const parser = parse({
    bom: true,
    delimiter: layout.delimiter,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: 2 * lineLengthMax,
    info: true,
    skip_records_with_error: true,
  });
  parser.on('skip', (error: CsvError | undefined) => reject(line, 'quote_not_closed', brokenQuote(error, line)));
  const source = Readable.from(text);
  source.on('error', (error) => parser.destroy(error));
  let isHeader = layout.hasHeader;
  for await (const parsed of source.pipe(parser)) {
    // With `info` the parser gives each record as an object of this shape.
    const { record, info } = parsed as Parsed;
    const at = line;
    line = info.lines + 1;
    if (isHeader) isHeader = false;
    else if (record.length === width) yield { line: info.lines, values: record };
    else
      reject(
        info.lines > at ? at : info.lines,
        'column_count',
        `${record.length} value(s) where the file has ${width} columns`,
      );
  }
}

function brokenQuote(error: CsvError | undefined, line: number): string {
  const isTooLong = error?.code === 'CSV_MAX_RECORD_SIZE';
  const end = isTooLong
    ? 'it took in more than two million characters, so nothing after it was read'
    : 'nothing after it was read';
  return `a quote opened on line ${line} or soon after is never closed; ${end}`;
}

async function* readObjects(text: AsyncIterable<string>, layout: FileLayout, reject: Reject): AsyncIterable<FileRow> {
  let line = 0;
  for await (const one of splitLines(text)) {
    line += 1;
    if (one.trim() === '') continue;
    const object = parseObject(one);
    if (object === undefined) reject(line, 'not_json', 'the line is no JSON object');
    else yield { line, object, values: layout.columns.map((column) => toText(object[column])) };
  }
}

async function* splitLines(text: AsyncIterable<string>): AsyncIterable<string> {
  let rest = '';
  for await (const piece of text) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}
