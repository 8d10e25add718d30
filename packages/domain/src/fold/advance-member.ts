import { isSharedCard } from '../activity/activity-state.ts';
import { never } from '../activity/instants.ts';
import type { CompiledProgram } from '../program/compile-program.ts';
import { countSame, nextProgram, programOf } from './fold-context.ts';
import type { FoldContext } from './fold-context.ts';
import type { MemberWork } from './member-work.ts';
import { fireWake, repairTimeline } from './move-timeline.ts';
import { becomeSharedCard } from './shared-card.ts';

/**
 * Fires wakes and passes program versions up to and at `instant`, each at its own due instant, however late the caller
 * is; a version due with a wake goes first. The member's clock comes to stand at the last of them, not at `instant`:
 * when a worker looked must leave no trace (invariant E2). Needs everything loaded when
 * `context.needsEverythingToAdvance` says so.
 */
export function advanceTo(work: MemberWork, instant: number, context: FoldContext): void {
  if (work.status !== 'live' || work.programVersion === 0) return;
  for (;;) {
    const wakeAt = work.wakeAt ?? Number.POSITIVE_INFINITY;
    const version = nextProgram(context, work.programVersion);
    const versionAt = version?.effectiveAt ?? Number.POSITIVE_INFINITY;
    if (Math.min(wakeAt, versionAt) > instant) return;
    if (version !== null && versionAt <= wakeAt) passVersion(work, version, context);
    else {
      work.clockAt = Math.max(work.clockAt, wakeAt);
      fireWake(work, programOf(context, work.programVersion), wakeAt);
    }
  }
}

/** Judges the whole timeline anew under a version, unless it folds everybody to the same one. Nothing of it is acted on. */
function passVersion(work: MemberWork, version: CompiledProgram, context: FoldContext): void {
  const old = programOf(context, work.programVersion);
  const isSame = isSharedCard(work.activity) ? countSame(old, version) : old.foldKey === version.foldKey;
  work.programVersion = version.version;
  if (isSame || work.activity.firstAt === never) return;
  work.clockAt = Math.max(work.clockAt, version.effectiveAt);
  const cause = { kind: 'program', position: 0, at: version.effectiveAt } as const;
  const stamp = {
    cause,
    recordedAt: version.effectiveAt,
    programVersion: version.version,
    actsFrom: Number.POSITIVE_INFINITY,
  };
  if (isSharedCard(work.activity)) becomeSharedCard(work, { program: version, stamp });
  else repairTimeline(work, { program: version, until: work.clockAt, stamp });
}
