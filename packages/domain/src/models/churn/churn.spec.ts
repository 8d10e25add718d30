import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { transactionsFromLines } from '../transactions/build.ts';
import { occasionsOf } from '../transactions/occasions.ts';
import { churnReasons } from './reasons.ts';
import { reliabilityOf } from './reliability.ts';
import { fitRhythm, memberRhythm, rhythmNoPurchase } from './rhythm.ts';
import { warnOfChurn } from './warning.ts';

interface Bought {
  readonly [customer: string]: readonly number[];
}

function bought(days: Bought, amount = 10) {
  const lines = Object.entries(days).flatMap(([customer, list]) =>
    list.map((orderedOn) => ({ customer, orderedOn, amount })),
  );
  return occasionsOf(transactionsFromLines(lines));
}

/** Every `gap` days from `first` until `until`, give or take `wobble`. */
function every(gap: number, first: number, { until, wobble = 0 }: { until: number; wobble?: number }): number[] {
  return Array.from(
    { length: Math.floor((until - first) / gap) + 1 },
    (_, n) => first + n * gap + ((n * 7919) % (wobble + 1)),
  );
}

const brand = { ninthDecileDays: 60, secondPurchaseNinthDecileDays: 90 };

describe('a member’s rhythm', () => {
  const model = { meanGapDays: 30, regularity: 2, leaveAfterFirst: 0.5, leaveLater: 0.1, gaps: 999 };

  it('makes a regular buyer late sooner than an irregular one of the same mean', () => {
    const regular = memberRhythm(model, { count: 12, sum: 360, squares: 12 * 900, silentDays: 60 });
    const irregular = memberRhythm(model, { count: 12, sum: 360, squares: 12 * 900 * 2.2, silentDays: 60 });
    expect(regular.regularity).toBeGreaterThan(irregular.regularity * 2);
    expect(rhythmNoPurchase(regular, 90, 30)).toBeGreaterThan(rhythmNoPurchase(irregular, 90, 30) + 0.1);
    expect(rhythmNoPurchase(regular, 20, 30)).toBeLessThan(rhythmNoPurchase(irregular, 20, 30));
  });

  it('is the brand’s where she has none, and her own where she has plenty', () => {
    expect(memberRhythm(model, { count: 0, sum: 0, squares: 0, silentDays: 5 })).toMatchObject({
      meanGapDays: 30,
      leaveChance: 0.5,
    });
    expect(memberRhythm(model, { count: 98, sum: 980, squares: 9800, silentDays: 5 }).meanGapDays).toBeCloseTo(
      10.4,
      10,
    );
  });

  it('stays a probability, falls with the horizon and survives any silence', () => {
    const rhythms = fc.record({
      meanGapDays: fc.double({ min: 0.5, max: 400, noNaN: true }),
      regularity: fc.double({ min: 0.3, max: 20, noNaN: true }),
      leaveChance: fc.double({ min: 0.005, max: 0.94, noNaN: true }),
    });
    fc.assert(
      fc.property(rhythms, fc.nat({ max: 5000 }), (rhythm, silent) => {
        const soon = rhythmNoPurchase(rhythm, silent, 10);
        const late = rhythmNoPurchase(rhythm, silent, 100);
        expect(soon <= 1 && late > 0 && late <= soon + 1e-12).toBe(true);
      }),
    );
  });

  it('finds regularity in a regular brand, and guesses a month without gaps', () => {
    const people = Object.fromEntries(
      Array.from({ length: 60 }, (_, who) => [`c${who}`, every(20, who % 20, { until: 300, wobble: 3 })]),
    );
    const rhythm = fitRhythm(bought(people), 310);
    expect(rhythm.meanGapDays).toBeCloseTo(20, 0);
    expect(rhythm.regularity).toBeGreaterThan(10);
    expect(rhythm.leaveLater).toBeLessThan(0.05);
    expect(fitRhythm(bought({ a: [3] }), 9)).toMatchObject({ meanGapDays: 30, regularity: 1, gaps: 0 });
  });
});

