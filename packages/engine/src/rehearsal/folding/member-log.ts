import type { FactStep, LoggedStep, OwnStep } from '@perennial/domain';

/** A member's log as a rehearsal folds it. */
export interface MemberLog {
  readonly steps: readonly LoggedStep[];
  /** The position in the stored log of the step at a position. */
  readonly storedPosition: (position: number) => number;
  /** Of a stored step of hers, the one that is folded in its place. */
  readonly folded: (step: OwnStep) => OwnStep;
}

/** As it is stored. */
export function storedLog(steps: readonly LoggedStep[]): MemberLog {
  return { steps, storedPosition: (position) => position, folded: (step) => step };
}

/**
 * As if what was sent as history had come when it occurred: such facts are recorded at that instant, count as fresh ones, and stand among the
 * others in the order of their recording. Positions are numbered anew.
 */
export function liveLog(steps: readonly LoggedStep[]): MemberLog {
  const moved = steps.map((step) => ({ before: step, after: asLive(step) }));
  moved.sort((a, b) => a.after.recordedAt - b.after.recordedAt || a.before.position - b.before.position);
  const positions = moved.map(({ before }) => before.position);
  const folded = moved.map(({ after }, index) => ({ ...after, position: index + 1 }));
  const byPosition = new Map(moved.map(({ before }, index) => [before.position, folded[index]]));
  return {
    steps: folded,
    storedPosition: (position) => positions[position - 1] ?? position,
    folded(step) {
      const own = steps[0]?.memberId === step.memberId ? byPosition.get(step.position) : undefined;
      return own !== undefined && (own.kind === 'fact' || own.kind === 'decision') ? own : asLive(step);
    },
  };
}

function asLive(step: OwnStep): OwnStep;
function asLive(step: LoggedStep): LoggedStep;
function asLive(step: LoggedStep): LoggedStep {
  if (step.kind !== 'fact' || !step.isBackfill) return step;
  const { recordedAt, occurredAt } = step;
  return { ...step, isBackfill: false, recordedAt: Math.min(recordedAt, occurredAt) } satisfies FactStep;
}
