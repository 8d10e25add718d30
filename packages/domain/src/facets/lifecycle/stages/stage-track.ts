import { notByTime, never } from '../../../kernel/base/instants.ts';
import type { ConditionSubject } from '../../../kernel/fields/subject.ts';
import { isReactivation, nextChangeAt, stageAt } from './compile-lifecycle.ts';
import type { CompiledLifecycle } from './compile-lifecycle.ts';

/** A point of a timeline before it is recorded. */
export interface StagePoint {
  readonly validFrom: number;
  readonly stage: string;
  /** '' for the first. */
  readonly fromStage: string;
  readonly isReactivation: boolean;
}

/** The automaton of one lifecycle while it runs over events; the same for appending and for repairing (invariant E3). */
export interface StageTrack {
  readonly lifecycle: CompiledLifecycle;
  stage: string;
  since: number;
  nextAt: number;
  readonly points: StagePoint[];
}

export function createStageTrack(lifecycle: CompiledLifecycle): StageTrack {
  return { lifecycle, stage: '', since: never, nextAt: notByTime, points: [] };
}

/** Moves the track through what time alone changes before `until`. */
export function runBefore(track: StageTrack, subject: ConditionSubject, until: number): void {
  while (track.nextAt < until) turn(track, subject, track.nextAt);
}

/** Moves the track through what time alone changes up to and at `until`. */
export function runUpTo(track: StageTrack, subject: ConditionSubject, until: number): void {
  while (track.nextAt <= until) turn(track, subject, track.nextAt);
}

/** Judges the stage after all evidence of the instant `at`. */
export function turn(track: StageTrack, subject: ConditionSubject, at: number): void {
  const stage = stageAt(track.lifecycle, subject, at);
  if (stage.id !== track.stage) {
    const isBack = isReactivation(track.lifecycle, track.stage, stage);
    track.points.push({ validFrom: at, stage: stage.id, fromStage: track.stage, isReactivation: isBack });
    track.stage = stage.id;
    track.since = at;
  }
  track.nextAt = nextChangeAt(track.lifecycle, subject, at);
}
