import { advanceTo } from './advance-member.ts';
import { createMemberWork } from './create-work.ts';
import type { FoldContext } from './fold-context.ts';
import { applyStep } from './fold-member.ts';
import { invariant } from './invariant.ts';
import type { MemberWork } from './member-work.ts';
import { mergeInto, splitInto } from './merge-members.ts';
import type { FactStep, LoggedStep, MergeStep, SplitStep } from './steps.ts';

export interface LogFoldOptions {
  readonly context: FoldContext;
  /** Wakes and versions are fired up to this instant. */
  readonly until: number;
  /** The facts that are a member's own again when a merge is taken back. */
  readonly ownFacts?: (step: SplitStep) => readonly FactStep[];
}

/**
 * Folds whole logs in memory, from nothing: what verification and dry runs compare with. Steps of a shard in the order of
 * their positions; shards may be interleaved in any way, because an absorbed member is folded when her merge asks for
 * her. Nothing is written: every work holds all of its rows and, in `changes`, all that it ever recorded.
 */
export function foldLog(steps: readonly LoggedStep[], options: LogFoldOptions): ReadonlyMap<string, MemberWork> {
  const logs = Map.groupBy(steps, (step) => step.memberId);
  const works = new Map<string, MemberWork>();
  const folding = new Set<string>();

  function workOf(step: { readonly memberId: LoggedStep['memberId']; readonly shard: number }): MemberWork {
    const known = works.get(step.memberId);
    if (known !== undefined) return known;
    const work = createMemberWork(step.memberId, step.shard);
    works.set(step.memberId, work);
    return work;
  }

  function foldUpTo(memberId: LoggedStep['memberId'], position: number): void {
    invariant(!folding.has(memberId), `member ${memberId} takes part in a circle of merges`);
    folding.add(memberId);
    for (const step of logs.get(memberId) ?? []) {
      if (step.position > position) break;
      foldOne(step);
    }
    folding.delete(memberId);
  }

  function foldOne(step: LoggedStep): void {
    const work = workOf(step);
    if (step.position <= work.position) return;
    if (step.kind === 'merge') mergeInto(work, { absorbed: absorbedBy(step), step }, options.context);
    else if (step.kind === 'split')
      splitInto(work, { ownFacts: options.ownFacts?.(step) ?? [], step }, options.context);
    else applyStep(work, step, options.context);
  }

  function absorbedBy(step: MergeStep): MemberWork {
    foldUpTo(step.absorbedId, step.absorbedPosition);
    return workOf({ memberId: step.absorbedId, shard: step.absorbedShard });
  }

  for (const memberId of logs.keys()) foldUpTo(memberId, Number.POSITIVE_INFINITY);
  for (const work of works.values()) advanceTo(work, options.until, options.context);
  return works;
}
