import type { FactPayload } from '../facts/payload.ts';
import type { StagePoint } from '../lifecycle/stage-track.ts';
import { compareEntries } from './create-work.ts';
import type { MemberWork } from './member-work.ts';
import type { StageEntryRow } from './rows.ts';
import type { Cause } from './steps.ts';

/** Under what a change of the timeline is recorded. */
export interface Stamp {
  readonly cause: Cause;
  readonly recordedAt: number;
  readonly programVersion: number;
  /** Transitions from this instant on are acted on: the member's clock before the step; never for backfill. */
  readonly actsFrom: number;
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
export function recordEntries(work: MemberWork, change: EntryChange, stamp: Stamp): number {
  const { rows, changes } = work;
  const old = entriesFrom(rows.entries, change);
  if (old.length === 0 && change.points.length === 0) return 0;
  const added: StageEntryRow[] = [];
  const kept = new Set<StageEntryRow>();
  let place = 0;
  for (const point of change.points) {
    // Both ascend by instant.
    while ((old[place]?.validFrom ?? Number.POSITIVE_INFINITY) < point.validFrom) place += 1;
    const known = old[place];
    if (known !== undefined && isSamePoint(known, point)) kept.add(known);
    else added.push(toEntry(change.lifecycle, point, stamp));
  }
  const gone = old.filter((entry) => !kept.has(entry));
  if (added.length === 0 && gone.length === 0) return 0;
  if (gone.length > 0) rows.entries = rows.entries.filter((entry) => !gone.includes(entry));
  for (const entry of gone) dropEntry(work, entry, stamp.recordedAt);
  for (const entry of added) changes.entriesAdded.push(entry);
  const isOrdered = gone.length === 0 && old.length === 0 && isAfterAll(rows.entries, added);
  rows.entries.push(...added);
  if (!isOrdered) rows.entries.sort(compareEntries);
  tellChange(work, { lifecycle: change.lifecycle, added, gone }, stamp);
  return countReactivations(added) - countReactivations(gone);
}

/** Closes every live entry of a member or of a lifecycle that is no more. */
export function clearEntries(work: MemberWork, lifecycles: ReadonlySet<string>, stamp: Stamp): void {
  for (const lifecycle of lifecycles)
    recordEntries(work, { lifecycle, fromAt: Number.NEGATIVE_INFINITY, points: [] }, stamp);
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

function toEntry(lifecycle: string, point: StagePoint, stamp: Stamp): StageEntryRow {
  return {
    lifecycle,
    validFrom: point.validFrom,
    stage: point.stage,
    fromStage: point.fromStage,
    isReactivation: point.isReactivation,
    recordedAt: stamp.recordedAt,
    programVersion: stamp.programVersion,
    causeKind: stamp.cause.kind,
    causePosition: stamp.cause.position,
    causeAt: stamp.cause.at,
    isActed: point.validFrom >= stamp.actsFrom,
    supersededAt: null,
  };
}

function dropEntry(work: MemberWork, entry: StageEntryRow, recordedAt: number): void {
  const { changes } = work;
  const place = changes.entriesAdded.indexOf(entry);
  const isKept = entry.isActed && entry.recordedAt < recordedAt;
  if (place >= 0) {
    if (isKept) changes.entriesAdded[place] = { ...entry, supersededAt: recordedAt };
    else changes.entriesAdded.splice(place, 1);
  } else if (isKept) changes.entriesSuperseded.push({ ...entry, supersededAt: recordedAt });
  else changes.entriesRemoved.push(entry);
}

interface TimelineChange {
  readonly lifecycle: string;
  readonly added: readonly StageEntryRow[];
  readonly gone: readonly StageEntryRow[];
}

/** `stage.repaired` lists all that holds from the first difference on, so that a mirror replaces its tail by it. */
function tellChange(work: MemberWork, change: TimelineChange, stamp: Stamp): void {
  const { lifecycle, added, gone } = change;
  if (gone.length > 0 || added.some((entry) => !entry.isActed)) {
    const fromAt = Math.min(...added.map((entry) => entry.validFrom), ...gone.map((entry) => entry.validFrom));
    const entries = work.rows.entries
      .filter((entry) => entry.lifecycle === lifecycle && entry.validFrom >= fromAt)
      .map(({ validFrom, stage, fromStage, isReactivation, isActed }) => ({
        validFrom,
        stage,
        fromStage,
        isReactivation,
        isActed,
      }));
    tell(work, { type: 'stage.repaired', occurredAt: fromAt, payload: { lifecycle, fromAt, entries } }, stamp);
  }
  for (const entry of added) {
    if (!entry.isActed) continue;
    const payload = { lifecycle, from: entry.fromStage, to: entry.stage, isReactivation: entry.isReactivation };
    tell(work, { type: 'stage.changed', occurredAt: entry.validFrom, payload }, stamp);
    if (entry.isReactivation) tell(work, { type: 'member.reactivated', occurredAt: entry.validFrom, payload }, stamp);
  }
}

interface Told {
  readonly type: string;
  readonly occurredAt: number;
  readonly payload: FactPayload;
}

function tell(work: MemberWork, told: Told, stamp: Stamp): void {
  const { recordedAt, cause, programVersion } = stamp;
  work.changes.derived.push({ ...told, recordedAt, cause, programVersion });
}

function countReactivations(entries: readonly StageEntryRow[]): number {
  let count = 0;
  for (const entry of entries) if (entry.isReactivation) count += 1;
  return count;
}
