import { invariant } from './invariant.ts';
import { keyText, keyValues } from './row-kind.ts';
import type { AnyRowKind, RowKey, RowKind, RowShape } from './row-kind.ts';

/** What a batch has to write of one row kind of one member. */
export interface RowChanges<Row extends RowShape = RowShape> {
  /** Every stored row of the kind goes before the others are written: the member was folded anew. */
  readonly isCleared: boolean;
  /** Rows as a whole; increments under `add`. */
  readonly written: readonly Row[];
  readonly removed: readonly Row[];
}

const nothing: readonly never[] = [];
const unchanged: RowChanges<never> = { isCleared: false, written: nothing, removed: nothing };

/**
 * The rows of one kind of one member while a batch is folded: what was loaded, and what changed. A key that is not known
 * was not loaded; a known one without a row is not there. What memory has stands before what is loaded later.
 *
 * Made on first use, and its parts as well: a batch opens thousands of members and touches one or two kinds of each.
 */
export class RowSet<Row extends RowShape = RowShape> {
  readonly kind: RowKind<Row>;
  /** Every row that still holds is here. */
  isWhole: boolean;
  /** Null: known not to be there. */
  #rows: Map<string, Row | null> | null = null;
  #prefixes: Set<string> | null = null;
  #written: Map<string, Row> | null = null;
  #removed: Map<string, Row> | null = null;
  #isCleared = false;
  /** Rows put and not yet under their keys: most are never asked for again before they are written. */
  #unindexed: Row[] | null = null;
  /** Under `add`: increments not yet written; totals are put together when they are asked for. */
  #increments: Map<string, Row> | null = null;
  #totals: Map<string, Row> | null = null;

  constructor(kind: RowKind<Row>, isWhole: boolean) {
    this.kind = kind;
    this.isWhole = isWhole;
  }

  isKnown(key: string): boolean {
    if (this.isWhole) return true;
    this.#index();
    return this.#rows?.has(key) === true;
  }

  /** Whether all rows whose key begins so are here. */
  isPrefixKnown(prefix: string): boolean {
    return this.isWhole || this.#prefixes?.has(prefix) === true;
  }

  /** The row, or null when there is none; one that was not loaded is not there either, so ask `isKnown` first. */
  get(key: string): Row | null {
    if (this.kind.write === 'add') return this.#sum().get(key) ?? null;
    this.#index();
    return this.#rows?.get(key) ?? null;
  }

  /** The rows in memory, those that hold no longer among them until they are written. */
  rows(): readonly Row[] {
    if (this.kind.write === 'add') return [...this.#sum().values()];
    this.#index();
    if (this.#rows === null) return nothing;
    const rows: Row[] = [];
    for (const row of this.#rows.values()) if (row !== null) rows.push(row);
    return rows;
  }

  /** Whether nothing of the kind is in memory. */
  get isEmpty(): boolean {
    return this.#rows === null && this.#increments === null && this.#unindexed === null;
  }

  put(row: Row): void {
    (this.#unindexed ??= []).push(row);
  }

  #index(): void {
    const rows = this.#unindexed;
    if (rows === null) return;
    this.#unindexed = null;
    const [known, written] = [(this.#rows ??= new Map()), (this.#written ??= new Map())];
    for (const row of rows) {
      const key = this.kind.keyOf(row);
      known.set(key, row);
      written.set(key, row);
      this.#removed?.delete(key);
    }
  }

  remove(row: Row): void {
    this.#index();
    const key = this.kind.keyOf(row);
    (this.#rows ??= new Map()).set(key, null);
    this.#written?.delete(key);
    (this.#removed ??= new Map()).set(key, row);
  }

  /** Counts an increment, which becomes the set's own. */
  add(increment: Row): void {
    const key = this.kind.keyOf(increment);
    const known = this.#increments?.get(key);
    if (known === undefined) (this.#increments ??= new Map()).set(key, increment);
    else this.kind.join(known, increment);
    this.#totals = null;
  }

  /** Replaces everything: the member is folded anew. */
  refill(rows: Iterable<Row>): void {
    this.#rows = null;
    this.#unindexed = null;
    this.#written = null;
    this.#removed = null;
    this.#increments = null;
    this.#totals = null;
    this.#isCleared = true;
    this.isWhole = true;
    for (const row of rows) {
      if (this.kind.write === 'add') this.add({ ...row });
      else this.put(row);
    }
  }

  /** Takes in rows that were loaded for `keys`. */
  supplyKeys(keys: readonly RowKey[], stored: readonly Row[]): void {
    this.#supply(stored);
    const rows = (this.#rows ??= new Map());
    for (const key of keys) {
      const text = keyText(key);
      if (!rows.has(text)) rows.set(text, null);
    }
  }

  supplyPrefixes(prefixes: readonly RowKey[], stored: readonly Row[]): void {
    this.#supply(stored);
    const known = (this.#prefixes ??= new Set());
    for (const prefix of prefixes) known.add(keyText(prefix));
  }

  supplyWhole(stored: readonly Row[]): void {
    if (this.isWhole) return;
    this.#supply(stored);
    this.isWhole = true;
  }

  #supply(stored: readonly Row[]): void {
    this.#index();
    const rows = (this.#rows ??= new Map());
    this.#totals = null;
    for (const row of stored) {
      const key = this.kind.keyOf(row);
      if (!rows.has(key)) rows.set(key, row);
    }
  }

  /** Totals of what is stored and what came since. */
  #sum(): ReadonlyMap<string, Row> {
    invariant(this.isWhole, `totals of ${this.kind.table} need all rows`);
    if (this.#totals !== null) return this.#totals;
    const totals = new Map<string, Row>();
    for (const [key, row] of this.#rows ?? []) if (row !== null) totals.set(key, { ...row });
    for (const [key, increment] of this.#increments ?? []) {
      const known = totals.get(key);
      if (known === undefined) totals.set(key, { ...increment });
      else this.kind.join(known, increment);
    }
    this.#totals = totals;
    return totals;
  }

  changes(): RowChanges<Row> {
    this.#index();
    const written = this.kind.write === 'add' ? this.#increments : this.#written;
    if (written === null && this.#removed === null && !this.#isCleared) return unchanged;
    return {
      isCleared: this.#isCleared,
      written: written === null ? nothing : [...written.values()],
      removed: this.#removed === null || this.#isCleared ? nothing : [...this.#removed.values()],
    };
  }

  /** Forgets what has been written, so that the member can be folded further. */
  clearChanges(): void {
    this.#index();
    if (this.kind.write === 'add' && this.isWhole && this.#increments !== null) this.#rows = new Map(this.#sum());
    else if (this.kind.write === 'add') this.#rows = null;
    this.#increments = null;
    this.#totals = null;
    this.#written = null;
    this.#removed = null;
    this.#isCleared = false;
    const { live } = this.kind;
    if (live === null || this.#rows === null) return;
    for (const [key, row] of this.#rows) if (row !== null && row[live] !== null) this.#rows.delete(key);
  }
}

/** The prefix of a row's key that has as many columns as `like`. */
export function prefixOf(kind: AnyRowKind, row: RowShape, length: number): string {
  return keyText(keyValues(kind, row).slice(0, length));
}
