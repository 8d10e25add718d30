import { decodeActivity, encodeActivity } from '../facets/lifecycle/activity/activity-codec.ts';
import { addDays, emptyOrder } from '../facets/lifecycle/activity/evidence-rows.ts';
import { decodeLifecycle, encodeLifecycle } from '../facets/lifecycle/stages/lifecycle-codec.ts';
import { advanceTo } from '../fold/advance-member.ts';
import {
  clearChanges,
  createMemberWork,
  entryKey,
  supplyAttributes,
  supplyEvidence,
  supplyOrders,
} from '../fold/create-work.ts';
import type { FoldContext } from '../fold/fold-context.ts';
import { applyStep, stepNeeds } from '../fold/fold-member.ts';
import { invariant } from '../kernel/invariant.ts';
import type { MemberWork, StepNeeds } from '../fold/member-work.ts';
import type { ActivityDayRow, AttributeRow, OrderRow, RefundRow, StageEntryRow } from '../rows.ts';
import type { DerivedFact, FactStep } from '../kernel/steps.ts';
import { testMemberId } from './given.ts';

/** What a store keeps of one member: rows by key and states as bytes, with the constraints that a database would check. */
export interface StoredMember {
  position: number;
  clockAt: number;
  programVersion: number;
  wakeAt: number | null;
  activity: Uint8Array | null;
  lifecycle: Uint8Array | null;
  readonly orders: Map<string, OrderRow>;
  readonly refunds: Map<string, RefundRow>;
  readonly days: Map<string, ActivityDayRow>;
  readonly attributes: Map<string, AttributeRow>;
  readonly entries: Map<string, StageEntryRow>;
  readonly derived: DerivedFact[];
  /** How often everything had to be loaded. */
  fullLoads: number;
}

export function createStoredMember(): StoredMember {
  return {
    position: 0,
    clockAt: 0,
    programVersion: 0,
    wakeAt: null,
    activity: null,
    lifecycle: null,
    orders: new Map(),
    refunds: new Map(),
    days: new Map(),
    attributes: new Map(),
    entries: new Map(),
    derived: [],
    fullLoads: 0,
  };
}

function open(stored: StoredMember): MemberWork {
  const work = createMemberWork(testMemberId(1), 0);
  if (stored.activity === null || stored.lifecycle === null) return work;
  work.position = stored.position;
  work.clockAt = stored.clockAt;
  work.programVersion = stored.programVersion;
  work.wakeAt = stored.wakeAt;
  work.activity = decodeActivity(stored.activity);
  work.lifecycle = decodeLifecycle(stored.lifecycle);
  work.rows.hasAllEvidence = false;
  work.rows.hasAllEntries = false;
  return work;
}

function loadEverything(work: MemberWork, stored: StoredMember): void {
  stored.fullLoads += 1;
  const entries = [...stored.entries.values()].filter((entry) => entry.supersededAt === null);
  const removed = new Set([...work.changes.entriesRemoved, ...work.changes.entriesSuperseded].map(entryKey));
  supplyEvidence(work, {
    orders: [...stored.orders.values()],
    refunds: [...stored.refunds.values()],
    days: [...stored.days.values()],
    entries: entries.filter((entry) => !removed.has(entryKey(entry))),
  });
}

function load(work: MemberWork, stored: StoredMember, needs: StepNeeds): void {
  if (needs.kind === 'nothing') return;
  const attributes = needs.attributeKeys.map((key) => stored.attributes.get(key)).filter((row) => row !== undefined);
  supplyAttributes(work, needs.attributeKeys, attributes);
  if (needs.kind === 'everything') loadEverything(work, stored);
  else {
    const orders = needs.orderIds.map((id) => stored.orders.get(id) ?? emptyOrder(id));
    const refunds = [...stored.refunds.values()].filter((refund) => needs.orderIds.includes(refund.orderId));
    supplyOrders(work, needs.orderIds, { orders, refunds });
  }
}

/** Folds one batch as a loop would: states decoded, rows loaded as the fold asks for them, changes written at the end. */
export function foldStored(stored: StoredMember, steps: readonly FactStep[], context: FoldContext): void {
  const work = open(stored);
  for (const step of steps) {
    for (let round = 0; ; round += 1) {
      invariant(round < 4, 'the fold asks again and again');
      const needs = stepNeeds(work, step, context);
      if (needs.kind === 'nothing') break;
      load(work, stored, needs);
      if (needs.kind === 'everything') break;
    }
    applyStep(work, step, context);
  }
  write(stored, work);
}

/** What a wake worker does: moves the member to an instant. */
export function wakeStored(stored: StoredMember, instant: number, context: FoldContext): void {
  const work = open(stored);
  if (context.needsEverythingToAdvance(work, instant)) loadEverything(work, stored);
  advanceTo(work, instant, context);
  write(stored, work);
}

function write(stored: StoredMember, work: MemberWork): void {
  const { changes, rows } = work;
  for (const id of changes.orders) stored.orders.set(id, rows.orders.get(id) ?? emptyOrder(id));
  for (const key of changes.refunds) copyRow(stored.refunds, rows.refunds, key);
  for (const key of changes.attributes) copyRow(stored.attributes, rows.attributes, key);
  for (const [key, delta] of changes.dayDeltas) {
    const known = stored.days.get(key);
    stored.days.set(key, known === undefined ? delta : addDays(known, delta));
  }
  for (const entry of changes.entriesRemoved)
    invariant(stored.entries.delete(entryKey(entry)), 'removes an entry that is stored');
  for (const entry of changes.entriesSuperseded) {
    invariant(stored.entries.has(entryKey(entry)), 'supersedes an entry that is stored');
    stored.entries.set(entryKey(entry), entry);
  }
  for (const entry of changes.entriesAdded) {
    invariant(!stored.entries.has(entryKey(entry)), 'adds an entry under a key of its own');
    stored.entries.set(entryKey(entry), entry);
  }
  stored.derived.push(...changes.derived);
  stored.position = work.position;
  stored.clockAt = work.clockAt;
  stored.programVersion = work.programVersion;
  stored.wakeAt = work.wakeAt;
  stored.activity = encodeActivity(work.activity);
  stored.lifecycle = encodeLifecycle(work.lifecycle);
  clearChanges(work);
}

function copyRow<Row>(into: Map<string, Row>, from: ReadonlyMap<string, Row>, key: string): void {
  const row = from.get(key);
  invariant(row !== undefined, 'a changed row is there');
  into.set(key, row);
}
