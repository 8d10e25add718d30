import { guessInstantFormat, isNobody } from '@perennial/domain/reading';
import { areFlags, guessMapping } from '@perennial/engine/import';

/** What a column may mean to the analysis; the names that `--map column=field` takes. */
export const fields = [
  'customer',
  'email',
  'phone',
  'date',
  'amount',
  'total',
  'quantity',
  'price',
  'order',
  'status',
  'cancelled',
  'refund',
  'discount',
  'shipping',
  'line-discount',
  'line-shipping',
  'product',
  'product-name',
  'category',
  'store',
  'channel',
  'currency',
  'country',
] as const;
export type Field = (typeof fields)[number];

/** Fields that hold numbers. All but the pieces are money. */
export const numberFields = [
  'amount',
  'total',
  'quantity',
  'price',
  'refund',
  'discount',
  'shipping',
  'line-discount',
  'line-shipping',
] as const satisfies readonly Field[];
export type NumberField = (typeof numberFields)[number];

/** Field to column of the file. */
export type FieldMap = Readonly<Partial<Record<Field, string>>>;

export function isField(text: string): text is Field {
  return fields.some((field) => field === text);
}

/** The fields of an import, which reads the same files, and what they are called here. */
const fromImport: readonly (readonly [string, Field])[] = [
  ['member', 'customer'],
  ['email', 'email'],
  ['phone', 'phone'],
  ['occurredAt', 'date'],
  ['amount', 'amount'],
  ['orderTotal', 'total'],
  ['quantity', 'quantity'],
  ['unitPrice', 'price'],
  ['orderId', 'order'],
  ['status', 'status'],
  ['cancelledAt', 'cancelled'],
  ['refund', 'refund'],
  ['discount', 'discount'],
  ['shipping', 'shipping'],
  ['lineDiscount', 'line-discount'],
  ['lineShipping', 'line-shipping'],
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
  /** The export that the header belongs to, where it is known. */
  readonly document: { readonly id: string; readonly name: string } | null;
}

/** Guesses the columns by their names as an import does, and what the names leave open by the values. */
export function guessFields(sample: FieldSample): FieldGuess {
  const { mapping, notes, document } = guessMapping({ ...sample, folderName: '' }, 'order_lines');
  const map: Partial<Record<Field, string>> = {};
  for (const [from, to] of fromImport) {
    const column = mapping.columns[from];
    if (column !== undefined && map[to] === undefined) map[to] = column;
  }
  if (document === undefined) guessByValues(map, sample);
  nameCustomer(map);
  return { map, notes: notes.filter((note) => /^(?:Column "|The columns are)/.test(note)), document: document ?? null };
}

/** Where no number names the customer, an e-mail address or a telephone number does. */
function nameCustomer(map: Partial<Record<Field, string>>): void {
  for (const field of ['email', 'phone'] as const) {
    if (map.customer !== undefined || map[field] === undefined) continue;
    map.customer = map[field];
    delete map[field];
  }
}

const numberShape = /^-?\d+([.,]\d+)?$/;
/** Names of columns that never say who bought, whatever their values. */
const noCustomerName =
  /status|state|type|flag|method|currency|country|city|channel|store|note|discount|coupon|tax|状态|类型|方式|币种|备注|渠道|门店/i;

/** Date, customer and amount from the values alone, where no name told: the date by its shape, the amount by its decimals, the customer by coming back. */
function guessByValues(map: Partial<Record<Field, string>>, { columns, rows }: FieldSample): void {
  const taken = new Set(Object.values(map));
  const free = columns.map((name, at) => ({ name, at })).filter(({ name }) => !taken.has(name));
  const valuesAt = (at: number): string[] => rows.map((row) => (row[at] ?? '').trim()).filter((value) => value !== '');
  const take = (field: Field, fits: (values: readonly string[], name: string) => boolean): void => {
    if (map[field] !== undefined) return;
    const found = free.findIndex(({ name, at }) => valuesAt(at).length > 0 && fits(valuesAt(at), name));
    const [column] = found < 0 ? [] : free.splice(found, 1);
    if (column !== undefined) map[field] = column.name;
  };
  take('date', (values) => isMostlyDates(values));
  const hasAmount = map.amount !== undefined || map.price !== undefined || map.total !== undefined;
  if (!hasAmount)
    take(
      'amount',
      (values) =>
        values.every((value) => numberShape.test(value)) && values.some((value) => /[.,]\d{1,2}$/.test(value)),
    );
  if (map.email === undefined && map.phone === undefined) {
    take('customer', (values, name) => mayBePeople(values, name) && new Set(values).size < values.length);
    // A file of two columns where everybody came once, or of a single row.
    take('customer', mayBePeople);
  }
  if (!hasAmount && map.amount === undefined && map.date !== undefined)
    take('amount', (values) => values.every((value) => numberShape.test(value)) && new Set(values).size > 1);
}

function mayBePeople(values: readonly string[], name: string): boolean {
  if (noCustomerName.test(name) || areFlags(values)) return false;
  if (values.some((value) => /[.,]\d{1,2}$/.test(value))) return false;
  const people = values.filter((value) => !isNobody(value));
  // One value in every row would make one customer of everything.
  return people.length === 1 || new Set(people).size > 1;
}

function isMostlyDates(values: readonly string[]): boolean {
  const dates = values
    .slice(0, 200)
    .filter(
      (value) =>
        !/^\d{5}(\.\d+)?$/.test(value) && guessInstantFormat([value]).format !== undefined && !/^\d{9,}$/.test(value),
    );
  return dates.length > 0.8 * Math.min(200, values.length);
}
