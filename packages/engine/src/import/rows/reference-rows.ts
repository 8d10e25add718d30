import { rateTextPattern } from '@perennial/domain';
import type { FileRow } from './file-row.ts';
import { numberProblem } from './row-checks.ts';
import { rowProblem, type RowProblem, type RowReader } from './row-reader.ts';

/** A row of reference data as it is written: a new version where it differs from the current one. */
export type ReferenceRow =
  | {
      readonly kind: 'products';
      readonly id: string;
      readonly name: string;
      readonly category: string;
      readonly brand: string;
      readonly priceMinor: number | null;
      readonly marginMinor: number | null;
    }
  | {
      readonly kind: 'stores';
      readonly id: string;
      readonly name: string;
      readonly region: string;
      readonly channel: string;
    }
  | {
      readonly kind: 'staff';
      readonly id: string;
      readonly name: string;
      readonly storeId: string;
      readonly role: string;
    }
  | {
      readonly kind: 'rates';
      readonly id: string;
      readonly currency: string;
      /** `yyyy-mm-dd`. */
      readonly fromOn: string;
      /** Decimal text. */
      readonly rate: string;
    };

export type ReferenceKind = ReferenceRow['kind'];

export type ReadReference =
  | { readonly kind: 'row'; readonly row: ReferenceRow }
  | { readonly kind: 'problem'; readonly problem: RowProblem };

const idFields = { products: 'productId', stores: 'storeId', staff: 'staffId', rates: 'currency' } as const;
const lengthMax = 200;

export function isReferenceKind(kind: string): kind is ReferenceKind {
  return kind in idFields;
}

/** Reads a row as a product, store, staff member or rate. */
export function readReferenceRow(reader: RowReader, kind: ReferenceKind, row: FileRow): ReadReference {
  const id = reader.text(row, idFields[kind]);
  if (id === '' || id.length > lengthMax) {
    return {
      kind: 'problem',
      problem: rowProblem('field_empty', `${idFields[kind]} is empty or longer than ${lengthMax} characters`),
    };
  }
  const problem = kind === 'rates' ? null : numberProblem(reader, row);
  if (problem !== null) return { kind: 'problem', problem };
  const text = (field: string) => reader.text(row, field).slice(0, lengthMax);
  switch (kind) {
    case 'products':
      return { kind: 'row', row: product(reader, row, id) };
    case 'rates':
      return rate(reader, row, id.toUpperCase());
    case 'stores':
      return {
        kind: 'row',
        row: { kind, id, name: text('name') || id, region: text('region'), channel: text('channel') },
      };
    case 'staff':
      return { kind: 'row', row: { kind, id, name: text('name') || id, storeId: text('storeId'), role: text('role') } };
  }
}

const knownCurrencies = new Set(Intl.supportedValuesOf('currency'));
const fromOnMin = '1970-01-01';
const fromOnMax = '2199-12-31';

function rate(reader: RowReader, row: FileRow, currency: string): ReadReference {
  const refuse = (code: string, reason: string) => ({ kind: 'problem' as const, problem: rowProblem(code, reason) });
  if (!knownCurrencies.has(currency)) return refuse('currency_unknown', `"${currency}" is no currency of ISO 4217`);
  const text = reader.text(row, 'rate');
  if (!rateTextPattern.test(text))
    return refuse('rate_unreadable', `"${text}" is no rate: a decimal above 0, such as 7.1234`);
  const fromOn = reader.day(row, 'fromOn');
  if (fromOn < fromOnMin || fromOn > fromOnMax)
    return refuse('day_unreadable', `"${reader.text(row, 'fromOn')}" is no day between ${fromOnMin} and ${fromOnMax}`);
  return { kind: 'row', row: { kind: 'rates', id: `${currency} ${fromOn}`, currency, fromOn, rate: text } };
}

function product(reader: RowReader, row: FileRow, id: string): ReferenceRow {
  // A slash separates the levels of a path; within a level it would make two of one.
  const levels = ['category', 'category2', 'category3']
    .map((field) => reader.text(row, field))
    .filter((level) => level !== '')
    .map((level, at) => (at === 0 && !reader.text(row, 'category2') ? level : level.replaceAll('/', '-')));
  const price = amountOf(reader, row, 'price');
  const cost = amountOf(reader, row, 'cost');
  return {
    kind: 'products',
    id,
    name: (reader.text(row, 'name') || levels.at(-1) || id).slice(0, lengthMax),
    category: levels.join('/').slice(0, lengthMax),
    brand: reader.text(row, 'brand').slice(0, lengthMax),
    priceMinor: price,
    marginMinor: price === null || cost === null ? null : price - cost,
  };
}

function amountOf(reader: RowReader, row: FileRow, field: string): number | null {
  const value = reader.decimal(row, field);
  return value === undefined ? null : reader.minor(value);
}
