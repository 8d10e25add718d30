import type { MemberTierSet } from '@perennial/contracts/staff';
import { benefitsOf, claimPeriodOf, tierClaimRows } from '@perennial/domain';
import type {
  CompiledTierSet,
  LevelProgress,
  TierBenefit,
  TierProgress,
  TiersRules,
  TiersView,
} from '@perennial/domain';

interface Shown {
  readonly set: CompiledTierSet;
  readonly progress: TierProgress;
  readonly view: TiersView;
  readonly days: TiersRules['world']['days'];
  readonly at: number;
}

/** A set as it is told of a member: the ladder, where she stands and why, how far she is, and what her level gives. */
export function shownSet(shown: Shown): MemberTierSet {
  const { set, progress } = shown;
  const { standing, next, keep } = progress;
  const { id, name } = set.document;
  return {
    tierSet: id,
    name,
    levels: shownLevels(set),
    level: standing.level,
    rank: standing.rank,
    since: standing.level === '' ? null : standing.since,
    because: standing.reason,
    validUntil: standing.validUntil,
    graceUntil: standing.graceUntil,
    earnedLevel: standing.earnedLevel,
    assigned:
      standing.assignedLevel === ''
        ? null
        : { level: standing.assignedLevel, until: standing.assignedUntil, isCap: standing.isCap },
    frozen: given(standing.frozenLevel, standing.frozenUntil),
    invited: given(standing.invitedLevel, standing.invitedUntil),
    next: next === null ? null : shownProgress(next),
    keep: keep === null ? null : shownProgress(keep),
    benefits: benefitsOf(set, standing).map((benefit) => shownBenefit(shown, benefit)),
  };
}

/** The ladder, the lowest level first. */
export function shownLevels({ levels }: CompiledTierSet): MemberTierSet['levels'] {
  return levels.map(({ document, isByInvitation }) => ({
    id: document.id,
    name: document.name,
    color: document.color,
    isByInvitation,
  }));
}

function given(level: string, until: number | null) {
  return level === '' ? null : { level, until };
}

export function shownProgress({ level, combinator, measures, who, opensAt, by, isReached }: LevelProgress) {
  return {
    level,
    combinator,
    measures: measures.map(({ leaves, ...measure }) => ({ ...measure, leaves: [...leaves] })),
    who,
    opensAt,
    by,
    isReached,
  };
}

function shownBenefit({ set, progress, view, days, at }: Shown, benefit: TierBenefit) {
  const { id, kind, name, hours, limit } = benefit;
  const period = claimPeriodOf(limit, { row: progress.standing, days, at });
  const { id: tierSet } = set.document;
  const row = view
    .rows(tierClaimRows)
    .rows()
    .find((one) => one.tierSet === tierSet && one.benefit === id && one.period === period);
  const claims = row?.claims ?? 0;
  return { id, kind, name, hours, limit, claims, left: limit === null ? null : Math.max(0, limit.count - claims) };
}
