import { columnOf } from '@perennial/domain';
import type { AnyRowKind, Column, ColumnType, ColumnValue, RowShape } from '@perennial/domain';
import { boolArray } from '../wire/binary-arrays.ts';
import { int4Column, int8Column, textColumn } from '../wire/columns.ts';

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
  return columnArray(
    column,
    values.map((value) => ({ value })),
    'value',
  );
}

/** The same of one field of many rows: a batch writes ten thousands of values, so none is put into a list on the way. */
export function columnArray({ type }: Column, rows: readonly RowShape[], field: string): Buffer {
  switch (type) {
    case 'text':
      return textColumn(rows, field);
    case 'bigint':
      return int8Column(rows, field);
    case 'int':
    case 'smallint':
      return int4Column(rows, field);
    case 'boolean':
      return boolArray(rows.map((row) => toBoolean(row[field] ?? null)));
  }
}

function toBoolean(value: ColumnValue): boolean | null {
  return value === null ? null : Boolean(value);
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
