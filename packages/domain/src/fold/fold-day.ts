import { isSharedCard, trackedIndex } from '../activity/activity-state.ts';
import { advanceActivity, noteSeen } from '../activity/advance.ts';
import { bitOfTracked, registrationBit } from '../activity/evidence-event.ts';
import { activityEvent } from '../activity/evidence-events.ts';
import { dayKey, placeOf } from '../activity/evidence-rows.ts';
import { never } from '../activity/instants.ts';
import type { CompiledProgram } from '../program/compile-program.ts';
import type { MemberWork } from './member-work.ts';
import { appendEvents, repairTimeline } from './move-timeline.ts';
import type { Stamp } from './record-entries.ts';
import type { ActivityDayRow, ActivityKind } from './rows.ts';
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
  if (state.firstAt === never) return 'append';
  const index = trackedIndex(kind);
  const bit = kind === 'registration' ? registrationBit : bitOfTracked(index);
  const canMoveStage = (bit & program.mask) !== 0;
  if (at > state.foldedUntil) return canMoveStage ? 'append' : 'state';
  if (isSharedCard(state)) return 'state';
  // An earlier beginning of the timeline, or evidence in its middle that its conditions read.
  if (at < state.firstAt || canMoveStage) return 'repair';
  if (index < 0) return 'state';
  // Only a day between other days of its kind may have been counted already.
  const last = state.lastAt[index] ?? never;
  return at > last || program.world.days.dayOf(at) === program.world.days.dayOf(last) ? 'state' : 'repair';
}

interface DayMove {
  readonly kind: ActivityKind;
  readonly program: CompiledProgram;
  readonly until: number;
  readonly stamp: Stamp;
}

/** Counts the fact in its day's row and takes it into the state and the timeline. */
export function foldDay(work: MemberWork, step: FactStep, move: DayMove): void {
  const { kind, program } = move;
  const at = step.occurredAt;
  const value = kind === 'review' ? ratingOf(step) : 0;
  countDay(work, { day: program.world.days.dayOf(at), kind, place: placeOf(step.channel, step.storeId), at, value });
  if (kind === 'review') {
    work.activity.reviewCount += 1;
    work.activity.ratingSum += value;
  }
  const reach = activityReach(work, { kind, at }, program);
  if (reach === 'repair') repairTimeline(work, move);
  else if (reach === 'append' && !isSharedCard(work.activity)) appendEvents(work, [activityEvent(kind, at)], move);
  else noteActivity(work, { kind, at }, program);
}

function noteActivity(work: MemberWork, activity: { kind: ActivityKind; at: number }, program: CompiledProgram): void {
  const { kind, at } = activity;
  const state = work.activity;
  noteSeen(state, at);
  if (kind === 'registration')
    state.registeredAt = state.registeredAt === never ? at : Math.min(state.registeredAt, at);
  else advanceActivity(state, { at, kindIndex: trackedIndex(kind) }, program.world.days);
}

interface DayCount {
  readonly day: number;
  readonly kind: ActivityKind;
  readonly place: string;
  readonly at: number;
  readonly value: number;
}

/** Adds to the increment of the batch and, where totals are loaded, to the total. */
function countDay(work: MemberWork, one: DayCount): void {
  const key = dayKey(one.day, one.kind, one.place);
  countIn(work.changes.dayDeltas, key, one);
  if (work.rows.hasAllEvidence) countIn(work.rows.days, key, one);
}

function countIn(days: Map<string, ActivityDayRow>, key: string, one: DayCount): void {
  const known = days.get(key);
  const { day, kind, place, at, value } = one;
  const counted: ActivityDayRow =
    known === undefined
      ? { day, kind, place, count: 1, firstAt: at, lastAt: at, valueSum: value }
      : {
          day,
          kind,
          place,
          count: known.count + 1,
          firstAt: Math.min(known.firstAt, at),
          lastAt: Math.max(known.lastAt, at),
          valueSum: known.valueSum + value,
        };
  days.set(key, counted);
}

const ratingHundredths = 100;
const ratingMax = 5;

/** Hundredths of a star, so that halves stay whole numbers; 0 for a review without a sound rating. */
function ratingOf(step: FactStep): number {
  const rating = step.payload()['rating'];
  if (typeof rating !== 'number' || !(rating >= 0 && rating <= ratingMax)) return 0;
  return Math.round(rating * ratingHundredths);
}
