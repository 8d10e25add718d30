import { countIn } from './count-day.ts';
import type { DayCount } from './count-day.ts';
import { invariant } from './invariant.ts';
import type { LoadedRows, MemberChanges, MemberWork } from './member-work.ts';
import type { ActivityDayRow, AttributeRow, OrderRow, RefundRow, StageEntryRow } from './rows.ts';
import type { DerivedFact } from './steps.ts';

/*
 * A batch opens thousands of members and touches one or two collections of each. Made on first use, the others cost
 * nothing: with all nine made at once, making and clearing them took more time than the fold itself.
 */

const uncountedMax = 256;

class Rows implements LoadedRows {
  hasAllEvidence = true;
  hasAllEntries = true;
  entries: StageEntryRow[] = [];
  #orders: Map<string, OrderRow> | null = null;
  #refunds: Map<string, RefundRow> | null = null;
  #days: Map<string, ActivityDayRow> | null = null;
  #uncounted: { readonly key: string; readonly one: DayCount }[] = [];
  #attributes: Map<string, AttributeRow> | null = null;

  get orders(): Map<string, OrderRow> {
    return (this.#orders ??= new Map());
  }

  get refunds(): Map<string, RefundRow> {
    return (this.#refunds ??= new Map());
  }

  get days(): Map<string, ActivityDayRow> {
    this.#days ??= new Map();
    if (this.#uncounted.length > 0) this.#count(this.#days);
    return this.#days;
  }

  /** Totals of days are asked for when a timeline is run anew, which is seldom: until then activities only line up. */
  noteDay(key: string, one: DayCount): void {
    this.#uncounted.push({ key, one });
    if (this.#uncounted.length >= uncountedMax) this.#count((this.#days ??= new Map<string, ActivityDayRow>()));
  }

  #count(days: Map<string, ActivityDayRow>): void {
    for (const { key, one } of this.#uncounted) countIn(days, key, one);
    this.#uncounted = [];
  }

  get attributes(): Map<string, AttributeRow> {
    return (this.#attributes ??= new Map());
  }

  get hasRefunds(): boolean {
    return this.#refunds !== null && this.#refunds.size > 0;
  }
}

type CollectionName = 'orders' | 'refunds' | 'dayDeltas' | 'attributes';
type MadeCollections = { readonly [Name in CollectionName]: MemberChanges[Name] | null };

class Changes implements MemberChanges {
  isActivityChanged = false;
  isLifecycleChanged = false;
  readonly entriesAdded: StageEntryRow[] = [];
  readonly entriesRemoved: StageEntryRow[] = [];
  readonly entriesSuperseded: StageEntryRow[] = [];
  readonly derived: DerivedFact[] = [];
  #orders: Set<string> | null = null;
  #refunds: Set<string> | null = null;
  #dayDeltas: Map<string, ActivityDayRow> | null = null;
  #attributes: Set<string> | null = null;

  get orders(): Set<string> {
    return (this.#orders ??= new Set());
  }

  get refunds(): Set<string> {
    return (this.#refunds ??= new Set());
  }

  get dayDeltas(): Map<string, ActivityDayRow> {
    return (this.#dayDeltas ??= new Map());
  }

  get attributes(): Set<string> {
    return (this.#attributes ??= new Set());
  }

  /** Those made so far; asking for one by its name would make it. */
  get made(): MadeCollections {
    return { orders: this.#orders, refunds: this.#refunds, dayDeltas: this.#dayDeltas, attributes: this.#attributes };
  }

  clear(): void {
    this.isActivityChanged = false;
    this.isLifecycleChanged = false;
    this.#orders = null;
    this.#refunds = null;
    this.#dayDeltas = null;
    this.#attributes = null;
    this.entriesAdded.length = 0;
    this.entriesRemoved.length = 0;
    this.entriesSuperseded.length = 0;
    this.derived.length = 0;
  }
}

export function createLoadedRows(): LoadedRows {
  return new Rows();
}

export function createMemberChanges(): MemberChanges {
  return new Changes();
}

/** Empties what has been written, so that the work can be folded further. */
export function emptyChanges(changes: MemberChanges): void {
  if (changes instanceof Changes) {
    changes.clear();
    return;
  }
  changes.isActivityChanged = false;
  changes.isLifecycleChanged = false;
  for (const collection of [changes.orders, changes.refunds, changes.dayDeltas, changes.attributes]) collection.clear();
  for (const list of [changes.entriesAdded, changes.entriesRemoved, changes.entriesSuperseded, changes.derived])
    list.length = 0;
}

/** Counts an activity in the total of its day. */
export function noteDay(rows: LoadedRows, key: string, one: DayCount): void {
  if (rows instanceof Rows) rows.noteDay(key, one);
  else countIn(rows.days, key, one);
}

/** Whether any refund is loaded, without making the map to ask it. */
export function holdsRefunds(rows: LoadedRows): boolean {
  return rows instanceof Rows ? rows.hasRefunds : rows.refunds.size > 0;
}

/** Rows of evidence that a member's batch changed: what the store has to write. Lists without any are one and the same. */
export interface ChangedEvidence {
  readonly orders: readonly OrderRow[];
  readonly refunds: readonly RefundRow[];
  /** Increments, not totals. */
  readonly days: readonly ActivityDayRow[];
  readonly attributes: readonly AttributeRow[];
}

const nothing: readonly never[] = [];

export function changedEvidence({ rows, changes }: MemberWork): ChangedEvidence {
  const made = changes instanceof Changes ? changes.made : changes;
  return {
    orders: made.orders === null ? nothing : pick(made.orders, rows.orders),
    refunds: made.refunds === null ? nothing : pick(made.refunds, rows.refunds),
    days: made.dayDeltas === null ? nothing : [...made.dayDeltas.values()],
    attributes: made.attributes === null ? nothing : pick(made.attributes, rows.attributes),
  };
}

function pick<Row>(keys: ReadonlySet<string>, rows: ReadonlyMap<string, Row>): readonly Row[] {
  return Array.from(keys, (key) => {
    const row = rows.get(key);
    invariant(row !== undefined, `a changed row is missing: ${key}`);
    return row;
  });
}
