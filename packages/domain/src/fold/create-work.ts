import { createActivityState } from '../activity/activity-state.ts';
import { addDays, dayKey, emptyOrder, refundKey } from '../activity/evidence-rows.ts';
import { createLifecycleState } from '../lifecycle/lifecycle-state.ts';
import { attributeKey, emptyAttribute } from '../profile/registers.ts';
import { createLoadedRows, createMemberChanges, emptyChanges } from './lazy-collections.ts';
import type { MemberWork } from './member-work.ts';
import type { ActivityDayRow, AttributeRow, OrderRow, RefundRow, StageEntryRow } from './rows.ts';
import type { MemberId } from './steps.ts';

/**
 * A member of whom nothing is stored yet: everything there is to load is loaded. For a stored member the loop sets the
 * stored fields and both `hasAll…` flags to false.
 */
export function createMemberWork(id: MemberId, shard: number): MemberWork {
  return {
    id,
    shard,
    position: 0,
    clockAt: 0,
    programVersion: 0,
    wakeAt: null,
    status: 'live',
    activity: createActivityState(),
    lifecycle: createLifecycleState(),
    rows: createLoadedRows(),
    changes: createMemberChanges(),
  };
}

/** Forgets what has been written, so that the work can be folded further. */
export function clearChanges(work: MemberWork): void {
  emptyChanges(work.changes);
}

/** Answers `StepNeeds.orderIds`: the stored rows, and all refunds of these orders. What memory has already stays. */
export function supplyOrders(
  work: MemberWork,
  orderIds: readonly string[],
  stored: { readonly orders: readonly OrderRow[]; readonly refunds: readonly RefundRow[] },
): void {
  for (const order of stored.orders) setMissing(work.rows.orders, order.orderId, order);
  for (const refund of stored.refunds)
    setMissing(work.rows.refunds, refundKey(refund.orderId, refund.refundId), refund);
  for (const orderId of orderIds) setMissing(work.rows.orders, orderId, emptyOrder(orderId));
}

/** Answers `StepNeeds.attributeKeys`. */
export function supplyAttributes(work: MemberWork, keys: readonly string[], stored: readonly AttributeRow[]): void {
  for (const row of stored) setMissing(work.rows.attributes, attributeKey(row.kind, row.name), row);
  for (const key of keys) setMissing(work.rows.attributes, key, emptyAttribute(key));
}

export interface StoredEvidence {
  readonly orders: readonly OrderRow[];
  readonly refunds: readonly RefundRow[];
  /** Totals as stored; increments not yet written are added here. */
  readonly days: readonly ActivityDayRow[];
  /** Live entries. */
  readonly entries: readonly StageEntryRow[];
}

/** Answers "everything": merges what is stored with what memory has changed since. */
export function supplyEvidence(work: MemberWork, stored: StoredEvidence): void {
  const { rows, changes } = work;
  if (!rows.hasAllEvidence) {
    supplyOrders(work, [], stored);
    rows.days.clear();
    for (const day of stored.days) rows.days.set(dayKey(day.day, day.kind, day.place), { ...day });
    for (const [key, delta] of changes.dayDeltas) {
      const known = rows.days.get(key);
      rows.days.set(key, known === undefined ? { ...delta } : addDays(known, delta));
    }
    rows.hasAllEvidence = true;
  }
  if (!rows.hasAllEntries) {
    const added = new Set(changes.entriesAdded.map(entryKey));
    const kept = stored.entries.filter((entry) => !added.has(entryKey(entry)));
    rows.entries = [...kept, ...changes.entriesAdded.filter((entry) => entry.supersededAt === null)].sort(
      compareEntries,
    );
    rows.hasAllEntries = true;
  }
}

export function entryKey(entry: StageEntryRow): string {
  return `${entry.lifecycle}|${entry.validFrom}|${entry.recordedAt}`;
}

export function compareEntries(a: StageEntryRow, b: StageEntryRow): number {
  if (a.lifecycle !== b.lifecycle) return a.lifecycle < b.lifecycle ? -1 : 1;
  return a.validFrom - b.validFrom;
}

function setMissing<Row>(map: Map<string, Row>, key: string, row: Row): void {
  if (!map.has(key)) map.set(key, row);
}
