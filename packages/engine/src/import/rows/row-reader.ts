import {
  createInstantsReader,
  currencyOfMark,
  isNobody,
  parseNumber,
  readId,
  readNumber,
  toInstantFormats,
  toMinor,
  undressCell,
  undressEmail,
  undressPhone,
  withoutInvisible,
  type DecimalSign,
} from '@perennial/domain/reading';
import { toInternationalPhone } from '../../identity/international-phone.ts';
import { phoneCountries } from '../../identity/phone-countries.ts';
import { identityFields, requiredFields } from '../mapping/import-fields.ts';
import type { ImportMapping } from '../mapping/import-mapping.ts';
import type { FileRow } from './file-row.ts';
import { createRowFiller, type FillRow } from './row-filler.ts';

/** Why a row is not taken, as a stable code and a sentence for the operator. */
export interface RowProblem {
  readonly code: string;
  readonly reason: string;
}

export function rowProblem(code: string, reason: string): RowProblem {
  return { code, reason };
}

export interface IdentityValue {
  readonly type: string;
  readonly value: string;
}

/** Reads the fields of rows by the mapping. Texts are trimmed and without the dress of spreadsheets; a missing column reads as ''. */
export interface RowReader {
  text(row: FileRow, field: string): string;
  /** NaN when it is no number, undefined when it is empty. */
  decimal(row: FileRow, field: string): number | undefined;
  /** Epoch milliseconds; NaN when it is no instant, undefined when it is empty. */
  instant(row: FileRow, field: string): number | undefined;
  /** `yyyy-mm-dd` in the zone of the file; '' when it is no day or empty. */
  day(row: FileRow, field: string): string;
  /** Minor units of a currency that a row states, of the file's where it states none. */
  minor(units: number, currency?: string): number;
  /** The currency that the row states, in a column of its own or beside an amount; '' where it states none. */
  currency(row: FileRow): string;
  /** For one pass over the file: rows with what the row above says of their order. */
  createFiller(): FillRow;
  identities(row: FileRow): readonly IdentityValue[];
  attributes(row: FileRow): Readonly<Record<string, string>>;
}

export interface RowReaderOptions {
  readonly mapping: ImportMapping;
  readonly columns: readonly string[];
  /** Used when the mapping names none. */
  readonly zone: string;
  readonly currencyDigits: number;
  /** Digits of the minor unit of other currencies, which rows may state. */
  readonly digitsOf?: ((currency: string) => number) | undefined;
  /** Currency that is expected, which a sign such as `$` may stand for. */
  readonly currency?: string | undefined;
  /** How the numbers of each field are written, as the whole column settles it; points before decimals where absent. */
  readonly decimals?: ReadonlyMap<string, DecimalSign> | undefined;
}

/** A mapping that cannot be carried out on this file. */
export class MappingError extends Error {
  override readonly name = 'MappingError';
}

/** Throws MappingError when a required field is unmapped, a column does not exist, or the instant format or the country is unknown. */
export function createRowReader(options: RowReaderOptions): RowReader {
  const { mapping } = options;
  const indexes = columnIndexes(options);
  const formats = toInstantFormats(mapping.instantFormat);
  if (formats === undefined)
    throw new MappingError(`"${mapping.instantFormat}" is no known way of writing an instant.`);
  if (mapping.phoneCountry !== undefined && !phoneCountries.has(mapping.phoneCountry))
    throw new MappingError(`"${mapping.phoneCountry}" is no country such as GB.`);
  const readInstant = remember(createInstantsReader(formats, mapping.zone ?? options.zone));
  const decimalOf = (field: string) => mapping.decimal ?? options.decimals?.get(field) ?? 'point';
  const digitsOf = (currency: string) =>
    currency === '' || options.digitsOf === undefined ? options.currencyDigits : options.digitsOf(currency);
  const attributes = [...indexes].filter(([field]) => field.startsWith('attributes.'));
  const readIdentities = createIdentityReader(indexes, mapping);
  const text = (row: FileRow, field: string): string => {
    const index = indexes.get(field);
    return index === undefined ? '' : cellText(row.values[index]);
  };
  const instantText = (row: FileRow, field: string): string => {
    const day = text(row, field);
    const time = day === '' || field !== 'occurredAt' ? '' : text(row, 'timeOfDay');
    return time === '' ? day : `${day} ${time}`;
  };
  return {
    text,
    decimal(row, field) {
      const value = text(row, field);
      return value === '' ? undefined : readNumber(value, decimalOf(field));
    },
    instant(row, field) {
      const value = instantText(row, field);
      return value === '' ? undefined : readInstant(value);
    },
    day(row, field) {
      const at = readInstant(text(row, field));
      return Number.isNaN(at) ? '' : dayOf(at, mapping.zone ?? options.zone);
    },
    minor: (units, currency = '') => toMinor(units, digitsOf(currency)),
    currency(row) {
      const stated = text(row, 'currency');
      if (stated !== '') return currencyOfMark(stated, options.currency ?? '');
      const mark = moneyFields.map((field) => markOf(text(row, field))).find((one) => one !== '') ?? '';
      return currencyOfMark(mark, options.currency ?? '');
    },
    createFiller: () => createRowFiller({ columns: options.columns, map: mapping.columns }),
    identities: readIdentities,
    attributes: createAttributeReader(attributes),
  };
}

