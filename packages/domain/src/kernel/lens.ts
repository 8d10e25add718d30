import type { AnyRowKind, ColumnType, ColumnValue, RowShape } from './rows/row-kind.ts';
import type { DecisionStep, FactStep } from './steps/steps.ts';

/**
 * What the analytical store keeps as one value. `name`: a text of which there are few, `number`: one that need not be whole,
 * `instant`: epoch milliseconds.
 */
export type LensScalar = 'boolean' | 'instant' | 'integer' | 'name' | 'number' | 'text';
export type LensItem = LensScalar | `nullable ${LensScalar}`;
/** A `dated name` is an instant with a name, of which the later one is the greater. */
export type LensType = LensItem | `list of ${LensItem}` | `map of ${LensScalar}` | 'dated name';

/** A value on its way to the lens: a list, or a map by name, where its column is one. */
export type LensValue =
  | string
  | number
  | boolean
  | null
  | readonly LensValue[]
  | { readonly [name: string]: string | number | boolean };

/** Values in the order of the columns that they are for. */
export type LensRow = readonly LensValue[];

export interface LensColumnShape {
  readonly name: string;
  readonly type: LensType;
}

/** A column of the members' table with how its value is read. */
export interface LensColumn<Seen> extends LensColumnShape {
  read(seen: Seen): LensValue;
}

/** What a part of any kind says of itself. Name, columns and revision together are its fingerprint. */
interface AnyPart {
  /** Of all facets, the only one of that name. */
  readonly name: string;
  /** Raised by a release under which a column of the same name and type means something else: then it is filled anew. */
  readonly revision: number;
  /** Rows of the facet that are read beside its state, all that still hold. */
  readonly needs?: readonly AnyRowKind[];
}

/**
 * Columns of the members' table: one value a member, as she stands now. They are sent with every step and every derived fact
 * of hers; what time alone changes must be told as a derived fact, or nobody sends it.
 */
export interface LensMemberPart<Seen> extends AnyPart {
  readonly kind: 'member';
  readonly columns: readonly LensColumn<Seen>[];
}

/** A table of the facet's own, whose name is that of the part; `shard` and `member_id` stand in each row. */
export interface LensTablePart<Seen> extends AnyPart {
  readonly kind: 'table';
  readonly columns: readonly LensColumnShape[];
  /** Columns that stand in the order of the rows before the member. With her they are what a row is known by. */
  readonly sortBy: readonly string[];
  /** `newest`: a row replaces the one that is known by the same. `greatest`: of each column the greatest value stays. */
  readonly keeps: 'newest' | 'greatest';
  /**
   * All rows of a member. They replace those that are known by the same, and no others: rows that may go stand in lists, one
   * row a member. Sent with facts and derived facts of these types, and with every other step of hers.
   */
  readonly whole?: {
    readonly facts: readonly string[];
    readonly derived: readonly string[];
    /** True where no decision about her changes them: then they are not sent with one. */
    readonly isPastDecisions?: true;
    rows(seen: Seen): readonly LensRow[];
  };
  /** Rows that single facts and decisions stand for; one that is sent twice is the same row. Such a part is filled from the logs. */
  readonly steps?: {
    readonly facts: readonly string[];
    readonly hasDecisions: boolean;
    rows(step: FactStep | DecisionStep): readonly LensRow[];
  };
}

/** One part of what the lens has of a facet: columns, values and tables come from this description alone. */
export type LensPart<Seen> = LensMemberPart<Seen> | LensTablePart<Seen>;

/** Equal for parts that the lens holds alike; another one is filled anew. */
export function fingerprintOf(part: LensPart<never>): string {
  const { kind, name, revision } = part;
  const columns = part.columns.map((column) => `${column.name} ${column.type}`);
  const table = part.kind === 'table' ? [part.keeps, ...part.sortBy] : [];
  return JSON.stringify([kind, name, revision, columns, table]);
}

/** The name of the column that holds a field of a row. */
export function columnOf(field: string): string {
  return field.replace(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`);
}

const scalars: Readonly<Record<ColumnType, LensScalar>> = {
  text: 'text',
  int: 'integer',
  bigint: 'integer',
  smallint: 'integer',
  boolean: 'boolean',
};

/**
 * The rows of a kind as they stand, in a table of the kind's own name. One row a member holds them all, in parallel lists,
 * so that the rows of a member are replaced together and none that went stays behind; `array join` makes rows of them.
 */
export function rowKindPart<Seen>(parts: {
  readonly kind: AnyRowKind;
  readonly revision: number;
  /** Types of facts and derived facts that change the rows. */
  readonly changedBy: { readonly facts: readonly string[]; readonly derived: readonly string[] };
  rowsOf(seen: Seen): readonly RowShape[];
}): LensTablePart<Seen> {
  const { kind, revision, changedBy } = parts;
  const fields = Object.entries(kind.columns);
  return {
    kind: 'table',
    name: kind.table,
    revision,
    needs: [kind],
    columns: fields.map(([field, { type, isNullable }]) => ({
      name: columnOf(field),
      type: isNullable === true ? `list of nullable ${scalars[type]}` : `list of ${scalars[type]}`,
    })),
    sortBy: [],
    keeps: 'newest',
    whole: {
      ...changedBy,
      rows(seen) {
        const rows = parts.rowsOf(seen);
        return [fields.map(([field]) => rows.map((row): ColumnValue => row[field] ?? null))];
      },
    },
  };
}
