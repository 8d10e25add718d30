import { placeOfLevel } from '../rules/rules.ts';
import type { CompiledTierSet } from '../rules/rules.ts';
import type { TierStandingRow } from '../rules/rows.ts';
import { emptyStanding, laterEnd } from './standing.ts';

/** A level that somebody gave, and until when; null: for good. */
interface Given {
  readonly level: string;
  readonly until: number | null;
}

/** The survivor's standing with what people decided of both; she has yet to be judged. */
export function uniteStandings(
  set: CompiledTierSet,
  { own, other, at }: { readonly own: TierStandingRow | null; readonly other: TierStandingRow; readonly at: number },
): TierStandingRow {
  const row = own ?? emptyStanding(other.tierSet, at);
  const better = (a: Given, b: Given) => betterOf(set, a, b);
  const frozen = better(
    { level: row.frozenLevel, until: row.frozenUntil },
    { level: other.frozenLevel, until: other.frozenUntil },
  );
  const kept = better(
    { level: row.keptLevel, until: row.keptUntil },
    { level: other.keptLevel, until: other.keptUntil },
  );
  const invitation = row.invitedLevel === '' ? other : row;
  const isOthersAccepted = placeOfLevel(set, other.acceptedLevel) > placeOfLevel(set, row.acceptedLevel);
  const accepted = isOthersAccepted ? other : row;
  return {
    ...row,
    ...assignedOf(set, row, other),
    enteredAt: Math.min(row.enteredAt, other.enteredAt),
    frozenLevel: frozen.level,
    frozenUntil: frozen.until,
    keptLevel: kept.level,
    keptUntil: kept.until,
    invitedLevel: invitation.invitedLevel,
    invitedUntil: invitation.invitedUntil,
    acceptedLevel: accepted.acceptedLevel,
    acceptedAt: accepted.acceptedAt,
    whoDays: row.whoDays === '' ? other.whoDays : row.whoDays,
  };
}

type Assigned = Pick<TierStandingRow, 'assignedLevel' | 'assignedUntil' | 'isCap'>;

/** What was decided of the survivor as a cap stands; of two that were given the better one does. */
function assignedOf(set: CompiledTierSet, row: TierStandingRow, other: TierStandingRow): Assigned {
  const { assignedLevel, assignedUntil, isCap } = row;
  if (isCap || (other.isCap && assignedLevel !== '')) return { assignedLevel, assignedUntil, isCap };
  if (other.isCap) return { assignedLevel: other.assignedLevel, assignedUntil: other.assignedUntil, isCap: true };
  const { level, until } = betterOf(
    set,
    { level: assignedLevel, until: assignedUntil },
    { level: other.assignedLevel, until: other.assignedUntil },
  );
  return { assignedLevel: level, assignedUntil: until, isCap: false };
}

function betterOf(set: CompiledTierSet, a: Given, b: Given): Given {
  const [place, others] = [placeOfLevel(set, a.level), placeOfLevel(set, b.level)];
  if (place !== others || place < 0) return others > place ? b : a;
  return { level: a.level, until: laterEnd(a.until, b.until) };
}
