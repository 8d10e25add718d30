import { openView, tierChangeRows, tierClaimRows, tierStandingRows, tiersFacet } from '@perennial/domain';
import type { FactPayload, FactValue, Member, TierChangeRow, TierStandingRow } from '@perennial/domain';
import { instantOf } from './observe-wallets.ts';

/** Where a member stands in sets of tiers. Of a set whose level alone is expected, its id; else all that is known of it. */
export function tiersOf(member: Member, expected: FactPayload): FactValue {
  const standings = openView(member, tiersFacet).rows(tierStandingRows).rows();
  return Object.fromEntries(
    Object.entries(expected).map(([set, asked]) => {
      const standing = standings.find(({ tierSet }) => tierSet === set);
      const isDetailed = typeof asked === 'object' && asked !== null;
      if (!isDetailed) return [set, standing?.level || null];
      return [set, standing === undefined ? null : describeStanding(member, standing)];
    }),
  );
}

function describeStanding(member: Member, standing: TierStandingRow): FactValue {
  const { tierSet, level, rank, reason, earnedLevel, assignedLevel, isCap, frozenLevel, invitedLevel } = standing;
  const view = openView(member, tiersFacet);
  return {
    level: level || null,
    rank,
    reason,
    since: instantOf(standing.since),
    validUntil: instantOf(standing.validUntil),
    graceUntil: instantOf(standing.graceUntil),
    earnedLevel: earnedLevel || null,
    assignedLevel: assignedLevel || null,
    assignedUntil: instantOf(standing.assignedUntil),
    isCap,
    frozenLevel: frozenLevel || null,
    frozenUntil: instantOf(standing.frozenUntil),
    invitedLevel: invitedLevel || null,
    invitedUntil: instantOf(standing.invitedUntil),
    changes: view
      .rows(tierChangeRows)
      .rows()
      .filter((row) => row.tierSet === tierSet)
      .toSorted((a, b) => a.number - b.number)
      .map(describeChange),
    claims: Object.fromEntries(
      view
        .rows(tierClaimRows)
        .rows()
        .filter((row) => row.tierSet === tierSet)
        .map(({ benefit, period, claims }) => [`${benefit} ${period}`.trim(), claims]),
    ),
  };
}

function describeChange(row: TierChangeRow): FactPayload {
  const { fromLevel, toLevel, kind, because, reason, causeKind } = row;
  return {
    from: fromLevel || null,
    to: toLevel || null,
    at: instantOf(row.at),
    kind,
    because,
    reason,
    validUntil: instantOf(row.validUntil),
    graceUntil: instantOf(row.graceUntil),
    cause: causeKind,
  };
}
