import { guessInstantFormat } from '@perennial/domain/reading';
import { guessMapping } from '@perennial/engine/import';

/** What a column may mean to the analysis; the names that `--map column=field` takes. */
export const fields = [
  'customer',
  'date',
  'amount',
  'quantity',
  'price',
  'order',
  'product',
  'product-name',
  'category',
  'store',
  'channel',
  'currency',
  'country',
] as const;
export type Field = (typeof fields)[number];

/** Field to column of the file. */
export type FieldMap = Readonly<Partial<Record<Field, string>>>;

export function isField(text: string): text is Field {
  return fields.some((field) => field === text);
}

/** The fields of an import, which reads the same files, and what they are called here. */
const fromImport: readonly (readonly [string, Field])[] = [
  ['member', 'customer'],
  ['phone', 'customer'],
  ['email', 'customer'],
  ['occurredAt', 'date'],
  ['amount', 'amount'],
  ['quantity', 'quantity'],
  ['unitPrice', 'price'],
  ['orderId', 'order'],
  ['productId', 'product'],
  ['productName', 'product-name'],
  ['category', 'category'],
  ['storeId', 'store'],
  ['channel', 'channel'],
  ['currency', 'currency'],
  ['attributes.country', 'country'],
];

export interface FieldSample {
  readonly fileName: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly isObjects: boolean;
  readonly hasHeader: boolean;
}

export interface FieldGuess {
  readonly map: FieldMap;
  readonly notes: readonly string[];
}

/** Guesses the columns by their names as an import does, and what the names leave open by the values. */
export function guessFields(sample: FieldSample): FieldGuess {
  const { mapping, notes } = guessMapping({ ...sample, folderName: '' }, 'order_lines');
  const map: Partial<Record<Field, string>> = {};
  for (const [from, to] of fromImport) {
    const column = mapping.columns[from];
    if (column !== undefined && map[to] === undefined) map[to] = column;
  }
  guessByValues(map, sample);
  return { map, notes: notes.filter((note) => note.startsWith('Column "')) };
}

const numberShape = /^-?\d+([.,]\d+)?$/;

/** Date, customer and amount from the values alone, where no name told: the date by its shape, the amount by its decimals, the customer by coming back. */
function guessByValues(map: Partial<Record<Field, string>>, { columns, rows }: FieldSample): void {
  const taken = new Set(Object.values(map));
  const free = columns.map((name, at) => ({ name, at })).filter(({ name }) => !taken.has(name));
  const valuesAt = (at: number): string[] => rows.map((row) => (row[at] ?? '').trim()).filter((value) => value !== '');
  const take = (field: Field, fits: (values: readonly string[]) => boolean): void => {
    if (map[field] !== undefined) return;
    const found = free.findIndex(({ at }) => valuesAt(at).length > 0 && fits(valuesAt(at)));
    const [column] = found < 0 ? [] : free.splice(found, 1);
    if (column !== undefined) map[field] = column.name;
  };
  take('date', (values) => isMostlyDates(values));
  const hasAmount = map.amount !== undefined || map.price !== undefined;
  if (!hasAmount)
    take(
      'amount',
      (values) =>
        values.every((value) => numberShape.test(value)) && values.some((value) => /[.,]\d{1,2}$/.test(value)),
    );
  take(
    'customer',
    (values) =>
      values.length > 1 && new Set(values).size < values.length && !values.some((value) => /[.,]\d{1,2}$/.test(value)),
  );
  // A file of two columns where everybody came once, or of a single row.
  take('customer', (values) => !values.some((value) => /[.,]\d{1,2}$/.test(value)));
  if (!hasAmount && map.amount === undefined)
    take('amount', (values) => values.every((value) => numberShape.test(value)));
}

function isMostlyDates(values: readonly string[]): boolean {
  const dates = values
    .slice(0, 200)
    .filter((value) => guessInstantFormat([value]).format !== undefined && !/^\d{9,}$/.test(value));
  return dates.length > 0.8 * Math.min(200, values.length);
}
