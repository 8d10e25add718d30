import { invariant } from '../../../kernel/base/invariant.ts';
import { never } from '../../../kernel/base/instants.ts';
import type { ActivityState } from '../activity/activity-state.ts';
import type { EvidenceEvent } from '../activity/evidence-event.ts';
import { eventsOfRows } from '../activity/evidence-events.ts';
import type { EvidenceRows } from '../activity/evidence-events.ts';
import { activityDayRows, orderRows, refundRows } from '../activity/rows.ts';
import type { ActivityDayRow } from '../activity/rows.ts';
import { clearEntries, entriesOf, recordEntries } from './record-entries.ts';
import type { LifecycleRules, LifecycleView, Move } from './rules.ts';
import { lifecycleById } from '../stages/compile-lifecycle.ts';
import type { CompiledLifecycle } from '../stages/compile-lifecycle.ts';
import type { StageStanding } from '../stages/lifecycle-state.ts';
import { runUpTo } from '../stages/stage-track.ts';
import type { StageTrack } from '../stages/stage-track.ts';
import { computeTimeline, runEvents } from '../stages/timeline.ts';
import { subjectOfActivity } from '../activity/subject.ts';

/**
 * Append mode: `events` are later than all evidence folded so far. Only lifecycles whose conditions depend on them run.
 * `until` is the member's clock after the step.
 */
export function appendEvents(view: LifecycleView, events: readonly EvidenceEvent[], move: Move): void {
  const { activity } = view.state;
  const { rules, use } = move;
  const isFirst = activity.firstAt === never;
  const fromAt = events[0]?.at ?? never;
  let bits = 0;
  for (const event of events) bits |= event.bit;
  const tracks: StageTrack[] = [];
  for (const lifecycle of rules.lifecycles) {
    if (isFirst || (bits & lifecycle.mask) !== 0) tracks.push(trackBefore(view, lifecycle, fromAt));
  }
  const subject = subjectOfActivity(activity);
  runEvents({ tracks, subject, days: rules.world.days }, activity, events);
  for (const track of tracks) {
    runUpTo(track, subject, use.until);
    takeTrack(view, track, { ...move, fromAt });
  }
  if (tracks.length > 0) view.noteChange();
}

/** The track as it stood just before `at`; what was projected beyond is run anew. */
function trackBefore(view: LifecycleView, lifecycle: CompiledLifecycle, at: number): StageTrack {
  const standing = view.state.lifecycle.standings.find((known) => known.lifecycle === lifecycle.id);
  const track: StageTrack = { lifecycle, stage: '', since: never, nextAt: Number.POSITIVE_INFINITY, points: [] };
  if (standing === undefined) return track;
  if (standing.since < at)
    return Object.assign(track, { stage: standing.stage, since: standing.since, nextAt: standing.nextAt });
  const entries = entriesOf(view);
  invariant(view.state.hasAllEntries, 'stage entries are needed to rewrite the end of a timeline');
  for (const entry of entries) {
    if (entry.lifecycle !== lifecycle.id || entry.validFrom >= at) continue;
    track.stage = entry.stage;
    track.since = entry.validFrom;
  }
  // The end of this stage without the new evidence is among the entries that are about to be replaced.
  track.nextAt = at;
  return track;
}

function takeTrack(view: LifecycleView, track: StageTrack, move: Move & { readonly fromAt: number }): void {
  const change = { lifecycle: track.lifecycle.id, fromAt: move.fromAt, points: track.points };
  const reactivations = recordEntries(view, change, move.use);
  const { standings } = view.state.lifecycle;
  const standing = standings.find((known) => known.lifecycle === track.lifecycle.id);
  if (standing === undefined) {
    const { stage, since, nextAt } = track;
    standings.push({ lifecycle: track.lifecycle.id, stage, since, nextAt, reactivations });
    return;
  }
  standing.stage = track.stage;
  standing.since = track.since;
  standing.nextAt = track.nextAt;
  standing.reactivations += reactivations;
}

/** What time alone changes at the due instant `at`, in every lifecycle that is due then. */
export function fireWake(view: LifecycleView, at: number, move: Move): void {
  const subject = subjectOfActivity(view.state.activity);
  for (const standing of view.state.lifecycle.standings) {
    if (standing.nextAt > at) continue;
    const lifecycle = lifecycleById(move.rules.lifecycles, standing.lifecycle);
    const track = { lifecycle, stage: standing.stage, since: standing.since, nextAt: standing.nextAt, points: [] };
    runUpTo(track, subject, at);
    takeTrack(view, track, { ...move, fromAt: at });
  }
  view.noteChange();
}

/** The loaded evidence, all of it. */
export function evidenceOf(view: LifecycleView): EvidenceRows {
  const [orders, refunds, days] = [view.rows(orderRows), view.rows(refundRows), view.rows(activityDayRows)];
  invariant(orders.isWhole && refunds.isWhole, 'all evidence is needed to run the timeline anew');
  return { orders: orders.rows(), refunds: refunds.rows(), days: days.rows() };
}

/** All events of the loaded evidence, in the order of time. */
export function eventsOfView(view: LifecycleView, rules: LifecycleRules): EvidenceEvent[] {
  return eventsOfRows(evidenceOf(view), rules.settings.purchaseCountsWhen);
}

/** Repair mode: the timeline anew from all evidence, by the same automaton; entries that still hold stay as recorded. */
export function repairTimeline(view: LifecycleView, move: Move): void {
  const { state } = view;
  const { rules, use } = move;
  const entries = entriesOf(view);
  invariant(state.hasAllEntries, 'all stage entries are needed to repair a timeline');
  const evidence = evidenceOf(view);
  const timeline = computeTimeline(rules, eventsOfRows(evidence, rules.settings.purchaseCountsWhen), use.until);
  state.activity = { ...timeline.activity, factCount: state.activity.factCount };
  addReviews(state.activity, evidence.days);
  const gone = new Set(entries.map((entry) => entry.lifecycle));
  const standings: StageStanding[] = [];
  for (const track of timeline.tracks) {
    const lifecycle = track.lifecycle.id;
    gone.delete(lifecycle);
    recordEntries(view, { lifecycle, fromAt: never, points: track.points }, use);
    if (track.stage === '') continue;
    const reactivations = track.points.filter((point) => point.isReactivation).length;
    standings.push({ lifecycle, stage: track.stage, since: track.since, nextAt: track.nextAt, reactivations });
  }
  clearEntries(view, gone, use);
  state.lifecycle = { standings };
  view.noteChange();
}

/** Reviews are counted from their days: no condition of a timeline may ask for them, so they are no events. */
export function addReviews(activity: ActivityState, days: Iterable<ActivityDayRow>): void {
  for (const day of days) {
    if (day.kind !== 'review') continue;
    activity.reviewCount += day.count;
    activity.ratingSum += day.valueSum;
  }
}
