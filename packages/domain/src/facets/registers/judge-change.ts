import type { DayTable } from '../../kernel/base/day-table.ts';
import type { RowSet } from '../../kernel/rows/row-set.ts';
import { addMonths } from '../../models/statistics/months.ts';
import type { AttributeLock } from '../../kernel/documents/attribute-locks.ts';
import { joinAttributes } from './registers.ts';
import type { RegistersRules } from './rules.ts';
import type { AttributeChangeRow, AttributeOutcome, AttributeRow } from './rows.ts';

/*
 * Whether a locked attribute may change. Where nothing is locked the last that was said of a member counts, in whatever order it arrives; of
 * a locked attribute it is the order in which it was recorded that decides, for a lock asks what she has had before.
 */

const monthsOf = { month: 1, quarter: 3, half_year: 6, year: 12 } as const;

/** What a write to a locked attribute is; null: it leaves the value as it is. */
export interface Verdict {
  readonly outcome: AttributeOutcome;
  readonly mayChangeAt: number | null;
}

export interface Change {
  readonly before: AttributeRow | null;
  readonly write: AttributeRow;
  /** Of the attribute alone. */
  readonly log: readonly AttributeChangeRow[];
  readonly at: number;
}

export function judgeChange(lock: AttributeLock, change: Change, days: DayTable): Verdict | null {
  const { before, write, log, at } = change;
  if (before !== null && joinAttributes(before, write) === before) return null;
  if ((before?.value ?? nothing) === write.value) return null;
  if (isFirst(before, log)) return { outcome: 'set', mayChangeAt: null };
  const opensAt = mayChangeAt(lock, log, days);
  if (opensAt !== null && opensAt <= at) return { outcome: 'changed', mayChangeAt: null };
  return { outcome: 'refused', mayChangeAt: opensAt };
}

const nothing = 'null';

/** Who takes a value away and gives another one has changed it. */
function isFirst(before: AttributeRow | null, log: readonly AttributeChangeRow[]): boolean {
  return (before?.value ?? nothing) === nothing && log.every(({ outcome }) => outcome === 'refused');
}

/** From when on an attribute may change that has been given a value; null: never. In the past where it may at any time. */
export function mayChangeAt(lock: AttributeLock, log: readonly AttributeChangeRow[], days: DayTable): number | null {
  const { changes, every } = lock;
  const last = log
    .filter(({ outcome }) => outcome === 'changed')
    .map(({ at }) => at)
    .toSorted((a, b) => b - a)
    .slice(0, changes);
  if (last.length < changes) return Number.MIN_SAFE_INTEGER;
  const first = last.at(-1);
  // None of the changes that are allowed has been made, for none is.
  if (first === undefined || every === 'ever') return null;
  return days.startOf(addMonths(days.dayOf(first), monthsOf[every]));
}

/** Attempts that are kept of one attribute: a sender that tries another value every day fills no table. */
const refusedMax = 100;

/** Notes what became of a write. The same value from the same sender is noted once until the attribute changes. */
export function noteChange(rows: RowSet<AttributeChangeRow>, row: AttributeChangeRow): void {
  if (row.outcome !== 'refused') {
    rows.put(row);
    return;
  }
  const log = rows.rowsUnder([row.name]);
  const accepted = log.filter(({ outcome }) => outcome !== 'refused').map(({ at }) => at);
  const since = Math.max(Number.MIN_SAFE_INTEGER, ...accepted);
  const refused = log.filter(({ outcome }) => outcome === 'refused').toSorted(byTime);
  if (refused.some(({ at, by, value }) => at >= since && by === row.by && value === row.value)) return;
  for (const old of refused.slice(0, Math.max(0, refused.length - refusedMax + 1))) rows.remove(old);
  rows.put(row);
}

function byTime(a: AttributeChangeRow, b: AttributeChangeRow): number {
  return a.at - b.at || (a.message < b.message ? -1 : 1);
}

/** Since when a member has had the attribute: by its log, or by its value where that began before the lock. */
function hadSince({ occurredAt }: AttributeRow, log: readonly AttributeChangeRow[]): number {
  const accepted = log.filter(({ outcome }) => outcome !== 'refused').map(({ at }) => at);
  return Math.min(occurredAt, ...accepted);
}

export interface OneOfTwo {
  readonly row: AttributeRow;
  readonly log: readonly AttributeChangeRow[];
}

/** Of two members who are one, whose value stays: that of who has had hers longer. A merge is no way round a lock. */
export function olderOf(own: OneOfTwo, other: OneOfTwo): AttributeRow {
  if (own.row.value === other.row.value) return joinAttributes(own.row, other.row);
  if (isFirst(own.row, own.log)) return other.row;
  if (isFirst(other.row, other.log)) return own.row;
  return hadSince(own.row, own.log) <= hadSince(other.row, other.log) ? own.row : other.row;
}

export function lockOf({ locks }: RegistersRules, { kind, name }: Pick<AttributeRow, 'kind' | 'name'>) {
  return kind === 'attribute' ? locks.get(name) : undefined;
}
