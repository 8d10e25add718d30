import { identityFields, requiredFields } from '../mapping/import-fields.ts';
import type { ImportMapping } from '../mapping/import-mapping.ts';
import { readDecimal, toMinor } from '../text/decimal-text.ts';
import { createInstantReader, toInstantFormat } from '../text/instant-text.ts';

/** A row of the file: where it began, and its values in the order of the columns. */
export interface FileRow {
  readonly line: number;
  readonly values: readonly string[];
  /** The row as it was parsed, where rows are objects (NDJSON). */
  readonly object?: unknown;
}

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

/** Reads the fields of rows by the mapping. Texts are trimmed; a missing column reads as ''. */
export interface RowReader {
  text(row: FileRow, field: string): string;
  /** NaN when it is no number, undefined when it is empty. */
  decimal(row: FileRow, field: string): number | undefined;
  /** Epoch milliseconds; NaN when it is no instant, undefined when it is empty. */
  instant(row: FileRow, field: string): number | undefined;
  /** `yyyy-mm-dd` in the zone of the file; '' when it is no day or empty. */
  day(row: FileRow, field: string): string;
  /** Minor units of the currency. */
  minor(units: number): number;
  identities(row: FileRow): readonly IdentityValue[];
  attributes(row: FileRow): Readonly<Record<string, string>>;
}

export interface RowReaderOptions {
  readonly mapping: ImportMapping;
  readonly columns: readonly string[];
  /** Used when the mapping names none. */
  readonly zone: string;
  readonly currencyDigits: number;
}

/** A mapping that cannot be carried out on this file. */
export class MappingError extends Error {
  override readonly name = 'MappingError';
}

/** Throws MappingError when a required field is unmapped, a column does not exist, or the instant format is unknown. */
export function createRowReader(options: RowReaderOptions): RowReader {
  const { mapping } = options;
  const indexes = columnIndexes(options);
  const format = toInstantFormat(mapping.instantFormat);
  if (format === undefined) throw new MappingError(`"${mapping.instantFormat}" is no known way of writing an instant.`);
  const readInstant = remember(createInstantReader(format, mapping.zone ?? options.zone));
  const readNumber = remember(readDecimal);
  const attributes = [...indexes].filter(([field]) => field.startsWith('attributes.'));
  const identities = identityFields.flatMap((field) => {
    const index = indexes.get(field);
    return index === undefined ? [] : [{ index, type: field === 'member' ? mapping.identityType : field }];
  });
  const text = (row: FileRow, field: string): string => {
    const index = indexes.get(field);
    return index === undefined ? '' : (row.values[index] ?? '').trim();
  };
  return {
    text,
    decimal(row, field) {
      const value = text(row, field);
      return value === '' ? undefined : readNumber(value);
    },
    instant(row, field) {
      const value = text(row, field);
      return value === '' ? undefined : readInstant(value);
    },
    day(row, field) {
      const at = readInstant(text(row, field));
      return Number.isNaN(at) ? '' : dayOf(at, mapping.zone ?? options.zone);
    },
    minor: (units) => toMinor(units, options.currencyDigits),
    identities: (row) =>
      identities.flatMap(({ index, type }) => {
        const value = identityText(row.values[index] ?? '');
        return value === '' ? [] : [{ type, value }];
      }),
    attributes: createAttributeReader(attributes),
  };
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
      const value = (row.values[index] ?? '').trim();
      return value === '' ? [] : [[field.slice('attributes.'.length), value] as const];
    });
    last = Object.fromEntries(present);
    lastKey = key;
    return last;
  };
}

/** Spreadsheets turn numbers into `17850.0`; the customer's number has no decimals. */
function identityText(text: string): string {
  const trimmed = text.trim();
  return /^\d+\.0+$/.test(trimmed) ? trimmed.slice(0, trimmed.indexOf('.')) : trimmed;
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
