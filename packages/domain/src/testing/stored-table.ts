import { invariant } from '../kernel/base/invariant.ts';
import type { Need } from '../kernel/rows/needs.ts';
import { keyText, keyValues } from '../kernel/rows/row-kind.ts';
import type { AnyRowKind, Column, ColumnType, ColumnValue, RowKey, RowShape } from '../kernel/rows/row-kind.ts';
import type { RowChanges, RowSet } from '../kernel/rows/row-set.ts';

/** The rows of one kind of one member, as a database would keep them. */
export interface StoredTable {
  readonly kind: AnyRowKind;
  readonly rows: Map<string, RowShape>;
}

export function createStoredTable(kind: AnyRowKind): StoredTable {
  return { kind, rows: new Map() };
}

type RowNeed = Exclude<Need, { readonly by: 'state' | 'history' }>;

/** Answers a need out of the table; what is given is the fold's own. */
export function supplyRows(set: RowSet, { kind, rows }: StoredTable, need: RowNeed): void {
  switch (need.by) {
    case 'key':
      set.supplyKeys(
        need.keys,
        pick(rows, (row) => need.keys.some((key) => startsWith(kind, row, key))),
      );
      return;
    case 'prefix':
      set.supplyPrefixes(
        need.keys,
        pick(rows, (row) => need.keys.some((key) => startsWith(kind, row, key))),
      );
      return;
    case 'due':
      set.supplyDue(
        need.upTo,
        pick(rows, (row) => isLive(kind, row) && isDue(kind, row, need.upTo)),
      );
      return;
    case 'all':
      set.supplyWhole(pick(rows, (row) => isLive(kind, row)));
      return;
    case 'ever':
      set.supplyEver(pick(rows, () => true));
  }
}

function pick(rows: ReadonlyMap<string, RowShape>, isWanted: (row: RowShape) => boolean): RowShape[] {
  return [...rows.values()].filter(isWanted).map((row) => ({ ...row }));
}

function startsWith(kind: AnyRowKind, row: RowShape, key: RowKey): boolean {
  return key.every((value, index) => keyValues(kind, row)[index] === value);
}

function isLive({ live }: AnyRowKind, row: RowShape): boolean {
  return live === null || row[live] === null;
}

function isDue({ dueAt }: AnyRowKind, row: RowShape, upTo: number): boolean {
  invariant(dueAt !== null, 'only a kind with a due column is asked for what is due');
  const at = row[dueAt];
  return typeof at === 'number' && at <= upTo;
}

/** Writes what a batch changed, with what a database would refuse. */
export function writeRows({ kind, rows }: StoredTable, changes: RowChanges): void {
  if (changes.isCleared) rows.clear();
  if (changes.removed.length > 0) invariant(kind.write === 'replace', `rows of ${kind.table} are never removed`);
  for (const row of changes.removed) rows.delete(kind.keyOf(row));
  for (const row of changes.written) {
    checkRow(kind, row);
    const key = kind.keyOf(row);
    invariant(key === keyText(keyValues(kind, row)), `a row of ${kind.table} is kept under its key`);
    const known = rows.get(key);
    if (kind.write === 'append') invariant(known === undefined, `a row of ${kind.table} is added under its own key`);
    if (kind.write === 'add' && known !== undefined) kind.join(known, row);
    else rows.set(key, { ...row });
  }
}

function checkRow(kind: AnyRowKind, row: RowShape): void {
  const fields = Object.keys(kind.columns);
  const isWhole = Object.keys(row).length === fields.length;
  invariant(isWhole, `a row of ${kind.table} has the columns ${fields.join(', ')}`);
  for (const [field, column] of Object.entries(kind.columns))
    invariant(holds(column, row[field]), `${kind.table}.${field} is ${column.type}, not ${JSON.stringify(row[field])}`);
}

function holds({ type, isNullable }: Column, value: ColumnValue | undefined): boolean {
  return value === null ? isNullable === true : value !== undefined && fits[type](value);
}

function isWithin(bits: number) {
  return (value: ColumnValue): boolean =>
    Number.isSafeInteger(value) && Number(value) >= -(2 ** (bits - 1)) && Number(value) < 2 ** (bits - 1);
}

const fits: { readonly [Type in ColumnType]: (value: ColumnValue) => boolean } = {
  text: (value) => typeof value === 'string' && !value.includes('\0'),
  boolean: (value) => typeof value === 'boolean',
  smallint: isWithin(16),
  int: isWithin(32),
  bigint: Number.isSafeInteger,
};
