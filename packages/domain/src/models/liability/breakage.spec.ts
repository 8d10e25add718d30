import { describe, expect, it } from 'vitest';
import { createRandom, nextBeta } from '../simulation/random.ts';
import { expectBreakage } from './breakage.ts';
import type { UnitCohort } from './unit-cohort.ts';

function cohort(issueMonth: number, issuedUnits: number, ages: readonly (readonly [number, number])[]): UnitCohort {
  return {
    issueMonth,
    issuedUnits,
    redeemedByAge: ages.map(([redeemed]) => redeemed),
    expiredByAge: ages.map(([, expired]) => expired),
  };
}

/** Two months to redeem, then what is left expires. */
const past = [
  cohort(0, 100, [
    [20, 0],
    [40, 40],
  ]),
  cohort(1, 100, [
    [30, 0],
    [35, 35],
  ]),
];

describe('expected breakage', () => {
  it('is what past cohorts did at the ages that lie ahead', () => {
    // At age 1 they redeemed 75 of 150 open units: of 80 open units 40 are expected to lapse.
    const { cohorts, ...total } = expectBreakage([...past, cohort(2, 100, [[20, 0]])]);
    expect(cohorts.at(-1)).toMatchObject({ openUnits: 80, expectedRedeemedUnits: 40, expectedBreakageUnits: 40 });
    expect(total).toMatchObject({ openUnits: 80, expectedBreakageUnits: 40, beyondEvidenceUnits: 0 });
  });

  it('passes through all ages of a cohort that has only begun', () => {
    // 50 of 200 went at age 0, half of the rest at age 1.
    const { expectedRedeemedUnits } = expectBreakage([...past, cohort(2, 1000, [])]);
    expect(expectedRedeemedUnits).toBeCloseTo(250 + 375, 9);
  });

  it('is sure where cohorts were alike, and less sure the more they differed', () => {
    const widthOf = (cohorts: readonly UnitCohort[]) => {
      const { low, high } = expectBreakage([...cohorts, cohort(9, 1000, [])]).breakageInterval;
      return high - low;
    };
    const alike = [cohort(0, 100, [[20, 80]]), cohort(1, 100, [[20, 80]])];
    const near = [cohort(0, 100, [[18, 82]]), cohort(1, 100, [[22, 78]])];
    const apart = [cohort(0, 100, [[10, 90]]), cohort(1, 100, [[30, 70]])];
    expect(widthOf(alike)).toBe(0);
    expect(widthOf(near)).toBeGreaterThan(0);
    expect(widthOf(apart)).toBeGreaterThan(widthOf(near));
  });

  it('takes units that outlive what was seen for redeemed unless told, and for anything in its interval', () => {
    const young = [cohort(0, 100, [[10, 0]]), cohort(1, 100, [[10, 0]])];
    expect(expectBreakage(young)).toMatchObject({
      expectedBreakageUnits: 0,
      beyondEvidenceUnits: 180,
      breakageInterval: { low: 0, high: 180 },
    });
    const told = expectBreakage(young, { redeemedBeyond: 0.25 });
    expect(told.expectedBreakageUnits).toBe(135);
    expect(told.breakageInterval).toEqual({ low: 0, high: 180 });
  });

  it('says that all is possible where nobody can say how much cohorts differ', () => {
    const lone = [
      cohort(0, 100, [
        [20, 0],
        [40, 40],
      ]),
      cohort(1, 100, []),
    ];
    expect(expectBreakage(lone).breakageInterval).toEqual({ low: 0, high: 100 });
  });

  it('is none without open units, or without cohorts', () => {
    const none = { openUnits: 0, expectedBreakageUnits: 0, breakageInterval: { low: 0, high: 0 } };
    expect(expectBreakage(past)).toMatchObject(none);
    expect(expectBreakage([])).toMatchObject(none);
    expect(expectBreakage([cohort(0, 0, [[0, 0]])])).toMatchObject(none);
  });

  it.each([
    ['more units that went than were issued', cohort(0, 10, [[6, 5]])],
    ['half a unit', cohort(0, 10, [[0.5, 0]])],
    ['units below zero', cohort(0, 10, [[-1, 0]])],
    ['lists of different lengths', { issueMonth: 0, issuedUnits: 10, redeemedByAge: [1], expiredByAge: [] }],
  ])('is refused for %s', (_, wrong) => {
    expect(() => expectBreakage([wrong])).toThrow(RangeError);
  });

  it('is refused a share beyond one', () => {
    expect(() => expectBreakage(past, { redeemedBeyond: 1.1 })).toThrow(RangeError);
  });
});

describe('the interval of expected breakage', () => {
  const random = createRandom(20_260_131);
  const months = 24;
  const termMonths = 12;

  /**
   * What becomes of a cohort whose months differ by chance, units of one member going together; the last month
   * takes the rest.
   */
  function simulateCohort(issueMonth: number): UnitCohort {
    const issuedUnits = 20_000 + 500 * issueMonth;
    const ages: [number, number][] = [];
    let open = issuedUnits;
    for (let age = 0; age < termMonths; age += 1) {
      const redeemed = Math.round(open * nextBeta(random, 4 + age, 60));
      const expired = age === termMonths - 1 ? open - redeemed : 0;
      ages.push([redeemed, expired]);
      open -= redeemed + expired;
    }
    return cohort(issueMonth, issuedUnits, ages);
  }

  const seenUntil = (full: UnitCohort): UnitCohort => ({
    ...full,
    redeemedByAge: full.redeemedByAge.slice(0, months - full.issueMonth),
    expiredByAge: full.expiredByAge.slice(0, months - full.issueMonth),
  });

  it('holds what then lapses in about 95 of 100 worlds', () => {
    const worlds = 400;
    let covered = 0;
    let error = 0;
    for (let world = 0; world < worlds; world += 1) {
      const full = Array.from({ length: months }, (_, month) => simulateCohort(month));
      const told = expectBreakage(full.map(seenUntil));
      const lapsed = full.reduce((sum, one) => {
        const later = one.expiredByAge.slice(months - one.issueMonth);
        return sum + later.reduce((units, next) => units + next, 0);
      }, 0);
      const { low, high } = told.breakageInterval;
      if (low <= lapsed && lapsed <= high) covered += 1;
      error += (told.expectedBreakageUnits - lapsed) / lapsed / worlds;
    }
    expect(covered / worlds).toBeGreaterThan(0.91);
    expect(covered / worlds).toBeLessThan(0.985);
    expect(Math.abs(error)).toBeLessThan(0.005);
  });
});
