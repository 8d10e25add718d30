import type { FileRow, RowReject } from '@perennial/engine/import';
import type { FileLayout } from './file-layout.ts';
import { parseObject, toText } from './parse-object.ts';
import { createRecordCutter } from './read-records.ts';
import { lineLengthMax, readText } from './read-text.ts';
import type { FileScan } from './scan-file.ts';
import { splitLines } from './split-lines.ts';

/** Some rows in the order of the file, and what could not be read between them. */
export interface RowBatch {
  readonly rows: readonly FileRow[];
  readonly rejects: readonly RowReject[];
  /** Bytes of the file read so far. */
  readonly bytesRead: number;
}

/** Reads the rows after the header. Rows that do not fit the columns are rejected and the rest goes on. */
export async function* readRows(scan: FileScan, layout: FileLayout): AsyncIterable<RowBatch> {
  const rejects: RowReject[] = [];
  const longLines = new Set<number>();
  const reject: Reject = (line, code, reason) => {
    if (!longLines.has(line)) rejects.push({ line, code, reason });
  };
  const reading = readText(scan, (line) => {
    reject(line, 'line_too_long', `the line has more than ${lineLengthMax} characters`);
    longLines.add(line);
  });
  const cutter = layout.format === 'ndjson' ? createObjectCutter(layout, reject) : createCellCutter(layout, reject);
  // What is left of a line that was too long may look like a row.
  const batchOf = (all: readonly FileRow[]) => ({
    rows: withoutNulls(scan, longLines.size === 0 ? all : all.filter((row) => !longLines.has(row.line)), reject),
    rejects: rejects.splice(0),
    bytesRead: reading.bytesRead(),
  });
  for await (const lines of splitLines(reading.text)) yield batchOf(cutter.cut(lines));
  yield batchOf(cutter.end());
}

type Reject = (line: number, code: string, reason: string) => void;

function withoutNulls(scan: FileScan, rows: readonly FileRow[], reject: Reject): readonly FileRow[] {
  if (!scan.hasNullBytes) return rows;
  return rows.filter((row) => {
    const hasNull = row.values.some((value) => value.includes('\0'));
    if (hasNull) reject(row.line, 'null_byte', 'the row holds a null byte');
    return !hasNull;
  });
}

interface RowCutter {
  cut(lines: readonly string[]): readonly FileRow[];
  end(): readonly FileRow[];
}

function createCellCutter(layout: FileLayout, reject: Reject): RowCutter {
  const width = layout.columns.length;
  const cutter = createRecordCutter(layout.delimiter);
  const above = layout.headerLine ?? 0;
  let isHeader = layout.hasHeader && above === 0;
  const check = (records: ReturnType<typeof cutter.cut>): readonly FileRow[] => {
    const rows: FileRow[] = [];
    for (const record of records) {
      if (record.line <= above) continue;
      if ('reason' in record) reject(record.line, 'quote_not_closed', record.reason);
      else if (isHeader) isHeader = false;
      else if (record.values.length === width) rows.push(record);
      else reject(record.line, 'column_count', `${record.values.length} value(s) where the file has ${width} columns`);
    }
    return rows;
  };
  return { cut: (lines) => check(cutter.cut(lines)), end: () => check(cutter.end()) };
}

function createObjectCutter(layout: FileLayout, reject: Reject): RowCutter {
  let line = 0;
  return {
    cut: (lines) =>
      lines.flatMap((one) => {
        line += 1;
        if (one.trim() === '') return [];
        const object = parseObject(one);
        if (object !== undefined)
          return [{ line, object, values: layout.columns.map((column) => toText(object[column])) }];
        reject(line, 'not_json', 'the line is no JSON object');
        return [];
      }),
    end: () => [],
  };
}
