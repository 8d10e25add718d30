import type { DayTable } from '../../../kernel/base/day-table.ts';
import type { ConditionSubject } from '../../../kernel/fields/subject.ts';
import { createActivityState } from '../activity/activity-state.ts';
import type { ActivityState } from '../activity/activity-state.ts';
import { advance } from '../activity/advance.ts';
import type { EvidenceEvent } from '../activity/evidence-event.ts';
import { subjectOfActivity } from '../activity/subject.ts';
import type { CompiledLifecycle } from './compile-lifecycle.ts';
import { createStageTrack, runBefore, runUpTo, turn } from './stage-track.ts';
import type { StageTrack } from './stage-track.ts';

/** What stages are judged under. */
export interface StageRules {
  readonly lifecycles: readonly CompiledLifecycle[];
  readonly world: { readonly days: DayTable };
}

export interface Timeline {
  readonly activity: ActivityState;
  /** One per lifecycle of the program; empty points when there is no evidence. */
  readonly tracks: readonly StageTrack[];
}

/**
 * The whole stage timeline as a pure function of evidence, program and the instant up to which it is told. `events` in
 * the order of `compareEvents`. Evidence after `until` is taken in all the same: the log holds nothing of the future.
 */
export function computeTimeline(rules: StageRules, events: readonly EvidenceEvent[], until: number): Timeline {
  const activity = createActivityState();
  const tracks = rules.lifecycles.map(createStageTrack);
  const run = { tracks, subject: subjectOfActivity(activity), days: rules.world.days };
  runEvents(run, activity, events);
  if (events.length > 0) for (const track of tracks) runUpTo(track, run.subject, until);
  return { activity, tracks };
}

interface EventRun {
  readonly tracks: readonly StageTrack[];
  readonly subject: ConditionSubject;
  readonly days: DayTable;
}

/** Runs tracks over events, instant by instant; a track that an instant's evidence cannot move is not asked. */
export function runEvents(run: EventRun, activity: ActivityState, events: readonly EvidenceEvent[]): void {
  let index = 0;
  while (index < events.length) {
    const at = events[index]?.at ?? 0;
    for (const track of run.tracks) runBefore(track, run.subject, at);
    let bits = 0;
    for (let event = events[index]; event !== undefined && event.at === at; event = events[index]) {
      advance(activity, event, run.days);
      bits |= event.bit;
      index += 1;
    }
    for (const track of run.tracks) {
      // A time flip that falls on the very instant of the evidence is judged with it.
      if (track.stage === '' || track.nextAt <= at || (bits & track.lifecycle.mask) !== 0) turn(track, run.subject, at);
    }
  }
}
