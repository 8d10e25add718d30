import type { Interval } from '../statistics/intervals.ts';
import { ageEffects, exposureAhead, spreadOf } from './age-effects.ts';
import type { AgeEffect } from './age-effects.ts';
import { checkCohort, sumOf } from './unit-cohort.ts';
import type { UnitCohort } from './unit-cohort.ts';

export interface BreakageOptions {
  /**
   * Of the units that are still open beyond the greatest age seen, the share that will be redeemed. All of them
   * unless told: what nobody has seen lapse is owed (IFRS 15 B46 with 56–58: breakage only where it is highly
   * probable).
   */
  readonly redeemedBeyond?: number;
}

export interface CohortBreakage {
  readonly issueMonth: number;
  readonly issuedUnits: number;
  readonly redeemedUnits: number;
  readonly expiredUnits: number;
  readonly openUnits: number;
  /** Of the open ones. */
  readonly expectedRedeemedUnits: number;
  readonly expectedBreakageUnits: number;
}

export interface Breakage {
  readonly cohorts: readonly CohortBreakage[];
  readonly openUnits: number;
  readonly expectedRedeemedUnits: number;
  readonly expectedBreakageUnits: number;
  /** Of the expected breakage, 95 %. All that is possible, where no two cohorts were seen at the same age. */
  readonly breakageInterval: Interval;
  /** Open units that are expected to outlive the greatest age seen: nothing but `redeemedBeyond` is known of them. */
  readonly beyondEvidenceUnits: number;
}

/** Two-sided 95 % normal quantile. */
const z95 = 1.959963984540054;

/**
 * Expected breakage of open units from what past cohorts did at the same ages. By age, of the units open at its
 * start, one share is redeemed and one expires, pooled over the cohorts (the actuarial life table with two ways
 * out). From the last age back, a unit open at age j is redeemed sooner or later with probability v(j) = r(j) + (1
 * − r(j) − e(j)) v(j + 1).
 *
 * The interval is the chain ladder's, free of a distribution (Mack 1993, "Distribution-free calculation of the
 * standard error of chain ladder reserve estimates", ASTIN Bulletin 23): how much cohorts differed at an age says
 * how sure its shares are, and how much the next cohort will differ. Units of one cohort are not taken to be
 * independent, since one member redeems many at once. To first order, with X(j) units ahead of age j and W(j) units
 * seen at it, the variance is the sum over ages of σ²(j) (X(j)²/W(j) + X(j)), and the interval is normal, cut at
 * nothing and at all open units. Of units that outlive what was seen it takes anything for possible. It does not
 * know of changes of the rules, or of seasons: old cohorts speak for new ones only as far as they are alike.
 *
 * @throws RangeError for counts that are not whole, lists of different lengths, or more leaving than was issued.
 */
export function expectBreakage(cohorts: readonly UnitCohort[], options: BreakageOptions = {}): Breakage {
  const { redeemedBeyond = 1 } = options;
  if (!(redeemedBeyond >= 0 && redeemedBeyond <= 1))
    throw new RangeError(`a share lies between 0 and 1: got ${redeemedBeyond}`);
  for (const cohort of cohorts) checkCohort(cohort);
  const effects = ageEffects(cohorts, redeemedBeyond);
  const told = cohorts.map((cohort) => cohortBreakage(cohort, effects, redeemedBeyond));
  const openUnits = sumOf(told.map((cohort) => cohort.openUnits));
  const expectedRedeemedUnits = sumOf(told.map((cohort) => cohort.expectedRedeemedUnits));
  const expectedBreakageUnits = openUnits - expectedRedeemedUnits;
  const ahead = exposureAhead(cohorts, effects);
  const half = halfWidth(ahead.byAge, effects);
  return {
    cohorts: told,
    openUnits,
    expectedRedeemedUnits,
    expectedBreakageUnits,
    breakageInterval: {
      low: Math.max(0, expectedBreakageUnits - half - ahead.beyond * (1 - redeemedBeyond)),
      high: Math.min(openUnits, expectedBreakageUnits + half + ahead.beyond * redeemedBeyond),
    },
    beyondEvidenceUnits: ahead.beyond,
  };
}

/** Without end where nothing says how much cohorts differ. */
function halfWidth(ahead: readonly number[], effects: readonly AgeEffect[]): number {
  const spread = spreadOf(ahead, effects);
  return spread === null ? Number.POSITIVE_INFINITY : z95 * spread;
}

function cohortBreakage(cohort: UnitCohort, effects: readonly AgeEffect[], redeemedBeyond: number): CohortBreakage {
  const { issueMonth, issuedUnits } = cohort;
  const redeemedUnits = sumOf(cohort.redeemedByAge);
  const expiredUnits = sumOf(cohort.expiredByAge);
  const openUnits = issuedUnits - redeemedUnits - expiredUnits;
  const share = effects[cohort.redeemedByAge.length]?.redeemedEver ?? redeemedBeyond;
  const expectedRedeemedUnits = openUnits * share;
  return {
    issueMonth,
    issuedUnits,
    redeemedUnits,
    expiredUnits,
    openUnits,
    expectedRedeemedUnits,
    expectedBreakageUnits: openUnits - expectedRedeemedUnits,
  };
}
