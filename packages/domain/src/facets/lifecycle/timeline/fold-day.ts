import { isSharedCard, trackedIndex } from '../activity/activity-state.ts';
import { advanceActivity, noteSeen } from '../activity/advance.ts';
import { bitOfTracked, registrationBit } from '../activity/evidence-event.ts';
import { placeOf } from '../activity/evidence-rows.ts';
import { activityDayRows } from '../activity/rows.ts';
import type { ActivityKind } from '../activity/rows.ts';
import { never } from '../../../kernel/base/instants.ts';
import type { FactStep } from '../../../kernel/steps/steps.ts';
import type { MemberLifecycle } from './state.ts';
import type { LifecycleRules, LifecycleView } from './rules.ts';
import { noteRegistered, noteShared } from '../activity/shared-card.ts';

/** How an activity reaches the state: by itself, by the automaton from here on, or by running all evidence anew. */
export type ActivityReach = 'state' | 'append' | 'repair';

/** `isShared`: with this fact she is a shared card. */
export function activityReach(
  { activity }: MemberLifecycle,
  seen: { readonly kind: ActivityKind; readonly at: number; readonly isShared: boolean },
  rules: LifecycleRules,
): ActivityReach {
  const { at, kind } = seen;
  if (seen.isShared) return 'state';
  if (activity.firstAt === never) return 'append';
  const index = trackedIndex(kind);
  const bit = kind === 'registration' ? registrationBit : bitOfTracked(index);
  const canMoveStage = (bit & rules.mask) !== 0;
  if (at > activity.foldedUntil) return canMoveStage ? 'append' : 'state';
  // An earlier beginning of the timeline, or evidence in its middle that its conditions read.
  if (at < activity.firstAt || canMoveStage) return 'repair';
  if (index < 0) return 'state';
  // Only a day between other days of its kind may have been counted already.
  const last = activity.lastAt[index] ?? never;
  return at > last || rules.world.days.dayOf(at) === rules.world.days.dayOf(last) ? 'state' : 'repair';
}

/** Counts the fact in its day's row; four facts in five end here. */
export function countDay(
  view: LifecycleView,
  step: FactStep,
  use: { kind: ActivityKind; rules: LifecycleRules },
): void {
  const { kind, rules } = use;
  const at = step.occurredAt;
  const value = kind === 'review' ? ratingOf(step) : 0;
  view.rows(activityDayRows).add({
    day: rules.world.days.dayOf(at),
    kind,
    place: placeOf(step.channel, step.storeId),
    count: 1,
    firstAt: at,
    lastAt: at,
    valueSum: value,
  });
  if (kind !== 'review') return;
  view.state.activity.reviewCount += 1;
  view.state.activity.ratingSum += value;
}

/** Takes into the state an activity that concerns nothing else. */
export function noteActivity(
  { activity }: MemberLifecycle,
  seen: { readonly kind: ActivityKind; readonly at: number },
  rules: LifecycleRules,
): void {
  const { kind, at } = seen;
  const isShared = isSharedCard(activity);
  if (isShared) noteShared(activity, at);
  else noteSeen(activity, at);
  if (kind === 'registration') noteRegistered(activity, at);
  else if (!isShared) advanceActivity(activity, { at, kindIndex: trackedIndex(kind) }, rules.world.days);
}

const ratingHundredths = 100;
const ratingMax = 5;

/** Hundredths of a star, so that halves stay whole numbers; 0 for a review without a sound rating. */
export function ratingOf(step: FactStep): number {
  const rating = step.payload()['rating'];
  if (typeof rating !== 'number' || !(rating >= 0 && rating <= ratingMax)) return 0;
  return Math.round(rating * ratingHundredths);
}
