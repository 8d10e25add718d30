/** What a column of a member's row may hold. */
export type ColumnValue = string | number | boolean | null;

/** A row as the fold sees it, by field name; the fields are its columns. */
export type RowShape = { readonly [field: string]: ColumnValue };

export type ColumnType = 'text' | 'int' | 'bigint' | 'smallint' | 'boolean';

export interface Column {
  readonly type: ColumnType;
  readonly isNullable?: boolean;
  /** Erased with the member. */
  readonly isPersonal?: boolean;
  /** Text that is a message's name or may be one: with the member erased, another one stands in its place. */
  readonly namesMessage?: boolean;
  /** Under `add`: how an increment joins what is stored. Columns of the key have none. */
  readonly add?: 'sum' | 'least' | 'greatest';
}

/** One value a column of the key, in its order. */
export type RowKey = readonly ColumnValue[];

export type WriteMode = 'replace' | 'append' | 'add';

/**
 * One table of rows that a facet keeps of each member: one description for the loader, the writer, the comparison of a
 * replay, the check of migrations, export, erasure and the lens. `(shard, member_id)` stands before the key.
 */
export interface AnyRowKind {
  /** The field's names in snake case are the columns. */
  readonly table: string;
  readonly key: readonly string[];
  readonly columns: { readonly [field: string]: Column };
  /**
   * `replace`: the row as a whole, or its removal. `append`: ledgers and history, never changed. `add`: increments, so that
   * the stored row need not be read.
   */
  readonly write: WriteMode;
  /** A nullable column that is null while the row still holds: only such rows are loaded by `all`. */
  readonly live: string | null;
  /** The column that a partial index on due rows is made of. */
  readonly dueAt: string | null;
  /** Place among the row kinds of its facet. */
  readonly index: number;
  keyOf(row: RowShape): string;
  isSameKey(a: RowShape, b: RowShape): boolean;
  /** Under `add`: joins an increment into a row of its own. */
  join(into: RowShape, increment: RowShape): void;
}

export interface RowKind<Row extends RowShape> extends AnyRowKind {
  readonly columns: { readonly [Field in keyof Row & string]: Column };
  keyOf(row: Row): string;
  isSameKey(a: Row, b: Row): boolean;
  join(into: Row, increment: Row): void;
}

/** No text that PostgreSQL can hold contains it. */
const separator = '\0';

/** The text under which a row is kept in memory. */
export function keyText(key: RowKey): string {
  if (key.length === 1) return String(key[0]);
  return key.length === 2 ? `${key[0] ?? ''}${separator}${key[1] ?? ''}` : key.join(separator);
}

/** Whether the text of a key begins with that of a shorter one. */
export function isKeyTextUnder(key: string, prefix: string): boolean {
  return key.startsWith(prefix) && key.startsWith(separator, prefix.length);
}

/** The values of the key columns of a row. */
export function keyValues(kind: AnyRowKind, row: RowShape): RowKey {
  return kind.key.map((field) => row[field] ?? null);
}

/** The text of the first so many columns of a row's key. */
export function prefixOf({ key }: AnyRowKind, row: RowShape, length: number): string {
  const [first = '', second = ''] = key;
  if (length === 1) return String(row[first]);
  if (length === 2) return keyText([row[first] ?? null, row[second] ?? null]);
  return keyText(key.slice(0, length).map((field) => row[field] ?? null));
}

export interface RowKindParts<Row extends RowShape> {
  readonly table: string;
  readonly key: readonly (keyof Row & string)[];
  readonly columns: { readonly [Field in keyof Row & string]: Column };
  readonly write: WriteMode;
  readonly live?: keyof Row & string;
  readonly dueAt?: keyof Row & string;
  readonly index: number;
  /** Where a table is written a million times a second, its own way of making and comparing keys and of joining increments. */
  readonly keyOf?: (row: Row) => string;
  readonly isSameKey?: (a: Row, b: Row) => boolean;
  readonly join?: (into: Row, increment: Row) => void;
}

export function defineRowKind<Row extends RowShape>(parts: RowKindParts<Row>): RowKind<Row> {
  const { key } = parts;
  return {
    table: parts.table,
    key,
    columns: parts.columns,
    write: parts.write,
    live: parts.live ?? null,
    dueAt: parts.dueAt ?? null,
    index: parts.index,
    keyOf: parts.keyOf ?? keyMaker(key),
    isSameKey: parts.isSameKey ?? keyComparison(key),
    join: parts.join ?? joinerOf(parts.columns),
  };
}

/** Keys are made of every row that is read or written: those of the usual lengths without a list. */
function keyMaker<Row extends RowShape>(key: readonly (keyof Row & string)[]): (row: Row) => string {
  const [first, second, third, ...others] = key;
  if (first === undefined || others.length > 0) return (row) => key.map((field) => row[field]).join(separator);
  if (second === undefined) return (row) => String(row[first]);
  if (third === undefined) return (row) => `${row[first] ?? ''}${separator}${row[second] ?? ''}`;
  return (row) => `${row[first] ?? ''}${separator}${row[second] ?? ''}${separator}${row[third] ?? ''}`;
}

/** The last field first: it is the one that most often differs. */
function keyComparison<Row extends RowShape>(key: readonly (keyof Row & string)[]): (a: Row, b: Row) => boolean {
  const [first, second, ...others] = key;
  if (first === undefined || others.length > 0) return (a, b) => key.every((field) => a[field] === b[field]);
  if (second === undefined) return (a, b) => a[first] === b[first];
  return (a, b) => a[second] === b[second] && a[first] === b[first];
}

function joinerOf(columns: AnyRowKind['columns']): (into: RowShape, increment: RowShape) => void {
  const joins = Object.entries(columns).flatMap(([field, { add }]) => (add === undefined ? [] : [{ field, add }]));
  return (into, increment) => {
    const joined: { [field: string]: ColumnValue } = into;
    for (const { field, add } of joins) {
      const [a, b] = [Number(into[field]), Number(increment[field])];
      joined[field] = add === 'sum' ? a + b : add === 'least' ? Math.min(a, b) : Math.max(a, b);
    }
  };
}
