import {
  applyStep,
  createMemberWork,
  mergeInto,
  splitInto,
  type FoldContext,
  type LoggedStep,
  type MemberWork,
} from '@perennial/domain';
import type { FoldSnapshot, MemberKey } from '../fold/fold-store.ts';

export interface LogFold {
  readonly snapshot: FoldSnapshot;
  readonly context: FoldContext;
}

/** The absorbed member, folded from her own log up to her tombstone. */
async function foldAbsorbed(fold: LogFold, key: MemberKey, upTo: number): Promise<MemberWork> {
  return foldFromLog(fold, key, await fold.snapshot.readMemberSteps(key, 0, upTo));
}

/**
 * Folds a member from nothing by her log: hers, then whomever she took in (fold a, fold b, merge, continue), then what
 * undone merges left her. It reads no stored state. The work's `changes` hold all of her rows, superseded entries too.
 */
export async function foldFromLog(fold: LogFold, key: MemberKey, steps: readonly LoggedStep[]): Promise<MemberWork> {
  const { context, snapshot } = fold;
  const work = createMemberWork(key.id, key.shard);
  for (const step of steps) {
    if (step.kind === 'merge') {
      const absorbedKey = { shard: step.absorbedShard, id: step.absorbedId };
      mergeInto(work, { absorbed: await foldAbsorbed(fold, absorbedKey, step.absorbedPosition), step }, context);
    } else if (step.kind === 'split') {
      splitInto(work, { ownFacts: await snapshot.readOwnFacts(step), step }, context);
    } else {
      applyStep(work, step, context);
    }
  }
  return work;
}