const moneyFields = ['amount', 'orderTotal', 'unitPrice'] as const;
const bareNumber = /^[\d.,-]*$/;

function markOf(text: string): string {
  return bareNumber.test(text) ? '' : (parseNumber(text)?.mark ?? '');
}

/** What nearly every cell is made of: nothing to take off. */
// oxlint-disable-next-line no-control-regex
const plainCell = /^(?![\s'=])[\x20-\x7e]*(?<!\s)$/;

function cellText(cell: string | undefined): string {
  if (cell === undefined || plainCell.test(cell)) return cell ?? '';
  // What stood behind a guard is as it was, with its spaces.
  return undressCell(withoutInvisible(cell));
}

const readers = { member: readId, phone: undressPhone, email: undressEmail } as const;

/** Who a row says it is of. Words for nobody, and contacts that an export has masked (`138****0000`), are nobody. */
function createIdentityReader(
  indexes: ReadonlyMap<string, number>,
  { identityType, phoneCountry }: ImportMapping,
): RowReader['identities'] {
  const toValue = (type: string, value: string): string =>
    type === 'phone' && phoneCountry !== undefined ? toInternationalPhone(value, phoneCountry) : value;
  const fields = identityFields.flatMap((field) => {
    const index = indexes.get(field);
    return index === undefined ? [] : [{ index, field, type: field === 'member' ? identityType : field }];
  });
  return (row) => {
    const found = fields.flatMap(({ index, field, type }) => {
      const value = readers[field](row.values[index] ?? '');
      return isNobody(value) || (field !== 'member' && value.includes('*')) ? [] : [{ field, type, value }];
    });
    // A contact that is none costs the row nothing where something else says who it is.
    const usable = found.filter(({ field, value }) => found.length === 1 || isPlausible(field, value));
    return (usable.length === 0 ? found : usable).map(({ type, value }) => ({ type, value: toValue(type, value) }));
  };
}

function isPlausible(field: (typeof identityFields)[number], value: string): boolean {
  if (field === 'email') return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value);
  if (field !== 'phone') return true;
  const digits = value.replaceAll(/\D/g, '').length;
  return digits >= 5 && digits <= 17 && !/[^\d\s()+./x-]/i.test(value);
}

function dayOf(at: number, zone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate().toString();
}

/** The last answer serves while the text stays: the lines of one order repeat their instant, and prices come in runs. */
function remember(read: (text: string) => number): (text: string) => number {
  let lastText = '';
  let lastValue = read('');
  return (text) => {
    if (text !== lastText) {
      lastValue = read(text);
      lastText = text;
    }
    return lastValue;
  };
}

const noAttributes: Readonly<Record<string, string>> = {};

/** Rows with the same values share one object: most lines say of the customer what the line before said. */
function createAttributeReader(attributes: readonly (readonly [string, number])[]): RowReader['attributes'] {
  let lastKey = '';
  let last = noAttributes;
  if (attributes.length === 0) return () => noAttributes;
  return (row) => {
    const key = attributes.map(([, index]) => row.values[index] ?? '').join('\0');
    if (key === lastKey) return last;
    const present = attributes.flatMap(([field, index]) => {
      const value = cellText(row.values[index]);
      return value === '' ? [] : [[field.slice('attributes.'.length), value] as const];
    });
    last = Object.fromEntries(present);
    lastKey = key;
    return last;
  };
}

function columnIndexes({ mapping, columns }: RowReaderOptions): ReadonlyMap<string, number> {
  for (const field of requiredFields(mapping.kind)) {
    if (mapping.columns[field] === undefined)
      throw new MappingError(`No column is mapped to "${field}", which ${mapping.kind} need.`);
  }
  if (mapping.kind === 'members' && identityFields.every((field) => mapping.columns[field] === undefined)) {
    throw new MappingError('No column is mapped to "member", "phone" or "email": nobody could be told apart.');
  }
  return new Map(
    Object.entries(mapping.columns).map(([field, column]) => {
      const index = columns.indexOf(column);
      if (index < 0) throw new MappingError(`The file has no column "${column}". It has: ${columns.join(', ')}.`);
      return [field, index] as const;
    }),
  );
}
