import { sumOf } from './unit-cohort.ts';
import type { UnitCohort } from './unit-cohort.ts';

/** What happens to units of one age, over all cohorts that were seen at it. */
export interface AgeEffect {
  /** Units open at the start of the age, summed over the cohorts that were seen at it. */
  readonly seenUnits: number;
  /** Of those, the share redeemed within the month, and the share that stays open. */
  readonly redeemedShare: number;
  readonly openShare: number;
  /** Of units open at the start of the age, the share that is redeemed sooner or later. */
  readonly redeemedEver: number;
  /** Variance, per unit, of what a cohort's month at this age adds to that; null where it cannot be known. */
  readonly variancePerUnit: number | null;
}

interface Seen {
  readonly openUnits: number;
  readonly redeemedUnits: number;
  readonly expiredUnits: number;
}

/** The effects by age, from the month of issue to the greatest age that any cohort was seen at with units open. */
export function ageEffects(cohorts: readonly UnitCohort[], redeemedBeyond: number): readonly AgeEffect[] {
  const ages = seenByAge(cohorts);
  const effects: AgeEffect[] = [];
  let redeemedEver = redeemedBeyond;
  for (const seen of ages.toReversed()) {
    const effect = effectOf(seen, redeemedEver);
    redeemedEver = effect.redeemedEver;
    effects.unshift(effect);
  }
  return withGuessedVariance(effects);
}

/** Ages without a unit open end the table: nothing can be learnt from them. */
function seenByAge(cohorts: readonly UnitCohort[]): readonly (readonly Seen[])[] {
  const ages: Seen[][] = [];
  for (const { issuedUnits, redeemedByAge, expiredByAge } of cohorts) {
    let openUnits = issuedUnits;
    for (const [age, redeemedUnits] of redeemedByAge.entries()) {
      if (openUnits === 0) break;
      const expiredUnits = expiredByAge[age] ?? 0;
      (ages[age] ??= []).push({ openUnits, redeemedUnits, expiredUnits });
      openUnits -= redeemedUnits + expiredUnits;
    }
  }
  return ages;
}

function effectOf(seen: readonly Seen[], redeemedAfter: number): AgeEffect {
  const seenUnits = sumBy(seen, ({ openUnits }) => openUnits);
  const redeemedShare = sumBy(seen, ({ redeemedUnits }) => redeemedUnits) / seenUnits;
  const expiredShare = sumBy(seen, ({ expiredUnits }) => expiredUnits) / seenUnits;
  const openShare = 1 - redeemedShare - expiredShare;
  // A unit redeemed now moves the total by what it would not have become later, one that expires by what it would have.
  const gain = (redeemed: number, expired: number) => redeemed * (1 - redeemedAfter) - expired * redeemedAfter;
  const mean = gain(redeemedShare, expiredShare);
  const squares = sumBy(
    seen,
    ({ openUnits, redeemedUnits, expiredUnits }) =>
      openUnits * (gain(redeemedUnits / openUnits, expiredUnits / openUnits) - mean) ** 2,
  );
  return {
    seenUnits,
    redeemedShare,
    openShare,
    redeemedEver: redeemedShare + openShare * redeemedAfter,
    variancePerUnit: seen.length < 2 ? null : squares / (seen.length - 1),
  };
}

/**
 * The last ages were seen of one cohort alone, which cannot differ from itself. Mack takes the smallest of what the
 * ages before suggest; here it is the greatest of all ages, because an interval that is too short costs more than
 * one that is too long.
 */
function withGuessedVariance(effects: readonly AgeEffect[]): readonly AgeEffect[] {
  const known = effects.flatMap(({ variancePerUnit }) => (variancePerUnit === null ? [] : [variancePerUnit]));
  const guess = known.length === 0 ? null : Math.max(...known);
  return effects.map((effect) => ({ ...effect, variancePerUnit: effect.variancePerUnit ?? guess }));
}

export interface Ahead {
  /** Units expected to be open at the start of each age that lies ahead of them. */
  readonly byAge: readonly number[];
  readonly beyond: number;
}

/** How many of the open units are expected to come to each age, and beyond all that were seen. */
export function exposureAhead(cohorts: readonly UnitCohort[], effects: readonly AgeEffect[]): Ahead {
  const byAge = effects.map(() => 0);
  let beyond = 0;
  for (const { issuedUnits, redeemedByAge, expiredByAge } of cohorts) {
    let open = issuedUnits - sumOf(redeemedByAge) - sumOf(expiredByAge);
    for (let age = redeemedByAge.length; age < effects.length; age += 1) {
      byAge[age] = (byAge[age] ?? 0) + open;
      open *= effects[age]?.openShare ?? 1;
    }
    beyond += open;
  }
  return { byAge, beyond };
}

/** Standard deviation of the redemptions ahead; null where nothing says how much cohorts differ. */
export function spreadOf(ahead: readonly number[], effects: readonly AgeEffect[]): number | null {
  let variance = 0;
  for (const [age, units] of ahead.entries()) {
    const effect = effects[age];
    if (effect === undefined || units === 0) continue;
    if (effect.variancePerUnit === null) return null;
    variance += effect.variancePerUnit * (units ** 2 / effect.seenUnits + units);
  }
  return Math.sqrt(variance);
}

function sumBy<Item>(items: readonly Item[], read: (item: Item) => number): number {
  return sumOf(items.map(read));
}
