import { columnOf } from '@perennial/domain';
import type { AnyRowKind, Column, ColumnType, ColumnValue, RowShape } from '@perennial/domain';
import { boolArray, int4Array, int8Array, textArray } from '../wire/binary-arrays.ts';

const arrayTypes: Readonly<Record<ColumnType, string>> = {
  text: 'text[]',
  int: 'integer[]',
  bigint: 'bigint[]',
  smallint: 'integer[]',
  boolean: 'boolean[]',
};

/** `$n::bigint[]`, for each column from `first` on. */
export function arrayParameters(columns: readonly Column[], first: number): string {
  return columns.map(({ type }, n) => `$${first + n}::${arrayTypes[type]}`).join(', ');
}

/** A column of values as one parameter. Throws RangeError for values that the column cannot hold. */
export function arrayOf(column: Column, values: readonly ColumnValue[]): Buffer {
  return arrayOfColumn(column, values.length, (n) => values[n] ?? null);
}

/** The same of one field of many rows. */
export function columnArray(column: Column, rows: readonly RowShape[], field: string): Buffer {
  return arrayOfColumn(column, rows.length, (n) => rows[n]?.[field] ?? null);
}

function arrayOfColumn({ type }: Column, length: number, valueAt: (n: number) => ColumnValue): Buffer {
  switch (type) {
    case 'text':
      return textArray(converted(length, valueAt, String));
    case 'bigint':
      return int8Array(converted(length, valueAt, Number));
    case 'int':
    case 'smallint':
      return int4Array(converted(length, valueAt, Number));
    case 'boolean':
      return boolArray(converted(length, valueAt, Boolean));
  }
}

/** One pass, into one list: a batch writes ten thousand values. */
function converted<Value>(
  length: number,
  valueAt: (n: number) => ColumnValue,
  convert: (value: ColumnValue) => Value,
): (Value | null)[] {
  const values: (Value | null)[] = [];
  for (let n = 0; n < length; n += 1) {
    const value = valueAt(n);
    values.push(value === null ? null : convert(value));
  }
  return values;
}

/** A row kind with what its statements are made of; put together once. */
export interface KindSql {
  readonly kind: AnyRowKind;
  readonly fields: readonly { readonly field: string; readonly column: string; readonly type: Column }[];
  readonly keyFields: KindSql['fields'];
  /** `space, order_id`. */
  readonly keyColumns: string;
  readonly columns: string;
}

const kinds = new Map<AnyRowKind, KindSql>();

export function sqlOf(kind: AnyRowKind): KindSql {
  const known = kinds.get(kind);
  if (known !== undefined) return known;
  const fields = Object.entries(kind.columns).map(([field, type]) => ({ field, column: columnOf(field), type }));
  const keyFields = kind.key.map((key) => {
    const found = fields.find(({ field }) => field === key);
    if (found === undefined) throw new Error(`${kind.table} has no column for its key ${key}`);
    return found;
  });
  const made: KindSql = {
    kind,
    fields,
    keyFields,
    keyColumns: keyFields.map(({ column }) => column).join(', '),
    columns: fields.map(({ column }) => column).join(', '),
  };
  kinds.set(kind, made);
  return made;
}

/** A row as the database gives it, with its owner. */
export type OwnedSqlRow = { readonly shard: number; readonly member_id: string } & {
  readonly [column: string]: ColumnValue;
};

/** The row as the fold sees it. */
export function rowOf({ fields }: KindSql, row: OwnedSqlRow): RowShape {
  const shape: { [field: string]: ColumnValue } = {};
  for (const { field, column } of fields) shape[field] = row[column] ?? null;
  return shape;
}
