import { createWriteStream, symlinkSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { ScratchError, sqlName, sqlText } from '@perennial/clickhouse';
import type { ScratchStore } from '@perennial/clickhouse';
import { guessInstantFormat } from '@perennial/domain/reading';
import type { FileEncoding } from '../../table-files/guess-encoding.ts';
import { readRows } from '../../table-files/read-rows.ts';
import { FileError, scanFile } from '../../table-files/scan-file.ts';
import { DataUnusable } from '../wishes/data-unusable.ts';
import { cellSql, customerSql, dateTextSql, numberSql } from './cell-sql.ts';
import type { Field, FieldMap } from './fields.ts';
import type { SourceFile } from './source-file.ts';

/** A line that could not even be cut into columns, with its place. */
export interface UncutLine {
  readonly file: string;
  readonly line: number;
  readonly code: string;
  readonly reason: string;
}

export interface LoadedFile {
  readonly uncut: readonly UncutLine[];
  readonly notes: readonly string[];
  readonly encoding: FileEncoding;
  /** Uncut lines are listed up to a limit and counted beyond it. */
  readonly uncutCount: number;
}

export interface LoadOptions {
  readonly store: ScratchStore;
  readonly folder: string;
  readonly file: SourceFile;
  /** Number of the file among those given. */
  readonly index: number;
  readonly map: FieldMap;
  readonly wantedEncoding: FileEncoding | undefined;
  readonly epoch: EpochFormat | undefined;
}

/** One row a line of the files, cut into fields, numbers read. */
export async function createRawTable(store: ScratchStore): Promise<void> {
  await store.execute(`create table raw (
    file UInt8, line UInt32, extra UInt16, cells Int16,
    customer String, date_text LowCardinality(String), order_id String,
    product String, product_name String, category LowCardinality(String), store LowCardinality(String),
    channel LowCardinality(String), currency LowCardinality(String), country LowCardinality(String),
    amount Nullable(Float64), quantity Nullable(Float64), price Nullable(Float64),
    bad_number String, is_utf8 UInt8, fingerprint UInt64
  ) engine = MergeTree partition by file order by line`);
  // Every table here is written once and thrown away; merging its parts in the meantime takes a third of the processor.
  await store.execute('system stop merges');
}

const uncutListed = 1_000;

/** Reads a file into `raw`, straight through the engine where the file is clean, else by way of a cleaned copy. Throws DataUnusable. */
export async function loadFile(options: LoadOptions): Promise<LoadedFile> {
  const { file, store, index } = options;
  const { encoding } = file.scan;
  if (file.format === 'parquet') {
    await loadDirectly(options);
    return { uncut: [], uncutCount: 0, notes: file.notes, encoding: 'utf-8' };
  }
  const isDirect = encoding === 'utf-8';
  if (isDirect) {
    try {
      await loadDirectly(options);
      const [check] = await store.rows<{ bad: number }>(
        `select countIf(is_utf8 = 0) as bad from raw where file = ${index}`,
      );
      if ((check?.bad ?? 0) === 0) return { uncut: [], uncutCount: 0, notes: file.notes, encoding };
    } catch (error) {
      if (!(error instanceof ScratchError)) throw error;
    }
    await store.execute(`alter table raw drop partition ${index}`);
  }
  return loadCleaned(options);
}

async function loadDirectly({ store, folder, file, index, map, epoch }: LoadOptions): Promise<void> {
  // A link of our own: the engine takes a star in a name for a pattern, and the folder may have any name.
  const link = join(folder, `input-${index}`);
  symlinkSync(file.path, link);
  const { columns, hasHeader } = file.layout;
  const compression = file.isGzip ? 'gzip' : 'none';
  if (file.format === 'parquet') {
    const read = {
      from: `file(${sqlText(link)}, 'Parquet')`,
      nameOf: (at: number) => `toString(${sqlName(columns[at] ?? '')})`,
      width: columns.length,
    };
    return store.execute(
      insertSql({ index, columns, map, epoch, ...read, hasLines: false, isCut: false, firstLine: 0 }),
    );
  }
  if (file.format === 'ndjson') {
    const structure = columns.map((name) => `${sqlName(name)} Nullable(String)`).join(', ');
    const from = `file(${sqlText(link)}, 'JSONEachRow', ${sqlText(structure)}, '${compression}')`;
    const read = { from, nameOf: (at: number) => sqlName(columns[at] ?? ''), width: columns.length };
    const sql = insertSql({ index, columns, map, epoch, ...read, hasLines: false, isCut: false, firstLine: 0 });
    return store.execute(
      `${sql}\nsettings input_format_skip_unknown_fields = 1, input_format_json_read_numbers_as_strings = 1, input_format_json_read_bools_as_strings = 1, input_format_json_read_objects_as_strings = 1`,
    );
  }
  const from = `file(${sqlText(link)}, 'CSV', ${sqlText(cellStructure(columns.length + 1))}, '${compression}')`;
  const read = { from, nameOf: (at: number) => `c${at}`, width: columns.length };
  const sql = insertSql({
    index,
    columns,
    map,
    epoch,
    ...read,
    hasLines: false,
    isCut: true,
    firstLine: hasHeader ? 1 : 0,
  });
  await store.execute(
    `${sql}\nsettings format_csv_delimiter = ${sqlText(file.layout.delimiter)}, input_format_csv_allow_variable_number_of_columns = 1, input_format_csv_empty_as_default = 0`,
  );
}

function cellStructure(width: number): string {
  return Array.from({ length: width }, (_, at) => `c${at} Nullable(String)`).join(', ');
}

/** Reads the file line by line in this process, which bears other encodings, broken quotes and cut archives, into a clean copy. */
async function loadCleaned(options: LoadOptions): Promise<LoadedFile> {
  const { file, folder, index, store, map, wantedEncoding } = options;
  const scan = await scanFile(file.path, wantedEncoding).catch((error: unknown) => {
    throw error instanceof FileError ? new DataUnusable('damaged', `${file.name}: ${error.message}`) : error;
  });
  const path = join(folder, `clean-${index}.csv`);
  const out = createWriteStream(path);
  const uncut: UncutLine[] = [];
  let uncutCount = 0;
  for await (const batch of readRows(scan, file.layout)) {
    uncutCount += batch.rejects.length;
    for (const one of batch.rejects) if (uncut.length < uncutListed) uncut.push({ file: file.name, ...one });
    const text = batch.rows.map(({ line, values }) => `${line},${values.map(csvCell).join(',')}\n`).join('');
    if (!out.write(text)) await once(out, 'drain');
  }
  out.end();
  await finished(out);
  const { columns } = file.layout;
  const from = `file(${sqlText(path)}, 'CSV', ${sqlText(`line_ UInt32, ${cellStructure(columns.length)}`)})`;
  await store.execute(
    insertSql({
      index,
      columns,
      map,
      epoch: options.epoch,
      from,
      nameOf: (at) => `c${at}`,
      width: columns.length,
      hasLines: true,
      isCut: false,
      firstLine: 0,
    }),
  );
  const cut =
    scan.cutAt === undefined
      ? []
      : [
          `${file.name} is cut off: the gzip file breaks off after ${scan.cutAt.toLocaleString('en-US')} unpacked bytes. The rows before that are analysed, the rest is missing.`,
        ];
  return { uncut, uncutCount, notes: [...file.notes, ...cut], encoding: scan.encoding };
}

function csvCell(value: string): string {
  return `"${value.replaceAll('"', '""')}"`;
}

interface InsertParts {
  readonly index: number;
  readonly from: string;
  readonly columns: readonly string[];
  readonly map: FieldMap;
  readonly nameOf: (at: number) => string;
  readonly width: number;
  /** The copy carries the numbers of the lines. */
  readonly hasLines: boolean;
  /** One cell more than the file has columns is read, so that rows too short or too long show. */
  readonly isCut: boolean;
  /** Rows before the first one of data. */
  readonly firstLine: number;
  readonly epoch: EpochFormat | undefined;
}

export type EpochFormat = 'epoch_s' | 'epoch_ms';

function insertSql(parts: InsertParts): string {
  const { columns, map, nameOf, width } = parts;
  const raw = (field: Field): string | undefined => {
    const at = columns.indexOf(map[field] ?? '');
    return map[field] === undefined || at < 0 ? undefined : nameOf(at);
  };
  const text = (field: Field): string => (raw(field) === undefined ? `''` : `cell_${field.replace('-', '_')}`);
  const cells = [...new Set(Object.keys(map))].flatMap((field) => {
    const name = raw(field as Field);
    return name === undefined ? [] : [`${cellSql(name)} as cell_${field.replace('-', '_')}`];
  });
  const all = Array.from({ length: width }, (_, at) => nameOf(at));
  const numbers = (['amount', 'quantity', 'price'] as const).filter((field) => raw(field) !== undefined);
  const bad = numbers.map(
    (field) =>
      `if(cell_${field} != '' and (isNull(n_${field}) or abs(assumeNotNull(n_${field})) >= 1e12), '${field} ' || substring(cell_${field}, 1, 60), '')`,
  );
  const lineSql = parts.hasLines ? 'line_' : '_row_number + 1';
  const number = (field: 'amount' | 'quantity' | 'price'): string => (raw(field) === undefined ? 'null' : `n_${field}`);
  return `insert into raw
with ${[...cells, ...numbers.map((field) => `${numberSql(`cell_${field}`)} as n_${field}`), `concat(${all.map((name) => `ifNull(${name}, '')`).join(`, '\\x1f', `)}, '') as whole_`].join(',\n')}
select ${parts.index}, ${lineSql},
  ${parts.isCut ? `least(countSubstrings(whole_, '\\n'), 65535)` : '0'},
  ${parts.isCut ? cellCountSql(width) : '0'},
  ${customerSql(text('customer'))}, ${dateTextSql(text('date'), parts.epoch)}, ${text('order')},
  ${text('product')}, translate(${text('product-name')}, '\\t\\r\\n', '   '), ${text('category')}, ${text('store')},
  ${text('channel')}, upper(${text('currency')}), ${text('country')},
  ${number('amount')}, ${number('quantity')}, ${number('price')},
  ${bad.length === 0 ? `''` : `concat(${bad.join(', ')}, '')`}, isValidUTF8(whole_), cityHash64(whole_)
from ${parts.from}${parts.firstLine === 0 ? '' : ` where _row_number >= ${parts.firstLine}`}`;
}

/** 0 where a row has as many cells as the file has columns; else the count that it has, -1 for more. An empty line counts as 1 cell and is left out later. */
function cellCountSql(width: number): string {
  const missing = Array.from({ length: width }, (_, at) => `isNull(c${at})`).join(' + ');
  return `if(isNotNull(c${width}), -1, if(isNull(c${width - 1}), toInt16(${width} - (${missing})), 0))`;
}

/** The epoch format of the date column, if its values are such numbers. */
export function epochOf(values: readonly string[]): EpochFormat | undefined {
  const { format } = guessInstantFormat(values.slice(0, 200));
  return format === 'epoch_s' || format === 'epoch_ms' ? format : undefined;
}
