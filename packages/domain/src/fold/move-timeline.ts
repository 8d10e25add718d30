import type { ActivityState } from '../activity/activity-state.ts';
import type { EvidenceEvent } from '../activity/evidence-event.ts';
import { eventsOfEvidence } from '../activity/evidence-events.ts';
import { never } from '../activity/instants.ts';
import { subjectOf } from '../conditions/predicate.ts';
import { lifecycleById } from '../lifecycle/compile-lifecycle.ts';
import type { CompiledLifecycle } from '../lifecycle/compile-lifecycle.ts';
import { nextWakeAt } from '../lifecycle/lifecycle-state.ts';
import type { StageStanding } from '../lifecycle/lifecycle-state.ts';
import { runUpTo } from '../lifecycle/stage-track.ts';
import type { StageTrack } from '../lifecycle/stage-track.ts';
import { computeTimeline, runEvents } from '../lifecycle/timeline.ts';
import type { CompiledProgram } from '../program/compile-program.ts';
import { invariant } from './invariant.ts';
import type { MemberWork } from './member-work.ts';
import { clearEntries, recordEntries } from './record-entries.ts';
import type { Stamp } from './record-entries.ts';
import type { ActivityDayRow, OrderRow, RefundRow } from './rows.ts';

/**
 * Append mode: `events` are later than all evidence folded so far. Only lifecycles whose conditions depend on them run.
 * `until` is the member's clock after the step.
 */
export function appendEvents(
  work: MemberWork,
  events: readonly EvidenceEvent[],
  move: { readonly program: CompiledProgram; readonly until: number; readonly stamp: Stamp },
): void {
  const { activity } = work;
  const { program } = move;
  const isFirst = activity.firstAt === never;
  const fromAt = events[0]?.at ?? never;
  let bits = 0;
  for (const event of events) bits |= event.bit;
  const tracks: StageTrack[] = [];
  for (const lifecycle of program.lifecycles) {
    if (isFirst || (bits & lifecycle.mask) !== 0) tracks.push(trackBefore(work, lifecycle, fromAt));
  }
  const subject = subjectOf(activity);
  runEvents({ tracks, subject, days: program.world.days }, activity, events);
  for (const track of tracks) {
    runUpTo(track, subject, move.until);
    takeTrack(work, track, { fromAt, stamp: move.stamp });
  }
  if (tracks.length > 0) noteStandings(work);
}

/** The track as it stood just before `at`; what was projected beyond is run anew. */
function trackBefore(work: MemberWork, lifecycle: CompiledLifecycle, at: number): StageTrack {
  const standing = work.lifecycle.standings.find((known) => known.lifecycle === lifecycle.id);
  const track: StageTrack = { lifecycle, stage: '', since: never, nextAt: Number.POSITIVE_INFINITY, points: [] };
  if (standing === undefined) return track;
  if (standing.since < at)
    return Object.assign(track, { stage: standing.stage, since: standing.since, nextAt: standing.nextAt });
  invariant(work.rows.hasAllEntries, 'stage entries are needed to rewrite the end of a timeline');
  for (const entry of work.rows.entries) {
    if (entry.lifecycle !== lifecycle.id || entry.validFrom >= at) continue;
    track.stage = entry.stage;
    track.since = entry.validFrom;
  }
  // The end of this stage without the new evidence is among the entries that are about to be replaced.
  track.nextAt = at;
  return track;
}

function takeTrack(
  work: MemberWork,
  track: StageTrack,
  record: { readonly fromAt: number; readonly stamp: Stamp },
): void {
  const change = { lifecycle: track.lifecycle.id, fromAt: record.fromAt, points: track.points };
  const reactivations = recordEntries(work, change, record.stamp);
  const standing = work.lifecycle.standings.find((known) => known.lifecycle === track.lifecycle.id);
  if (standing === undefined) {
    const { stage, since, nextAt } = track;
    work.lifecycle.standings.push({ lifecycle: track.lifecycle.id, stage, since, nextAt, reactivations });
    return;
  }
  standing.stage = track.stage;
  standing.since = track.since;
  standing.nextAt = track.nextAt;
  standing.reactivations += reactivations;
}