describe('the churn warning', () => {
  const people: Record<string, readonly number[]> = {};
  for (let who = 0; who < 150; who++) {
    people[`s${who}`] = every(15, who % 15, { until: 360, wobble: 4 });
    people[`g${who}`] = every(15, who % 15, { until: 150 + (who % 100), wobble: 4 });
    people[`o${who}`] = [who * 2];
  }
  const occasions = bought(people);
  const warning = warnOfChurn(occasions, { asOf: 360, horizonDays: 30 });
  const keys = Object.keys(people).sort();
  const meanOf = (kind: string): number => {
    const rows = [...warning.customer].flatMap((who, row) =>
      keys[who]?.startsWith(kind) ? [warning.noPurchase[row] ?? 0] : [],
    );
    return rows.reduce((sum, one) => sum + one, 0) / rows.length;
  };

  it('tells who stays from who is gone, and does not call one-time buyers alive', () => {
    expect(meanOf('s')).toBeLessThan(0.15);
    expect(meanOf('g')).toBeGreaterThan(0.9);
    expect(meanOf('o')).toBeGreaterThan(0.9);
  });

  it('is calibrated on customers it has not seen', () => {
    expect(warning.calibration).toBe('internal-hold-out');
    expect(warning.reliability?.people).toBeGreaterThan(400);
    expect(warning.reliability?.calibrationError).toBeLessThan(0.05);
    expect(warning.reliability?.areaUnderCurve).toBeGreaterThan(0.95);
  });

  it('looks at nothing after its day', () => {
    const later = bought(Object.fromEntries(Object.entries(people).map(([who, days]) => [who, [...days, 370]])));
    expect(warnOfChurn(later, { asOf: 360, horizonDays: 30 }).noPurchase).toEqual(warning.noPurchase);
  });

  it('says when it could not be calibrated', () => {
    const few = warnOfChurn(bought({ a: [1, 20], b: [5] }), { asOf: 40, horizonDays: 30 });
    expect([few.calibration, few.reliability]).toEqual(['none', null]);
    expect(few.noPurchase.every((one) => one > 0 && one < 1)).toBe(true);
    expect(warnOfChurn(bought({}), { asOf: 40, horizonDays: 30 }).customer).toHaveLength(0);
  });

  it.each([0, -1, 1.5])('refuses a horizon of %s days', (horizonDays) => {
    expect(() => warnOfChurn(occasions, { asOf: 360, horizonDays })).toThrow(RangeError);
  });
});

describe('reasons', () => {
  const codes = (days: readonly number[], asOf: number): readonly string[] =>
    churnReasons(bought({ a: days }), 0, { asOf, brand }).map(({ code }) => code);

  it('compare a silence with her own gaps, else with the brand’s', () => {
    expect(churnReasons(bought({ a: every(10, 0, { until: 60 }) }), 0, { asOf: 71, brand })).toEqual([
      { code: 'gap-beyond-own', silentDays: 11, ownNinthDecileDays: 10, gaps: 6 },
    ]);
    expect(codes(every(10, 0, { until: 60 }), 70)).toEqual([]);
    expect(codes([0, 10], 71)).toEqual(['gap-beyond-brand']);
    expect(codes([0], 91)).toEqual(['never-returned']);
    expect(codes([0], 90)).toEqual([]);
  });

  it('notice growing gaps', () => {
    expect(codes([0, 10, 20, 30, 60, 90], 91)).toEqual(['gaps-growing']);
  });

  it('notice falling orders and rising returns', () => {
    const lines = [40, 40, 40, 20, 20, 20].map((amount, n) => ({ customer: 'a', orderedOn: n * 10, amount }));
    const back = { customer: 'a', orderedOn: 52, amount: -12, returnOf: 50 };
    const occasions = occasionsOf(transactionsFromLines([...lines, back]));
    expect(churnReasons(occasions, 0, { asOf: 55, brand })).toEqual([
      { code: 'orders-falling', recentOrder: 20, earlierOrder: 40 },
      { code: 'returns-rising', recentShare: 0.2, earlierShare: 0 },
    ]);
  });

  it('are none before the first purchase', () => {
    expect(codes([50], 40)).toEqual([]);
  });
});

describe('reliability', () => {
  it('agrees with a case worked by hand', () => {
    const { bins, calibrationError, brier, brierOfAverage, areaUnderCurve } = reliabilityOf(
      Float64Array.of(0.2, 0.2, 0.8, 0.8),
      Uint8Array.of(0, 1, 1, 1),
    );
    expect(bins.map(({ people, observed }) => [people, observed])).toEqual([
      [2, 0.5],
      [2, 1],
    ]);
    expect(calibrationError).toBeCloseTo(0.25, 12);
    expect(brier).toBeCloseTo((0.04 + 0.64 + 0.04 + 0.04) / 4, 12);
    expect(brierOfAverage).toBeCloseTo(0.1875, 12);
    expect(areaUnderCurve).toBeCloseTo((0.5 + 1 + 1) / 3, 12);
  });

  it('keeps ties together, has no curve when all came out alike, refuses unequal columns', () => {
    const same = reliabilityOf(new Float64Array(50).fill(0.3), new Uint8Array(50));
    expect(same.bins).toHaveLength(1);
    expect(same.areaUnderCurve).toBeNaN();
    expect(() => reliabilityOf(new Float64Array(2), new Uint8Array(3))).toThrow(RangeError);
  });
});
