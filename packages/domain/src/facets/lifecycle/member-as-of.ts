import { openView } from '../../kernel/facet-view.ts';
import type { CompiledProgram, Member } from '../../kernel/facet.ts';
import { programAt, programOf } from '../../kernel/program.ts';
import type { FoldContext } from '../../kernel/program.ts';
import { copyActivityState, isSharedCard } from './activity/activity-state.ts';
import type { ActivityState } from './activity/activity-state.ts';
import { activityDayRows } from './activity/rows.ts';
import { subjectOfActivity } from './activity/subject.ts';
import { lifecycleFacet } from './facet.ts';
import { eventsOfView } from './timeline/move-timeline.ts';
import { lifecycleRulesOf } from './timeline/rules.ts';
import type { LifecycleView } from './timeline/rules.ts';
import { lifecycleById } from './stages/compile-lifecycle.ts';
import type { LifecycleState, StageStanding } from './stages/lifecycle-state.ts';
import { runUpTo } from './stages/stage-track.ts';
import type { StageTrack } from './stages/stage-track.ts';
import { computeTimeline } from './stages/timeline.ts';

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
export function memberAsOf(member: Member, asOfAt: number, context: FoldContext): MemberAsOf {
  const program = member.programVersion === 0 ? programAt(context, asOfAt) : programOf(context, member.programVersion);
  const rules = lifecycleRulesOf(program);
  const view = openView(member, lifecycleFacet);
  const { state } = view;
  const { standings } = state.lifecycle;
  if (asOfAt >= state.activity.foldedUntil && standings.every((standing) => standing.since <= asOfAt)) {
    const activity = copyActivityState(state.activity);
    return { asOfAt, program, activity, lifecycle: { standings: standings.map(runOn) } };
  }
  const events = eventsOfView(view, rules).filter((event) => event.at <= asOfAt);
  const { activity, tracks } = computeTimeline(rules, events, asOfAt);
  activity.factCount = state.activity.factCount;
  countReviews(view, activity, asOfAt);
  return {
    asOfAt,
    program,
    activity,
    // A shared card has no stages, at no time.
    lifecycle: {
      standings: isSharedCard(state.activity) ? [] : tracks.filter(hasBegun).map((track) => standingOf(track, 0)),
    },
  };

  /** From where she stands to the instant asked for, by what time alone changes. */
  function runOn(standing: StageStanding): StageStanding {
    const { stage, since, nextAt } = standing;
    const track = {
      lifecycle: lifecycleById(rules.lifecycles, standing.lifecycle),
      stage,
      since,
      nextAt,
      points: [],
    };
    runUpTo(track, subjectOfActivity(state.activity), asOfAt);
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

function countReviews(view: LifecycleView, activity: ActivityState, asOfAt: number): void {
  for (const day of view.rows(activityDayRows).rows()) {
    if (day.kind !== 'review' || day.firstAt > asOfAt) continue;
    activity.reviewCount += day.count;
    activity.ratingSum += day.valueSum;
  }
}
