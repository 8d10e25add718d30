import { createReadStream, createWriteStream, statSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { ScratchError, sqlName, sqlText } from '@perennial/clickhouse';
import type { ScratchStore } from '@perennial/clickhouse';
import type { Transactions } from '@perennial/domain/models';
import { readOrderStatus } from '@perennial/domain/reading';
import { currencyDigits } from '../../ingest/currency-digits.ts';
import { DataUnusable } from '../wishes/data-unusable.ts';
import type { AnalyzeWishes } from '../wishes/wishes.ts';
import { guessFields } from './columns/fields.ts';
import type { FieldMap, NumberField } from './columns/fields.ts';
import { mapFields } from './columns/map-fields.ts';
import { createLinesTable } from './lines/lines-table.ts';
import { epochOf, loadFile } from './raw/load-lines.ts';
import type { LoadedFile } from './raw/load-lines.ts';
import { createRawTable, numbersIn } from './raw/raw-table.ts';
import { matchReturns } from './match-returns.ts';
import { readQuality } from './quality.ts';
import type { Quality } from './quality.ts';
import { readDaily } from './read-daily.ts';
import { readItems } from './read-items.ts';
import type { Items } from './read-items.ts';
import { settleCurrency } from './settling/settle-currency.ts';
import { settleDays } from './settling/settle-days.ts';
import { settleNumberColumns, surveyNumbers } from './settling/settle-numbers.ts';
import { openSource } from './source/source-file.ts';
import type { SourceFile } from './source/source-file.ts';

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
  /** The export of a shop system that the header belongs to, where it is known. */
  readonly document: { readonly id: string; readonly name: string } | null;
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
  /** False where no file has amounts: what needs money is left out. */
  readonly hasMoney: boolean;
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
  const files: OpenedFile[] = [];
  for (const [index, path] of options.paths.entries()) files.push(await openFile(options, { path, index }));
  const maps = files.map(({ guess }) => guess.map);
  const numbers = numbersIn(maps);
  const loaded = await loadFiles(options, files, numbers);
  options.onStage('ordering');
  const dates = settleDays(await dateTexts(store), wishes.dateFormat);
  const surveyed = await surveyNumbers(store, numbers);
  const currency = await settleCurrency(store, { wanted: wishes.currency, marks: surveyed.marks });
  const settled = await settleNumberColumns(store, surveyed, {
    folder: options.folder,
    wanted: wishes.decimal,
    currencyDigits: currency.currency === '' ? undefined : currencyDigits(currency.currency),
    nameOf: (field) => maps.find((map) => map[field] !== undefined)?.[field] ?? field,
  });
  const country = await countryOf(store);
  const hasMoney = moneyFields.some((field) => numbers.includes(field));
  const has = (field: keyof FieldMap): boolean => maps.some((map) => map[field] !== undefined);
  const statuses = await statusesOf(store);
  await createLinesTable(store, {
    dates,
    numbers,
    settled,
    statuses,
    currency,
    wishes,
    hasMoney,
    today: options.today,
    hasHeads: has('total') || (has('order') && headFields.some(has)),
  });
  const names = files.map(({ guess }) => guess.name);
  const quality = await readQuality(store, { names, loaded, hasOrders: has('order') });
  refuseUnreadable(quality, wishes.rejectsPercentMax);
  if (quality.sales.lines === 0) throw nothingLeft(quality);
  options.onStage('returns');
  const people = await store.lines('select customer from people order by customer');
  await matchReturns(store, options.folder);
  const daily = await readDaily(store, { customers: people, hasMoney });
  const items = await readItems(store, { people, files: files.map(({ guess }) => guess) });
  return {
    files: files.map(({ guess }, at) => ({ ...guess, encoding: loaded[at]?.encoding ?? guess.encoding })),
    currency: currency.currency,
    quality,
    daily,
    items,
    hasMoney,
    dateFormats: dates.formats,
    country,
    notes: [
      ...loaded.flatMap((one, at) => [...one.notes, ...(files[at]?.notes ?? [])]),
      ...dates.notes,
      ...statusNotes(statuses),
      ...(hasMoney ? [] : ['No column holds amounts: what needs money is left out.']),
      ...(has('order') ? [] : ['No column numbers the orders: purchase days are counted, and no orders.']),
    ],
  };
}

