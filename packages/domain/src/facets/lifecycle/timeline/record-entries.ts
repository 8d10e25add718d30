import type { Use } from '../../../kernel/facet.ts';
import type { LifecycleView } from './rules.ts';
import { compareEntries, stageEntryRows } from '../stages/entry-row.ts';
import type { StageEntryRow } from '../stages/entry-row.ts';
import type { StagePoint } from '../stages/stage-track.ts';

/** Live entries as far as they are loaded, ascending by lifecycle and instant. */
export function entriesOf(view: LifecycleView): StageEntryRow[] {
  const { state } = view;
  const set = view.rows(stageEntryRows);
  if (state.entries !== null && (state.hasAllEntries || !set.isWhole)) return state.entries;
  state.entries = set.isEmpty
    ? []
    : set
        .rows()
        .filter((entry) => entry.supersededAt === null)
        .sort(compareEntries);
  state.hasAllEntries = set.isWhole;
  return state.entries;
}

export interface EntryChange {
  readonly lifecycle: string;
  /** Entries before this instant were not touched. */
  readonly fromAt: number;
  /** What now holds from `fromAt` on. */
  readonly points: readonly StagePoint[];
}

/**
 * Brings the live entries of one lifecycle in line with its timeline and tells what changed. Entries that still hold stay
 * as they were recorded. An entry that no longer holds is kept as superseded if it was acted on, unless it was recorded
 * at this very instant: what is known at an instant is the last that was recorded then. Returns the change in the
 * number of live reactivations.
 */
export function recordEntries(view: LifecycleView, change: EntryChange, use: Use): number {
  const entries = entriesOf(view);
  const old = entriesFrom(entries, change);
  if (old.length === 0 && change.points.length === 0) return 0;
  const added: StageEntryRow[] = [];
  const kept = new Set<StageEntryRow>();
  let place = 0;
  for (const point of change.points) {
    // Both ascend by instant.
    while ((old[place]?.validFrom ?? Number.POSITIVE_INFINITY) < point.validFrom) place += 1;
    const known = old[place];
    if (known !== undefined && isSamePoint(known, point)) kept.add(known);
    else added.push(toEntry(change.lifecycle, point, use));
  }
  const gone = old.filter((entry) => !kept.has(entry));
  if (added.length === 0 && gone.length === 0) return 0;
  if (gone.length > 0) view.state.entries = entries.filter((entry) => !gone.includes(entry));
  for (const entry of gone) dropEntry(view, entry, use.recordedAt);
  const set = view.rows(stageEntryRows);
  for (const entry of added) set.put(entry);
  keepEntries(view, added, gone.length === 0 && old.length === 0);
  tellChange(view, { lifecycle: change.lifecycle, added, gone }, use);
  return countReactivations(added) - countReactivations(gone);
}

function keepEntries(view: LifecycleView, added: readonly StageEntryRow[], isEnd: boolean): void {
  const entries = (view.state.entries ??= []);
  const isOrdered = isEnd && isAfterAll(entries, added);
  entries.push(...added);
  if (!isOrdered) entries.sort(compareEntries);
}

/** Closes every live entry of a member or of a lifecycle that is no more. */
export function clearEntries(view: LifecycleView, lifecycles: ReadonlySet<string>, use: Use): void {
  for (const lifecycle of lifecycles)
    recordEntries(view, { lifecycle, fromAt: Number.NEGATIVE_INFINITY, points: [] }, use);
}

const noEntries: readonly StageEntryRow[] = [];

function entriesFrom(entries: readonly StageEntryRow[], change: EntryChange): readonly StageEntryRow[] {
  let own: StageEntryRow[] | null = null;
  for (const entry of entries) {
    if (entry.validFrom >= change.fromAt && entry.lifecycle === change.lifecycle) (own ??= []).push(entry);
  }
  return own ?? noEntries;
}

function isAfterAll(entries: readonly StageEntryRow[], added: readonly StageEntryRow[]): boolean {
  const last = entries[entries.length - 1];
  const first = added[0];
  return last === undefined || first === undefined || compareEntries(last, first) < 0;
}

function isSamePoint(entry: StageEntryRow, point: StagePoint): boolean {
  return (
    entry.validFrom === point.validFrom &&
    entry.stage === point.stage &&
    entry.fromStage === point.fromStage &&
    entry.isReactivation === point.isReactivation
  );
}

function toEntry(lifecycle: string, point: StagePoint, use: Use): StageEntryRow {
  return {
    lifecycle,
    validFrom: point.validFrom,
    recordedAt: use.recordedAt,
    stage: point.stage,
    fromStage: point.fromStage,
    isReactivation: point.isReactivation,
    programVersion: use.program.version,
    causeKind: use.causeKind,
    causePosition: use.position,
    causeAt: use.recordedAt,
    isActed: point.validFrom >= use.actsFrom,
    supersededAt: null,
  };
}

function dropEntry(view: LifecycleView, entry: StageEntryRow, recordedAt: number): void {
  const set = view.rows(stageEntryRows);
  if (entry.isActed && entry.recordedAt < recordedAt) set.put({ ...entry, supersededAt: recordedAt });
  else set.remove(entry);
}

interface TimelineChange {
  readonly lifecycle: string;
  readonly added: readonly StageEntryRow[];
  readonly gone: readonly StageEntryRow[];
}

/** `stage.repaired` lists all that holds from the first difference on, so that a mirror replaces its tail by it. */
function tellChange(view: LifecycleView, change: TimelineChange, use: Use): void {
  const { lifecycle, added, gone } = change;
  if (gone.length > 0 || added.some((entry) => !entry.isActed)) {
    const fromAt = Math.min(...added.map((entry) => entry.validFrom), ...gone.map((entry) => entry.validFrom));
    const entries = entriesOf(view)
      .filter((entry) => entry.lifecycle === lifecycle && entry.validFrom >= fromAt)
      .map(({ validFrom, stage, fromStage, isReactivation, isActed }) => ({
        validFrom,
        stage,
        fromStage,
        isReactivation,
        isActed,
      }));
    view.tell({ type: 'stage.repaired', occurredAt: fromAt, payload: { lifecycle, fromAt, entries } }, use);
  }
  for (const entry of added) {
    if (!entry.isActed) continue;
    const payload = { lifecycle, from: entry.fromStage, to: entry.stage, isReactivation: entry.isReactivation };
    view.tell({ type: 'stage.changed', occurredAt: entry.validFrom, payload }, use);
    if (entry.isReactivation) view.tell({ type: 'member.reactivated', occurredAt: entry.validFrom, payload }, use);
  }
}

function countReactivations(entries: readonly StageEntryRow[]): number {
  let count = 0;
  for (const entry of entries) if (entry.isReactivation) count += 1;
  return count;
}
