import type { MemberTierSet } from '@perennial/contracts/staff';
import type { CompiledTierSet, TierChangeRow, TierProgress, TierReason } from '@perennial/domain';
import { shownLevels, shownProgress } from './shown-set.ts';

interface Past {
  /** By the days that are known now up to then. */
  readonly progress: TierProgress;
  /** What was told by then. */
  readonly changes: readonly TierChangeRow[];
}

/** Of these only what was told then knows. */
const notEarned: ReadonlySet<TierReason> = new Set(['manual', 'frozen', 'kept']);

/**
 * Where a member stood in a set at an instant in the past: by what is known now to have happened by then, but for a level that people gave or
 * kept, which is as it was told. Claims of benefits are counted of now alone.
 */
export function pastSet(set: CompiledTierSet, { progress, changes }: Past): MemberTierSet {
  const { id, name } = set.document;
  const { standing, next, keep } = progress;
  const own = changes.filter(({ tierSet }) => tierSet === id).toSorted((a, b) => a.number - b.number);
  const last = own.at(-1);
  const isTold = last !== undefined && notEarned.has(last.because);
  const level = isTold ? last.toLevel : standing.level;
  const moved = own.findLast(({ fromLevel, toLevel }) => fromLevel !== toLevel);
  return {
    tierSet: id,
    name,
    levels: shownLevels(set),
    level,
    rank: set.levels.findIndex(({ document }) => document.id === level) + 1,
    // Of history that was told later nobody was told when it began.
    since: level !== '' && moved?.toLevel === level ? moved.at : null,
    because: isTold ? last.because : standing.reason,
    validUntil: isTold ? last.validUntil : standing.validUntil,
    graceUntil: isTold ? last.graceUntil : standing.graceUntil,
    earnedLevel: standing.earnedLevel,
    assigned: null,
    frozen: null,
    invited: null,
    next: next === null ? null : shownProgress(next),
    keep: keep === null ? null : shownProgress(keep),
    benefits: [],
  };
}