const moneyFields: readonly NumberField[] = ['amount', 'total', 'price'];
/** What is said of an order once may stand on one of its lines or on each. */
const headFields = ['status', 'cancelled', 'discount', 'shipping'] as const;

/** More unreadable lines than this are no slips of a file, but a file that is read wrongly. */
const rejectsPercentMax = 20;
/** One or two are no rule, however short the file. */
const rejectsMin = 3;

function refuseUnreadable({ unreadableShare, problems, lines }: Quality, wanted: number | undefined): void {
  const isFew = unreadableShare * lines < rejectsMin - 0.5;
  if (isFew || unreadableShare * 100 <= (wanted ?? rejectsPercentMax)) return;
  throw new DataUnusable(
    'rejects',
    `${Math.round(unreadableShare * 100)} % of the ${lines.toLocaleString('en-US')} lines cannot be read:\n${reasonsOf(problems).join('\n')}\n` +
      'Put the columns (--map COLUMN=customer, =date, =amount) or the file right, or analyse the other lines all the same: --rejects-max 100.',
  );
}

function reasonsOf(problems: Quality['problems']): readonly string[] {
  return problems
    .slice(0, 5)
    .map(
      ({ text, count, examples }) =>
        `  ${count.toLocaleString('en-US')} line(s): ${text}${examples[0] === undefined ? '' : ` (the first is line ${examples[0].line})`}`,
    );
}

function nothingLeft({ problems, anonymous }: Quality): DataUnusable {
  const reasons = [...reasonsOf(problems)];
  if (anonymous.lines > 0) reasons.push(`  ${anonymous.lines.toLocaleString('en-US')} line(s): no customer`);
  return new DataUnusable(
    'no-sales',
    `No line tells of a sale to a known customer.\n${reasons.join('\n')}\nCheck the columns (--map COLUMN=customer, =date, =amount).`,
  );
}

interface OpenedFile {
  readonly file: SourceFile;
  readonly guess: FileGuess;
  readonly notes: readonly string[];
  readonly index: number;
}

async function openFile(
  options: ReadOrdersOptions,
  { path, index }: { path: string; index: number },
): Promise<OpenedFile> {
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
  const guess = { ...guessOf(file, map), document: fields.document };
  options.onGuess(guess);
  return { file, guess, index, notes: fields.notes };
}

async function loadFiles(
  options: ReadOrdersOptions,
  files: readonly OpenedFile[],
  numbers: readonly NumberField[],
): Promise<readonly LoadedFile[]> {
  const { store, folder, wishes } = options;
  await createRawTable(store, numbers);
  const bytes = options.paths.reduce((sum, path) => sum + statSync(path).size, 0);
  let bytesRead = 0;
  const loaded: LoadedFile[] = [];
  for (const { file, guess, index } of files) {
    const { map } = guess;
    const dateAt = file.layout.columns.indexOf(map.date ?? '');
    const epoch = epochOf(file.rows.map((row) => row[dateAt] ?? '').filter((value) => value !== ''));
    try {
      loaded.push(await loadFile({ store, folder, file, index, map, numbers, epoch, wantedEncoding: wishes.encoding }));
    } catch (error) {
      if (error instanceof ScratchError)
        throw new DataUnusable('unreadable', `${file.name} cannot be read: ${error.message.slice(0, 300)}`);
      throw error;
    }
    bytesRead += statSync(options.paths[index] ?? '').size;
    options.onPart(bytesRead / bytes);
  }
  return loaded;
}

function guessOf(file: SourceFile, map: FieldMap): Omit<FileGuess, 'document'> {
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

const statusesMax = 1_000;

async function statusesOf(store: ScratchStore): Promise<readonly string[]> {
  const rows = await store.rows<{ status: string }>(
    `select toString(status) as status from raw where status != '' group by status order by count() desc, status limit ${statusesMax}`,
  );
  return rows.map(({ status }) => status);
}

function statusNotes(statuses: readonly string[]): readonly string[] {
  const unknown = statuses.filter((status) => readOrderStatus(status) === undefined);
  if (unknown.length === 0) return [];
  const words = unknown.slice(0, 5).map((status) => `"${status.slice(0, 40)}"`);
  return [
    `Orders with the status ${words.join(', ')}${unknown.length > 5 ? ' and others' : ''} count as sold: no known shop writes it.`,
  ];
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
