import { isSharedCard, trackedIndex } from '../activity/activity-state.ts';
import { advanceActivity, noteSeen } from '../activity/advance.ts';
import { bitOfTracked, registrationBit } from '../activity/evidence-event.ts';
import { activityEvent } from '../activity/evidence-events.ts';
import { dayKey, placeOf } from '../activity/evidence-rows.ts';
import { never } from '../activity/instants.ts';
import type { CompiledProgram } from '../program/compile-program.ts';
import { countIn } from './count-day.ts';
import { noteDay } from './lazy-collections.ts';
import type { MemberWork } from './member-work.ts';
import { appendEvents, repairTimeline } from './move-timeline.ts';
import type { Stamp } from './record-entries.ts';
import type { ActivityKind } from './rows.ts';
import { noteRegistered, noteShared } from './shared-card.ts';
import type { FactStep } from './steps.ts';

/** How an activity reaches the state: by itself, by the automaton from here on, or by running all evidence anew. */
export type ActivityReach = 'state' | 'append' | 'repair';

export function activityReach(
  work: MemberWork,
  activity: { kind: ActivityKind; at: number },
  program: CompiledProgram,
): ActivityReach {
  const { at, kind } = activity;
  const state = work.activity;
  if (isSharedCard(state)) return 'state';
  if (state.firstAt === never) return 'append';
  const index = trackedIndex(kind);
  const bit = kind === 'registration' ? registrationBit : bitOfTracked(index);
  const canMoveStage = (bit & program.mask) !== 0;
  if (at > state.foldedUntil) return canMoveStage ? 'append' : 'state';
  // An earlier beginning of the timeline, or evidence in its middle that its conditions read.
  if (at < state.firstAt || canMoveStage) return 'repair';
  if (index < 0) return 'state';
  // Only a day between other days of its kind may have been counted already.
  const last = state.lastAt[index] ?? never;
  return at > last || program.world.days.dayOf(at) === program.world.days.dayOf(last) ? 'state' : 'repair';
}

/**
 * Counts the fact in its day's row and, where nothing but the state is concerned, takes it into that; four facts in five
 * end here. Tells how the others reach the state.
 */
export function countDay(
  work: MemberWork,
  step: FactStep,
  use: { kind: ActivityKind; program: CompiledProgram },
): ActivityReach {
  const { kind, program } = use;
  const at = step.occurredAt;
  const day = program.world.days.dayOf(at);
  const place = placeOf(step.channel, step.storeId);
  const key = dayKey(day, kind, place);
  const value = kind === 'review' ? ratingOf(step) : 0;
  const one = { day, kind, place, at, value };
  countIn(work.changes.dayDeltas, key, one);
  if (work.rows.hasAllEvidence) noteDay(work.rows, key, one);
  if (kind === 'review') {
    work.activity.reviewCount += 1;
    work.activity.ratingSum += value;
  }
  const reach = activityReach(work, { kind, at }, program);
  if (reach === 'state') noteActivity(work, { kind, at }, program);
  return reach;
}

/** Takes an activity that concerns the timeline into it. */
export function moveByActivity(
  work: MemberWork,
  activity: { readonly kind: ActivityKind; readonly at: number; readonly reach: 'append' | 'repair' },
  move: { readonly program: CompiledProgram; readonly until: number; readonly stamp: Stamp },
): void {
  if (activity.reach === 'repair') repairTimeline(work, move);
  else appendEvents(work, [activityEvent(activity.kind, activity.at)], move);
}

function noteActivity(work: MemberWork, activity: { kind: ActivityKind; at: number }, program: CompiledProgram): void {
  const { kind, at } = activity;
  const state = work.activity;
  if (isSharedCard(state)) noteShared(state, at);
  else noteSeen(state, at);
  if (kind === 'registration') noteRegistered(state, at);
  else if (!isSharedCard(state)) advanceActivity(state, { at, kindIndex: trackedIndex(kind) }, program.world.days);
}

const ratingHundredths = 100;
const ratingMax = 5;

/** Hundredths of a star, so that halves stay whole numbers; 0 for a review without a sound rating. */
export function ratingOf(step: FactStep): number {
  const rating = step.payload()['rating'];
  if (typeof rating !== 'number' || !(rating >= 0 && rating <= ratingMax)) return 0;
  return Math.round(rating * ratingHundredths);
}
