import { copyActivityState, isSharedCard } from '../activity/activity-state.ts';
import type { ActivityState } from '../activity/activity-state.ts';
import { subjectOf } from '../conditions/predicate.ts';
import { lifecycleById } from '../lifecycle/compile-lifecycle.ts';
import type { LifecycleState, StageStanding } from '../lifecycle/lifecycle-state.ts';
import { runUpTo } from '../lifecycle/stage-track.ts';
import type { StageTrack } from '../lifecycle/stage-track.ts';
import { computeTimeline } from '../lifecycle/timeline.ts';
import type { CompiledProgram } from '../program/compile-program.ts';
import { programAt, programOf } from './fold-context.ts';
import type { FoldContext } from './fold-context.ts';
import type { MemberWork } from './member-work.ts';
import { eventsOfWork } from './move-timeline.ts';

/** A member at an instant, as known now: by all evidence known today of what had happened by then. */
export interface MemberAsOf {
  readonly asOfAt: number;
  readonly program: CompiledProgram;
  readonly activity: ActivityState;
  readonly lifecycle: LifecycleState;
}

/**
 * Judges a member at any instant, past or to come, under the program that she stands under now. For instants
 * before her last evidence or her present stage it runs the timeline up to then, which needs all evidence loaded; reviews
 * are those of whole days.
 *
 * @throws an invariant error when the evidence is needed and not loaded.
 */
export function memberAsOf(work: MemberWork, asOfAt: number, context: FoldContext): MemberAsOf {
  const program = work.programVersion === 0 ? programAt(context, asOfAt) : programOf(context, work.programVersion);
  const { standings } = work.lifecycle;
  if (asOfAt >= work.activity.foldedUntil && standings.every((standing) => standing.since <= asOfAt)) {
    const activity = copyActivityState(work.activity);
    return { asOfAt, program, activity, lifecycle: { standings: standings.map(runOn) } };
  }
  const events = eventsOfWork(work, program).filter((event) => event.at <= asOfAt);
  const { activity, tracks } = computeTimeline(program, events, asOfAt);
  activity.factCount = work.activity.factCount;
  countReviews(work, activity, asOfAt);
  return {
    asOfAt,
    program,
    activity,
    // A shared card has no stages, at no time.
    lifecycle: {
      standings: isSharedCard(work.activity) ? [] : tracks.filter(hasBegun).map((track) => standingOf(track, 0)),
    },
  };

  /** From where she stands to the instant asked for, by what time alone changes. */
  function runOn(standing: StageStanding): StageStanding {
    const { stage, since, nextAt } = standing;
    const track = {
      lifecycle: lifecycleById(program.lifecycles, standing.lifecycle),
      stage,
      since,
      nextAt,
      points: [],
    };
    runUpTo(track, subjectOf(work.activity), asOfAt);
    return standingOf(track, standing.reactivations);
  }
}

function hasBegun(track: StageTrack): boolean {
  return track.stage !== '';
}

function standingOf(track: StageTrack, reactivationsBefore: number): StageStanding {
  const { stage, since, nextAt, points } = track;
  const reactivations = reactivationsBefore + points.filter((point) => point.isReactivation).length;
  return { lifecycle: track.lifecycle.id, stage, since, nextAt, reactivations };
}

function countReviews(work: MemberWork, activity: ActivityState, asOfAt: number): void {
  for (const day of work.rows.days.values()) {
    if (day.kind !== 'review' || day.firstAt > asOfAt) continue;
    activity.reviewCount += day.count;
    activity.ratingSum += day.valueSum;
  }
}
