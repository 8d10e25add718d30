import { findHeader, looksLikeData } from './find-header.ts';
import { parseObject, toText } from './parse-object.ts';
import { createRecordCutter } from './read-records.ts';
import type { TextRecord } from './read-records.ts';
import { lineLengthMax, readText } from './read-text.ts';
import { FileError } from './scan-file.ts';
import type { FileScan } from './scan-file.ts';

/** How the text of a file is cut into rows and columns. */
export interface FileLayout {
  readonly format: 'csv' | 'ndjson';
  /** One character; '' for NDJSON. */
  readonly delimiter: string;
  readonly columns: readonly string[];
  readonly hasHeader: boolean;
  /** Line on which the header ends, where title lines stand above it; whatever stands there is passed over. */
  readonly headerLine?: number;
}

export interface LaidOutFile {
  readonly layout: FileLayout;
  /** The first rows, for guessing and for showing. */
  readonly rows: readonly (readonly string[])[];
  readonly notes: readonly string[];
}

export interface LayoutWishes {
  readonly delimiter?: string | undefined;
  /** Names of the columns of a file without a header. */
  readonly columns?: readonly string[] | undefined;
}

const sampleRowsMax = 1_000;
const sampleLengthMax = 512 * 1024;
/** Where the first rows are long, more is read, until there are some. */
const sampleLinesMin = 20;
const longSampleLengthMax = 8 * lineLengthMax;
const columnsMax = 500;
const delimiters = [',', '\t', ';', '|'] as const;

/** Finds delimiter and columns from the first rows. Throws FileError when they cannot be found. */
export async function layOutFile(scan: FileScan, wishes: LayoutWishes = {}): Promise<LaidOutFile> {
  const text = await readStart(scan);
  if (scan.isArray === true || looksLikeObjects(text)) return layOutObjects(text);
  const delimiter = wishes.delimiter ?? guessDelimiter(text);
  const { records, titleLines, headerLine } = parseStart(text, delimiter);
  const [first] = records;
  if (first === undefined) throw new FileError('The file holds nothing but empty lines: nothing was imported.');
  const columns = wishes.columns ?? nameBlanks(first.map((name) => name.trim()));
  checkColumns(columns, first, wishes);
  const rows = wishes.columns === undefined ? records.slice(1) : records;
  if (rows.length === 0) throw new FileError(whyNoRows(text));
  const above = titleLines === 0 ? [] : [`${titleLines} line(s) above the header are passed over.`];
  const notes = [...above, ...checkWidths(columns.length, rows, delimiter)];
  const layout: FileLayout = {
    format: 'csv',
    delimiter,
    columns,
    hasHeader: wishes.columns === undefined,
    ...(headerLine === undefined || wishes.columns !== undefined ? {} : { headerLine }),
  };
  return { layout, rows: rows.filter((row) => row.length === columns.length), notes };
}

/** Whole lines from the beginning, as many as the sample holds. */
export async function readStart(scan: FileScan): Promise<string> {
  let text = '';
  for await (const piece of readText(scan, () => undefined).text) {
    text += piece;
    if (text.length <= sampleLengthMax) continue;
    const isEnough = text.length > longSampleLengthMax || text.split('\n', sampleLinesMin).length === sampleLinesMin;
    if (isEnough) return text.slice(0, Math.max(text.lastIndexOf('\n'), 1));
  }
  return text;
}

function whyNoRows(text: string): string {
  const [, ...after] = text.trim().split('\n');
  if (after.every((line) => line.trim() === '')) return 'The file has a header and no rows: nothing was imported.';
  return 'No row after the header can be read, because a quote is opened and not closed, or a line is too long: nothing was imported.';
}

export function looksLikeObjects(text: string): boolean {
  return /^\uFEFF?\s*\{/.test(text);
}

export function layOutObjects(text: string): LaidOutFile {
  const [start = ''] = text.trim().split('\n', 1);
  const list = /^\uFEFF?\s*\{\s*"([^"]{1,60})"\s*:\s*\[/.exec(text)?.[1];
  if (list !== undefined && parseObject(start) === undefined) throw withinObject(list);
  const objects = text
    .split('\n')
    .slice(0, sampleRowsMax)
    .map(parseObject)
    .filter((object) => object !== undefined);
  const [only] = objects;
  const lists = only === undefined || objects.length > 1 ? [] : listsIn(only);
  if (lists.length > 0 && text.trim().split('\n').length === 1) throw withinObject(lists[0]?.[0] ?? '');
  if (objects.length === 0)
    throw new FileError(
      'The file begins as NDJSON, but its first lines are no JSON objects: nothing was imported. Write an object a line, or one list of objects: [{…}, {…}].',
    );
  const columns = [...new Set(objects.flatMap((object) => Object.keys(object)))].slice(0, columnsMax);
  const rows = objects.map((object) => columns.map((column) => toText(object[column])));
  return { layout: { format: 'ndjson', delimiter: '', columns, hasHeader: false }, rows, notes: [] };
}

