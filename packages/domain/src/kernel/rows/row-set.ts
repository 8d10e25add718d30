import { invariant } from '../base/invariant.ts';
import { isKeyTextUnder, keyText, prefixOf } from './row-kind.ts';
import type { AnyRowKind, RowKey, RowKind, RowShape } from './row-kind.ts';

/** What a batch has to write of one row kind of one member. */
export interface RowChanges<Row extends RowShape = RowShape> {
  /** Every stored row of the kind goes before the others are written: the member was folded anew. */
  readonly isCleared: boolean;
  /** Rows as a whole; increments under `add`. */
  readonly written: readonly Row[];
  readonly removed: readonly Row[];
}

/** What memory has under one key. */
interface Entry<Row> {
  /** Null: there is no row. */
  row: Row | null;
  /** The row that went, for its key. */
  removed: Row | null;
  /** False when the store is known to have no row under the key: then none need be removed there. */
  mayBeStored: boolean;
  isChanged: boolean;
}

const nothing: readonly never[] = [];
const unchanged: RowChanges<never> = { isCleared: false, written: nothing, removed: nothing };
/** Up to so many rows looking at each is quicker than an index. */
const scannedMax = 16;

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
  #isComplete: boolean;
  #entries: Map<string, Entry<Row>> | null = null;
  #changed: Entry<Row>[] | null = null;
  #isCleared = false;
  /** Rows put and not yet under their keys: most are never asked for again before they are written. */
  #unindexed: Row[] | null = null;
  #prefixes: Set<string> | null = null;
  #dueUpTo = Number.NEGATIVE_INFINITY;
  /** Rows by the beginning of their keys, of one length: kept up once it was asked for. */
  #groups: Map<string, Map<string, Row>> | null = null;
  #groupLength = 0;
  /** Under `add`: increments not yet written, each key once; totals are put together when they are asked for. */
  #increments: Row[] | null = null;
  #incrementOf: Map<string, Row> | null = null;
  #totals: Map<string, Row> | null = null;

  constructor(kind: RowKind<Row>, isWhole: boolean) {
    this.kind = kind;
    this.isWhole = isWhole;
    this.#isComplete = isWhole;
  }

  /** Whether every row is here, those that hold no longer too. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  isKnown(key: string): boolean {
    if (this.#isComplete) return true;
    this.#index();
    return this.#entries?.has(key) === true || this.#isUnderKnown(key);
  }

  #isUnderKnown(key: string): boolean {
    for (const prefix of this.#prefixes ?? nothing) if (isKeyTextUnder(key, prefix)) return true;
    return false;
  }

  /** Whether all rows whose key begins so are here. */
  isPrefixKnown(prefix: string): boolean {
    return this.#isComplete || this.#prefixes?.has(prefix) === true;
  }

  /** Whether all rows that still hold and fall due at or before `upTo` are here. */
  isDueKnown(upTo: number): boolean {
    return this.isWhole || upTo <= this.#dueUpTo;
  }

  /** The row, or null when there is none; one that was not loaded is not there either, so ask `isKnown` first. */
  get(key: string): Row | null {
    if (this.kind.write === 'add') return this.#sum().get(key) ?? null;
    this.#index();
    return this.#entries?.get(key)?.row ?? null;
  }

  /** The rows in memory, those that hold no longer among them until they are written. */
  rows(): readonly Row[] {
    if (this.kind.write === 'add') return [...this.#sum().values()];
    this.#index();
    if (this.#entries === null) return nothing;
    const rows: Row[] = [];
    for (const { row } of this.#entries.values()) if (row !== null) rows.push(row);
    return rows;
  }

  /** The rows in memory whose keys begin so; where there are many, by an index over prefixes of this length. */
  rowsUnder(prefix: RowKey): readonly Row[] {
    this.#index();
    if (this.#entries === null) return nothing;
    if (this.#groups === null && this.#entries.size <= scannedMax) return this.#scan(prefix);
    if (this.#groups === null || this.#groupLength !== prefix.length) this.#group(prefix.length);
    return [...(this.#groups?.get(keyText(prefix))?.values() ?? nothing)];
  }

  #scan(prefix: RowKey): readonly Row[] {
    let found: Row[] | null = null;
    for (const { row } of this.#entries?.values() ?? nothing)
      if (row !== null && isUnder(this.kind, row, prefix)) (found ??= []).push(row);
    return found ?? nothing;
  }

  #group(length: number): void {
    this.#groups = new Map();
    this.#groupLength = length;
    for (const [key, { row }] of this.#entries ?? nothing) if (row !== null) this.#noteGroup(key, row, true);
  }

  #noteGroup(key: string, row: Row, isThere: boolean): void {
    if (this.#groups === null) return;
    const prefix = prefixOf(this.kind, row, this.#groupLength);
    const group = this.#groups.get(prefix);
    if (!isThere) group?.delete(key);
    else if (group === undefined) this.#groups.set(prefix, new Map([[key, row]]));
    else group.set(key, row);
  }

  /** Whether nothing of the kind is in memory. */
  get isEmpty(): boolean {
    return this.#entries === null && this.#increments === null && this.#unindexed === null;
  }

  put(row: Row): void {
    (this.#unindexed ??= []).push(row);
  }

  /** The same for who has made the key already. */
  putAt(key: string, row: Row): void {
    this.#index();
    this.#change(key, row);
    this.#noteGroup(key, row, true);
  }

  #index(): void {
    const rows = this.#unindexed;
    if (rows === null) return;
    this.#unindexed = null;
    for (const row of rows) {
      const key = this.kind.keyOf(row);
      this.#change(key, row);
      this.#noteGroup(key, row, true);
    }
  }

  #change(key: string, row: Row | null): Entry<Row> {
    const entries = (this.#entries ??= new Map<string, Entry<Row>>());
    let entry = entries.get(key);
    if (entry === undefined) {
      entry = { row, removed: null, mayBeStored: !this.#isComplete, isChanged: false };
      entries.set(key, entry);
    } else entry.row = row;
    if (!entry.isChanged) {
      entry.isChanged = true;
      (this.#changed ??= []).push(entry);
    }
    return entry;
  }

  remove(row: Row): void {
    this.#index();
    const key = this.kind.keyOf(row);
    this.#change(key, null).removed = row;
    this.#noteGroup(key, row, false);
  }

  /** Counts an increment, which becomes the set's own. */
  add(increment: Row): void {
    this.#addToTotals(increment);
    const known = this.#incrementLike(increment);
    if (known === null) {
      (this.#increments ??= []).push(increment);
      this.#incrementOf?.set(this.kind.keyOf(increment), increment);
    } else this.kind.join(known, increment);
  }

  /** Totals that are known stay so: there may be one for every day of years. Who was given a row keeps it as it was. */
  #addToTotals(increment: Row): void {
    if (this.#totals === null) return;
    const key = this.kind.keyOf(increment);
    const total = this.#totals.get(key);
    const joined = { ...(total ?? increment) };
    if (total !== undefined) this.kind.join(joined, increment);
    this.#totals.set(key, joined);
  }

  /** Few are compared one by one, which is quicker than to make a key of each. */
  #incrementLike(increment: Row): Row | null {
    const increments = this.#increments;
    if (increments === null) return null;
    if (increments.length <= scannedMax) {
      for (const known of increments) if (this.kind.isSameKey(known, increment)) return known;
      return null;
    }
    this.#incrementOf ??= new Map(increments.map((known) => [this.kind.keyOf(known), known]));
    return this.#incrementOf.get(this.kind.keyOf(increment)) ?? null;
  }

  /** Replaces everything: the member is folded anew. */
  refill(rows: Iterable<Row>): void {
    this.#entries = null;
    this.#changed = null;
    this.#unindexed = null;
    this.#groups = null;
    this.#increments = null;
    this.#incrementOf = null;
    this.#totals = null;
    this.#isCleared = true;
    this.#isComplete = true;
    this.isWhole = true;
    for (const row of rows) {
      if (this.kind.write === 'add') this.add({ ...row });
      else this.put(row);
    }
  }

  /** Takes in rows that were loaded for `keys`. */
  supplyKeys(keys: readonly RowKey[], stored: readonly Row[]): void {
    this.#supply(stored);
    const entries = (this.#entries ??= new Map<string, Entry<Row>>());
    for (const key of keys) {
      const text = keyText(key);
      if (!entries.has(text)) entries.set(text, { row: null, removed: null, mayBeStored: false, isChanged: false });
    }
  }

  supplyPrefixes(prefixes: readonly RowKey[], stored: readonly Row[]): void {
    this.#supply(stored);
    const known = (this.#prefixes ??= new Set());
    for (const prefix of prefixes) known.add(keyText(prefix));
  }

  /** Takes in the rows that still hold and fall due at or before `upTo`. */
  supplyDue(upTo: number, stored: readonly Row[]): void {
    this.#supply(stored);
    this.#dueUpTo = Math.max(this.#dueUpTo, upTo);
  }

  /** Takes in every row that still holds. */
  supplyWhole(stored: readonly Row[]): void {
    if (this.isWhole) return;
    this.#supply(stored);
    this.isWhole = true;
    this.#isComplete = this.kind.live === null;
  }

  /** Takes in every row there is, those that hold no longer too. */
  supplyEver(stored: readonly Row[]): void {
    if (this.#isComplete) return;
    this.#supply(stored);
    this.isWhole = true;
    this.#isComplete = true;
  }

  #supply(stored: readonly Row[]): void {
    this.#index();
    const entries = (this.#entries ??= new Map<string, Entry<Row>>());
    this.#totals = null;
    for (const row of stored) {
      const key = this.kind.keyOf(row);
      if (entries.has(key)) continue;
      entries.set(key, { row, removed: null, mayBeStored: true, isChanged: false });
      this.#noteGroup(key, row, true);
    }
  }

  /** Totals of what is stored and what came since. */
  #sum(): ReadonlyMap<string, Row> {
    invariant(this.isWhole, `totals of ${this.kind.table} need all rows`);
    if (this.#totals !== null) return this.#totals;
    const totals = new Map<string, Row>();
    for (const [key, { row }] of this.#entries ?? nothing) if (row !== null) totals.set(key, { ...row });
    for (const increment of this.#increments ?? nothing) {
      const key = this.kind.keyOf(increment);
      const known = totals.get(key);
      if (known === undefined) totals.set(key, { ...increment });
      else this.kind.join(known, increment);
    }
    this.#totals = totals;
    return totals;
  }

  /** The lists are the set's own: to be read before anything else is done to it. */
  changes(): RowChanges<Row> {
    const put = this.#unindexed;
    const isPlain = this.#changed === null && put !== null && this.#increments === null;
    if (isPlain && (this.kind.write === 'append' || haveKeysOfTheirOwn(this.kind, put)))
      return { isCleared: this.#isCleared, written: put, removed: nothing };
    this.#index();
    if (this.#changed !== null) return this.#changesOfEntries(this.#changed);
    if (this.#increments === null && !this.#isCleared) return unchanged;
    return { isCleared: this.#isCleared, written: this.#increments ?? nothing, removed: nothing };
  }

  #changesOfEntries(changed: readonly Entry<Row>[]): RowChanges<Row> {
    const written: Row[] = this.#increments === null ? [] : [...this.#increments];
    let removed: Row[] | null = null;
    for (const entry of changed) {
      if (entry.row !== null) written.push(entry.row);
      else if (entry.removed !== null && entry.mayBeStored && !this.#isCleared) (removed ??= []).push(entry.removed);
    }
    return { isCleared: this.#isCleared, written, removed: removed ?? nothing };
  }

  /** Forgets what has been written, so that the member can be folded further. */
  clearChanges(): void {
    this.#index();
    if (this.kind.write === 'add') this.#keepTotals();
    for (const entry of this.#changed ?? nothing) {
      entry.isChanged = false;
      entry.mayBeStored = entry.row !== null;
      entry.removed = null;
    }
    this.#changed = null;
    this.#isCleared = false;
    this.#dropEnded();
  }

  /** What is stored now are the totals, where they can be known. */
  #keepTotals(): void {
    const totals = this.isWhole && this.#increments !== null ? this.#sum() : null;
    if (totals !== null) {
      this.#entries = new Map<string, Entry<Row>>();
      for (const [key, row] of totals)
        this.#entries.set(key, { row, removed: null, mayBeStored: true, isChanged: false });
    } else if (!this.isWhole) this.#entries = null;
    this.#increments = null;
    this.#incrementOf = null;
    this.#totals = null;
  }

  /** Rows that hold no longer are written and gone; whoever asks for them loads them again. */
  #dropEnded(): void {
    const { live } = this.kind;
    if (live === null) return;
    for (const [key, { row }] of this.#entries ?? nothing) {
      if (row === null || row[live] === null) continue;
      this.#entries?.delete(key);
      this.#noteGroup(key, row, false);
      this.#isComplete = false;
      this.#prefixes = null;
    }
  }
}

/** Of a row or two, as most members have them, this is known without making keys. */
function haveKeysOfTheirOwn<Row extends RowShape>(kind: RowKind<Row>, rows: readonly Row[]): boolean {
  if (rows.length > scannedMax) return false;
  for (let n = 1; n < rows.length; n += 1) {
    for (let before = 0; before < n; before += 1) {
      const [a, b] = [rows[before], rows[n]];
      if (a !== undefined && b !== undefined && kind.isSameKey(a, b)) return false;
    }
  }
  return true;
}

function isUnder(kind: AnyRowKind, row: RowShape, prefix: RowKey): boolean {
  for (let i = 0; i < prefix.length; i += 1) if (row[kind.key[i] ?? ''] !== prefix[i]) return false;
  return true;
}