function noteStandings(work: MemberWork): void {
  work.changes.isLifecycleChanged = true;
  work.wakeAt = nextWakeAt(work.lifecycle);
}

/** What time alone changes at the due instant `at`, in every lifecycle that is due then. */
export function fireWake(work: MemberWork, program: CompiledProgram, at: number): void {
  const subject = subjectOf(work.activity);
  const cause = { kind: 'wake', position: 0, at } as const;
  const stamp = { cause, recordedAt: at, programVersion: program.version, actsFrom: never };
  for (const standing of work.lifecycle.standings) {
    if (standing.nextAt > at) continue;
    const lifecycle = lifecycleById(program.lifecycles, standing.lifecycle);
    const track = { lifecycle, stage: standing.stage, since: standing.since, nextAt: standing.nextAt, points: [] };
    runUpTo(track, subject, at);
    takeTrack(work, track, { fromAt: at, stamp });
  }
  noteStandings(work);
}

/** All events of the loaded evidence, in the order of time. */
export function eventsOfWork(work: MemberWork, program: CompiledProgram): EvidenceEvent[] {
  invariant(work.rows.hasAllEvidence, 'all evidence is needed to run the timeline anew');
  const { orders, refunds, days } = work.rows;
  return eventsOfRows({ orders: orders.values(), refunds: refunds.values(), days: days.values() }, program);
}

export interface EvidenceRows {
  readonly orders: Iterable<OrderRow>;
  readonly refunds: Iterable<RefundRow>;
  readonly days: Iterable<ActivityDayRow>;
}

export function eventsOfRows({ orders, refunds, days }: EvidenceRows, program: CompiledProgram): EvidenceEvent[] {
  const { purchaseCountsWhen } = program.settings;
  return eventsOfEvidence(orders, refundsByOrder(refunds), { days, countsWhen: purchaseCountsWhen });
}

function refundsByOrder(refunds: Iterable<RefundRow>): ReadonlyMap<string, readonly RefundRow[]> {
  const byOrder = new Map<string, RefundRow[]>();
  for (const refund of refunds) {
    const known = byOrder.get(refund.orderId);
    if (known === undefined) byOrder.set(refund.orderId, [refund]);
    else known.push(refund);
  }
  return byOrder;
}

/** Repair mode: the timeline anew from all evidence, by the same automaton; entries that still hold stay as recorded. */
export function repairTimeline(
  work: MemberWork,
  move: { readonly program: CompiledProgram; readonly until: number; readonly stamp: Stamp },
): void {
  invariant(work.rows.hasAllEntries, 'all stage entries are needed to repair a timeline');
  const timeline = computeTimeline(move.program, eventsOfWork(work, move.program), move.until);
  work.activity = { ...timeline.activity, factCount: work.activity.factCount };
  addReviews(work.activity, work.rows.days.values());
  const gone = new Set(work.rows.entries.map((entry) => entry.lifecycle));
  const standings: StageStanding[] = [];
  for (const track of timeline.tracks) {
    const lifecycle = track.lifecycle.id;
    gone.delete(lifecycle);
    recordEntries(work, { lifecycle, fromAt: never, points: track.points }, move.stamp);
    if (track.stage === '') continue;
    const reactivations = track.points.filter((point) => point.isReactivation).length;
    standings.push({ lifecycle, stage: track.stage, since: track.since, nextAt: track.nextAt, reactivations });
  }
  clearEntries(work, gone, move.stamp);
  work.lifecycle = { standings };
  work.changes.isActivityChanged = true;
  noteStandings(work);
}

/** Reviews are counted from their days: no condition of a timeline may ask for them, so they are no events. */
export function addReviews(activity: ActivityState, days: Iterable<ActivityDayRow>): void {
  for (const day of days) {
    if (day.kind !== 'review') continue;
    activity.reviewCount += day.count;
    activity.ratingSum += day.valueSum;
  }
}