/** Exports often end lines in some delimiters too many: columns without a name get one each. */
function nameBlanks(names: readonly string[]): readonly string[] {
  const blanks = names.filter((name) => name === '').length;
  return blanks < 2 ? names : names.map((name, at) => (name === '' ? `column ${at + 1}` : name));
}

function withinObject(list: string): FileError {
  return new FileError(
    `The file is one JSON object, and its rows stand in the list "${list}" within it: nothing was imported. Give the list alone, or an object a line.`,
  );
}

/** Lists of objects within an object that is no fact of ours. */
function listsIn(object: Readonly<Record<string, unknown>>): readonly (readonly [string, unknown])[] {
  if ('type' in object) return [];
  return Object.entries(object).filter(
    ([, value]) => Array.isArray(value) && value.some((one) => typeof one === 'object' && one !== null),
  );
}

export interface StartOfFile {
  /** From the header on. */
  readonly records: readonly (readonly string[])[];
  /** Lines with something in them above the header. */
  readonly titleLines: number;
  /** On which the header ends, where anything stands above it. */
  readonly headerLine: number | undefined;
}

/** The first rows, cut as all of them will be; what cannot be read is left out here and reported then. */
export function parseStart(text: string, delimiter: string): StartOfFile {
  const cutter = createRecordCutter(delimiter);
  const lines = text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  const all = [...cutter.cut(lines), ...cutter.end()].filter((record): record is TextRecord => 'values' in record);
  const records = all.slice(0, sampleRowsMax + 1);
  const hasHint = delimiterHint.test(lines[0] ?? '');
  const header = findHeader(hasHint ? records.slice(1) : records) ?? (hasHint ? records[1] : undefined);
  const titleLines = header === undefined ? 0 : records.indexOf(header);
  return {
    records: records.slice(titleLines).map(({ values }) => values),
    titleLines: hasHint ? titleLines - 1 : titleLines,
    headerLine: header?.line,
  };
}

/** What Excel writes into the first line of a file to say what stands between its values. */
const delimiterHint = /^sep=(.)$/i;

/** The delimiter that cuts the most lines into the same number of columns, the most of those that do. Titles above a table need not have any. */
export function guessDelimiter(text: string): string {
  const hint = delimiterHint.exec(text.replace(/^\uFEFF/, '').split(/\r?\n/, 1)[0] ?? '')?.[1];
  if (hint !== undefined) return hint;
  const lines = text
    .split('\n', 100)
    .map((line) => line.replaceAll(/"[^"]*"/g, ''))
    .filter((line) => line.trim() !== '');
  const scores = delimiters.map((delimiter) => {
    const counts = new Map<number, number>();
    for (const line of lines) {
      const count = line.split(delimiter).length;
      if (count > 1) counts.set(count, (counts.get(count) ?? 0) + 1);
    }
    const best = [...counts].map(([count, same]) => (same / lines.length) * 1_000 + count);
    return { delimiter, score: Math.max(0, ...best) };
  });
  const best = scores.reduce((one, other) => (other.score > one.score ? other : one));
  return best.score > 0 ? best.delimiter : ',';
}

function checkColumns(columns: readonly string[], first: readonly string[], wishes: LayoutWishes): void {
  if (columns.length > columnsMax)
    throw new FileError(`The file has ${columns.length} columns; ${columnsMax} are read at most.`);
  if (new Set(columns).size !== columns.length) {
    const twice = columns.find((name, at) => columns.indexOf(name) !== at) ?? '';
    throw new FileError(`The header names the column "${twice}" twice: nothing was imported. Rename one of them.`);
  }
  if (wishes.columns !== undefined) {
    if (first.length !== columns.length)
      throw new FileError(`${columns.length} columns were named, and the first row has ${first.length} values.`);
    return;
  }
  if (first.some(looksLikeData)) {
    throw new FileError(
      `The file seems to have no header: value ${first.findIndex(looksLikeData) + 1} of its first row is a number or a date. Nothing was imported. ` +
        'Name its columns in order (--columns customer_id,date,amount), or add a header.',
    );
  }
}

function checkWidths(width: number, rows: readonly (readonly string[])[], delimiter: string): readonly string[] {
  const wrong = rows.filter((row) => row.length !== width).length;
  if (wrong === 0) return [];
  if (wrong > rows.length / 2) {
    throw new FileError(
      `The header has ${width} column(s) by "${delimiter === '\t' ? 'tab' : delimiter}", and ${wrong} of the first ${rows.length} rows have another number: ` +
        'the file mixes delimiters, or another one is right (--delimiter). Nothing was imported.',
    );
  }
  return [
    `${wrong} of the first ${rows.length} rows have another number of values than the header; such rows are rejected.`,
  ];
}
