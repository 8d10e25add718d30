import { createReadStream, createWriteStream, statSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { ScratchError, sqlName, sqlText } from '@perennial/clickhouse';
import type { ScratchStore } from '@perennial/clickhouse';
import type { Transactions } from '@perennial/domain/models';
import { DataUnusable } from '../wishes/data-unusable.ts';
import type { AnalyzeWishes } from '../wishes/wishes.ts';
import { guessFields } from './fields.ts';
import type { FieldMap } from './fields.ts';
import { createLinesTable } from './lines-table.ts';
import { createRawTable, epochOf, loadFile } from './load-lines.ts';
import type { LoadedFile } from './load-lines.ts';
import { mapFields } from './map-fields.ts';
import { matchReturns } from './match-returns.ts';
import { readQuality } from './quality.ts';
import type { Quality } from './quality.ts';
import { readDaily } from './read-daily.ts';
import { readItems } from './read-items.ts';
import type { Items } from './read-items.ts';
import { settleCurrency } from './settle-currency.ts';
import { settleDays } from './settle-days.ts';
import { openSource } from './source-file.ts';
import type { SourceFile } from './source-file.ts';

/** What was made of one file before its rows were read; printed, so that it can be corrected. */
export interface FileGuess {
  readonly name: string;
  readonly format: 'csv' | 'tsv' | 'ndjson' | 'parquet';
  readonly isGzip: boolean;
  readonly encoding: string;
  readonly delimiter: string;
  readonly hasHeader: boolean;
  readonly map: FieldMap;
  readonly unused: readonly string[];
}

/** The orders of the files as the models take them, and what was left out on the way. */
export interface Orders {
  readonly files: readonly FileGuess[];
  readonly dateFormats: readonly { readonly format: string; readonly rows: number }[];
  /** ISO 4217, or '' where nothing says. */
  readonly currency: string;
  /** The country that most lines name, or ''. */
  readonly country: string;
  readonly quality: Quality;
  /** Sales of a customer and day in one row; returns with the day they belong to. */
  readonly daily: Transactions;
  /** The same by product or category where the files tell; `null` where not. */
  readonly items: Items | null;
  readonly notes: readonly string[];
}

export interface ReadOrdersOptions {
  readonly paths: readonly string[];
  readonly wishes: AnalyzeWishes;
  readonly store: ScratchStore;
  /** A folder of our own for copies and links. */
  readonly folder: string;
  /** Days since 1970-01-01 of today: what lies after it has not happened. */
  readonly today: number;
  readonly onGuess: (guess: FileGuess) => void;
  readonly onStage: (stage: 'reading' | 'ordering' | 'returns') => void;
  /** So much of the stage is done, 0 to 1. */
  readonly onPart: (share: number) => void;
}

const dateTextsMax = 200_000;

/** Reads the files. Throws DataUnusable when nothing can be analysed. */
export async function readOrders(options: ReadOrdersOptions): Promise<Orders> {
  const { store, wishes } = options;
  options.onStage('reading');
  await createRawTable(store);
  const bytes = options.paths.reduce((sum, path) => sum + statSync(path).size, 0);
  let bytesRead = 0;
  const files: FileGuess[] = [];
  const loaded: LoadedFile[] = [];
  for (const [index, path] of options.paths.entries()) {
    const { guess, result } = await readFile(options, { path, index });
    files.push(guess);
    loaded.push(result);
    bytesRead += statSync(path).size;
    options.onPart(bytesRead / bytes);
  }
  options.onStage('ordering');
  const dates = settleDays(await dateTexts(store), wishes.dateFormat);
  const { currency, note } = await settleCurrency(store, wishes.currency);
  const country = await countryOf(store);
  await createLinesTable(store, { dates, files, currency, wishes, today: options.today });
  const quality = await readQuality(store, { names: files.map(({ name }) => name), loaded });
  if (quality.sales.lines === 0) throw nothingLeft(quality);
  options.onStage('returns');
  const people = await store.lines('select customer from people order by customer');
  await matchReturns(store, options.folder);
  const daily = await readDaily(store, people);
  const items = await readItems(store, { people, files });
  return {
    files,
    currency,
    quality,
    daily,
    items,
    dateFormats: dates.formats,
    country,
    notes: [...loaded.flatMap((one) => one.notes), ...dates.notes, ...(note === undefined ? [] : [note])],
  };
}

function nothingLeft({ problems, anonymous }: Quality): DataUnusable {
  const reasons = problems.slice(0, 5).map(({ text, count }) => `  ${count.toLocaleString('en-US')} line(s): ${text}`);
  if (anonymous.lines > 0) reasons.push(`  ${anonymous.lines.toLocaleString('en-US')} line(s): no customer`);
  return new DataUnusable(
    'no-sales',
    `No line tells of a sale to a known customer.\n${reasons.join('\n')}\nCheck the columns (--map COLUMN=customer, =date, =amount).`,
  );
}

async function readFile(
  options: ReadOrdersOptions,
  { path, index }: { path: string; index: number },
): Promise<{ guess: FileGuess; result: LoadedFile }> {
  const { store, wishes, folder } = options;
  const opened = await openSource(path, wishes);
  const file = opened.format === 'parquet' ? await describeParquet(store, opened, { folder, index }) : opened;
  const { columns, hasHeader } = file.layout;
  const fields = guessFields({
    fileName: file.name,
    columns,
    rows: file.rows,
    isObjects: file.format === 'ndjson',
    hasHeader,
  });
  const map = mapFields(fields.map, { file, wished: wishes.map });
  const guess = guessOf(file, map);
  options.onGuess(guess);
  const dateAt = columns.indexOf(map.date ?? '');
  const epoch = epochOf(file.rows.map((row) => row[dateAt] ?? '').filter((value) => value !== ''));
  try {
    const result = await loadFile({ store, folder, file, index, map, epoch, wantedEncoding: wishes.encoding });
    return {
      guess: { ...guess, encoding: result.encoding },
      result: { ...result, notes: [...result.notes, ...fields.notes] },
    };
  } catch (error) {
    if (error instanceof ScratchError)
      throw new DataUnusable('unreadable', `${file.name} cannot be read: ${error.message.slice(0, 300)}`);
    throw error;
  }
}

function guessOf(file: SourceFile, map: FieldMap): FileGuess {
  const used = new Set(Object.values(map));
  const { columns, delimiter, hasHeader } = file.layout;
  return {
    name: file.name,
    format: file.format === 'csv' && delimiter === '\t' ? 'tsv' : file.format,
    isGzip: file.isGzip,
    encoding: file.scan.encoding,
    delimiter,
    hasHeader: hasHeader || file.format !== 'csv',
    map,
    unused: columns.filter((column) => !used.has(column)),
  };
}

/** Columns and first rows of a Parquet file. An archive around it is unpacked first: the format is read from its end. */
async function describeParquet(
  store: ScratchStore,
  file: SourceFile,
  { folder, index }: { folder: string; index: number },
): Promise<SourceFile> {
  let { path } = file;
  if (file.isGzip) {
    path = join(folder, `unpacked-${index}.parquet`);
    await pipeline(createReadStream(file.path), createGunzip(), createWriteStream(path)).catch((error: unknown) => {
      throw new DataUnusable(
        'damaged',
        `${file.name} cannot be unpacked: ${error instanceof Error ? error.message : String(error)}.`,
      );
    });
  }
  const from = `file(${sqlText(path)}, 'Parquet')`;
  const described = await store.rows<{ name: string }>(`describe table ${from}`).catch((error: unknown) => {
    throw new DataUnusable(
      'damaged',
      `${file.name} is no Parquet file that can be read; it may be cut off. ${error instanceof Error ? error.message.slice(0, 200) : ''}`,
    );
  });
  const columns = described.map(({ name }) => name);
  const rows = await store.rows<{ cells: string[] }>(
    `select [${columns.map((name) => `ifNull(toString(${sqlName(name)}), '')`).join(', ')}] as cells from ${from} limit 1000`,
  );
  return {
    ...file,
    path,
    isGzip: false,
    layout: { format: 'csv', delimiter: '', columns, hasHeader: true },
    rows: rows.map(({ cells }) => cells),
  };
}

async function dateTexts(store: ScratchStore): Promise<ReadonlyMap<string, number>> {
  const rows = await store.rows<{ text: string; rows: number }>(
    `select toString(date_text) as text, count() as rows from raw where cells = 0 group by date_text order by text limit ${dateTextsMax}`,
  );
  return new Map(rows.map(({ text, rows: count }) => [text, count]));
}

async function countryOf(store: ScratchStore): Promise<string> {
  const [row] = await store.rows<{ country: string }>(
    `select toString(country) as country from raw where country != '' group by country order by count() desc, country limit 1`,
  );
  return row?.country ?? '';
}
