import type { MemberTierSet } from '@perennial/contracts/staff';
import type { CompiledTierSet, TierChangeRow } from '@perennial/domain';
import { shownLevels } from './shown-set.ts';

/** What was told of a member's level in a set by an instant. Changes are never changed: an order that became known later is not in it. */
export function pastSet(set: CompiledTierSet, changes: readonly TierChangeRow[], at: number): MemberTierSet {
  const { id, name } = set.document;
  const own = changes.filter((change) => change.tierSet === id && change.at <= at).toSorted(oldestFirst);
  const last = own.at(-1);
  const level = last?.toLevel ?? '';
  const moved = own.findLast(({ fromLevel, toLevel }) => fromLevel !== toLevel);
  return {
    tierSet: id,
    name,
    levels: shownLevels(set),
    level,
    rank: set.levels.findIndex(({ document }) => document.id === level) + 1,
    since: level === '' ? null : (moved?.at ?? null),
    because: last?.because ?? '',
    validUntil: last?.validUntil ?? null,
    graceUntil: last?.graceUntil ?? null,
    earnedLevel: '',
    assigned: null,
    frozen: null,
    invited: null,
    next: null,
    keep: null,
    benefits: [],
  };
}

function oldestFirst(a: TierChangeRow, b: TierChangeRow): number {
  return a.number - b.number;
}
