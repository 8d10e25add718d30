import { createWriteStream, symlinkSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { ScratchError, sqlName, sqlText } from '@perennial/clickhouse';
import type { ScratchStore } from '@perennial/clickhouse';
import { guessInstantFormat } from '@perennial/domain/reading';
import { createRowFiller, hasContinuations } from '@perennial/engine/import';
import type { FileEncoding } from '../../../table-files/guess-encoding.ts';
import { readRows } from '../../../table-files/read-rows.ts';
import { FileError, scanFile } from '../../../table-files/scan-file.ts';
import { DataUnusable } from '../../wishes/data-unusable.ts';
import type { FieldMap, NumberField } from '../columns/fields.ts';
import type { SourceFile } from '../source/source-file.ts';
import { cellStructure, fileSql, insertSql } from './raw-table.ts';
import type { EpochFormat, InsertParts } from './raw-table.ts';

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
  readonly numbers: readonly NumberField[];
  readonly wantedEncoding: FileEncoding | undefined;
  readonly epoch: EpochFormat | undefined;
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
  if (isDirect(options)) {
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

/** The engine reads UTF-8 with line feeds, a header on the first line and whole rows; everything else goes by way of a copy. */
function isDirect({ file, map }: LoadOptions): boolean {
  const { scan, layout, rows } = file;
  if (scan.encoding !== 'utf-8' || scan.isReturnEnded === true || scan.isArray === true) return false;
  return layout.headerLine === undefined && !hasContinuations(fillerOf(layout.columns, map), rows);
}

function fillerOf(columns: readonly string[], map: FieldMap) {
  return {
    columns,
    map: {
      orderId: map.order,
      occurredAt: map.date,
      member: map.customer,
      email: map.email,
      phone: map.phone,
      currency: map.currency,
      status: map.status,
      productId: map.product,
      productName: map['product-name'],
      quantity: map.quantity,
      unitPrice: map.price,
      amount: map.amount,
    },
  };
}

function partsOf({ index, map, numbers, epoch, file }: LoadOptions) {
  const { columns } = file.layout;
  return { index, map, numbers, epoch, columns, width: columns.length, hasLines: false, isCut: false, firstLine: 0 };
}

async function loadDirectly(options: LoadOptions): Promise<void> {
  const { store, folder, file, index } = options;
  // A link of our own: the engine takes a star in a name for a pattern, and the folder may have any name.
  const link = join(folder, `input-${index}`);
  symlinkSync(file.path, link);
  const { columns, hasHeader } = file.layout;
  const compression = file.isGzip ? 'gzip' : 'none';
  const parts = partsOf(options);
  if (file.format === 'parquet') {
    const nameOf = (at: number) => `toString(${sqlName(columns[at] ?? '')})`;
    return store.execute(insertSql({ ...parts, from: `file(${sqlText(link)}, 'Parquet')`, nameOf }));
  }
  if (file.format === 'ndjson') {
    const structure = columns.map((name) => `${sqlName(name)} Nullable(String)`).join(', ');
    const nameOf = (at: number) => sqlName(columns[at] ?? '');
    const sql = insertSql({ ...parts, from: fileSql(link, { format: 'JSONEachRow', structure, compression }), nameOf });
    return store.execute(
      `${sql}\nsettings input_format_skip_unknown_fields = 1, input_format_json_read_numbers_as_strings = 1, input_format_json_read_bools_as_strings = 1, input_format_json_read_objects_as_strings = 1`,
    );
  }
  const read: InsertParts = {
    ...parts,
    from: fileSql(link, { format: 'CSV', structure: cellStructure(columns.length + 1), compression }),
    nameOf: (at) => `c${at}`,
    isCut: true,
    firstLine: hasHeader ? 1 : 0,
  };
  await store.execute(
    `${insertSql(read)}\nsettings format_csv_delimiter = ${sqlText(file.layout.delimiter)}, input_format_csv_allow_variable_number_of_columns = 1, input_format_csv_empty_as_default = 0`,
  );
}

/** Reads the file line by line in this process, which bears other encodings, broken quotes and cut archives, into a clean copy. */
async function loadCleaned(options: LoadOptions): Promise<LoadedFile> {
  const { file, folder, index, store, wantedEncoding } = options;
  const scan = await scanFile(file.path, wantedEncoding).catch((error: unknown) => {
    throw error instanceof FileError ? new DataUnusable('damaged', `${file.name}: ${error.message}`) : error;
  });
  const path = join(folder, `clean-${index}.csv`);
  const out = createWriteStream(path);
  const uncut: UncutLine[] = [];
  let uncutCount = 0;
  const fill = createRowFiller(fillerOf(file.layout.columns, options.map));
  for await (const batch of readRows(scan, file.layout)) {
    uncutCount += batch.rejects.length;
    for (const one of batch.rejects) if (uncut.length < uncutListed) uncut.push({ file: file.name, ...one });
    const text = batch.rows
      .map(fill)
      .map(({ line, values }) => `${line},${values.map(csvCell).join(',')}\n`)
      .join('');
    if (!out.write(text)) await once(out, 'drain');
  }
  out.end();
  await finished(out);
  const { columns } = file.layout;
  const from = fileSql(path, { format: 'CSV', structure: `line_ UInt32, ${cellStructure(columns.length)}` });
  await store.execute(insertSql({ ...partsOf(options), from, nameOf: (at) => `c${at}`, hasLines: true }));
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

/** The epoch format of the date column, if its values are such numbers. */
export function epochOf(values: readonly string[]): EpochFormat | undefined {
  const { format } = guessInstantFormat(values.slice(0, 200));
  return format === 'epoch_s' || format === 'epoch_ms' ? format : undefined;
}
