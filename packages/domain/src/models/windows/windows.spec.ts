import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { transactionsFromLines } from '../transactions/build.ts';
import { occasionsOf } from '../transactions/occasions.ts';
import { categoryGapSurvival, comebackShare, gapQuantile, gapSurvivalOf } from './gaps.ts';
import { checkWindows, NOT_YET, stageHistory, stageOf, STAGES, stagesAt } from './stages.ts';
import { suggestWindows } from './suggest.ts';

function bought(days: Readonly<Record<string, readonly number[]>>) {
  return transactionsFromLines(
    Object.entries(days).flatMap(([customer, list]) =>
      list.map((orderedOn) => ({ customer, orderedOn, amount: 1, category: 'tea' })),
    ),
  );
}

const windows = { newDays: 10, activeDays: 20, silentDays: 40, dormantDays: 80 };
const someDays = fc.array(fc.array(fc.nat({ max: 60 }), { minLength: 1, maxLength: 6 }), {
  minLength: 1,
  maxLength: 12,
});

describe('purchase gaps', () => {
  it('agree with Kaplan and Meier worked by hand', () => {
    // Gaps 5 and 10 ended, 3 and 20 are open: at 5 days three wait, at 10 two.
    const survival = gapSurvivalOf(occasionsOf(bought({ a: [0, 5, 17], b: [0, 10, 0] })), 20);
    expect([survival.closed, survival.open]).toEqual([3, 2]);
    expect(survival.returned[5]).toBeCloseTo(1 / 4, 12);
    expect(survival.returned[10]).toBeCloseTo(1 - (3 / 4) * (2 / 3), 12);
    expect(survival.returned[12]).toBeCloseTo(1, 12);
  });

  it('of the first kind look only at the second purchase', () => {
    const survival = gapSurvivalOf(occasionsOf(bought({ a: [0, 5, 17], b: [3] })), 20, 'first');
    expect([survival.closed, survival.open]).toEqual([1, 1]);
  });

  it('by category are those of the brand when there is one category', () => {
    const transactions = bought({ a: [0, 5, 17], b: [0, 10] });
    expect(categoryGapSurvival(transactions, 20)[0]).toEqual(gapSurvivalOf(occasionsOf(transactions), 20));
  });

  it('are none without categories, and refuse days after the end', () => {
    const transactions = transactionsFromLines([{ customer: 'a', orderedOn: 3, amount: 1 }]);
    expect(categoryGapSurvival(transactions, 9)).toEqual([]);
    expect(() => gapSurvivalOf(occasionsOf(transactions), 2)).toThrow(RangeError);
  });

  it('never decrease and stay within 0 and 1', () => {
    fc.assert(
      fc.property(someDays, (lists) => {
        const survival = gapSurvivalOf(occasionsOf(bought(Object.fromEntries(lists.entries()))), 70);
        survival.returned.forEach((share, day) => {
          expect(share).toBeGreaterThanOrEqual(survival.returned[day - 1] ?? 0);
          expect(share).toBeLessThanOrEqual(1);
          expect(comebackShare(survival, day)).toBeGreaterThanOrEqual(-1e-12);
          expect(comebackShare(survival, day)).toBeLessThanOrEqual(1);
        });
      }),
    );
  });

  it('have no quantile when nobody came back', () => {
    expect(gapQuantile(gapSurvivalOf(occasionsOf(bought({ a: [1] })), 9), 0.5)).toBeNaN();
  });
});

describe('stages', () => {
  it.each([
    [0, 0, NOT_YET],
    [1, 10, 0],
    [1, 11, 1],
    [2, 20, 1],
    [2, 21, 2],
    [1, 40, 2],
    [5, 41, 3],
    [5, 80, 3],
    [5, 81, 4],
  ])('after %i purchases and %i days of silence are %i', (purchases, silentFor, expected) => {
    expect(stageOf(purchases, silentFor, windows)).toBe(expected);
  });

  it('of a past day know nothing later', () => {
    expect([...stagesAt(occasionsOf(bought({ a: [0, 50], b: [50] })), windows, 30)]).toEqual([2, NOT_YET]);
  });

  it('lose nobody between two days', () => {
    fc.assert(
      fc.property(someDays, (lists) => {
        const { counts, flows } = stageHistory(
          occasionsOf(bought(Object.fromEntries(lists.entries()))),
          windows,
          [10, 40, 70],
        );
        flows.forEach(({ moved, arrived }, index) => {
          const into = STAGES.map((_, to) => moved.reduce((sum, row) => sum + (row[to] ?? 0), arrived[to] ?? 0));
          expect(into).toEqual(counts[index + 1]?.people);
          expect(moved.map((row) => row.reduce((sum, one) => sum + one, 0))).toEqual(counts[index]?.people);
        });
      }),
    );
  });

  it.each([
    { ...windows, silentDays: 20 },
    { ...windows, dormantDays: 30 },
    { ...windows, newDays: 41 },
    { ...windows, activeDays: 0 },
    { ...windows, activeDays: 2.5 },
  ])('refuse windows that do not ascend: %o', (unsound) => {
    expect(() => checkWindows(unsound)).toThrow(RangeError);
  });

  it('refuse days out of order', () => {
    expect(() => stageHistory(occasionsOf(bought({ a: [0] })), windows, [5, 5])).toThrow(RangeError);
  });
});

describe('suggested windows', () => {
  it('follow the brand: a monthly rhythm is not silent at 30 days', () => {
    const people = Object.fromEntries(
      Array.from({ length: 40 }, (_, who) => [`c${who}`, [0, 31, 62, 93, 124, 155].map((day) => day + (who % 7))]),
    );
    const { suggested, caution } = suggestWindows(occasionsOf(bought(people)), 365);
    expect(suggested.windows).toEqual({ newDays: 31, activeDays: 31, silentDays: 32, dormantDays: 33 });
    expect(caution).toBe('none');
    expect(suggested.people.reduce((sum, one) => sum + one, 0)).toBe(40);
  });

  it('say when nobody ever came back', () => {
    const { suggested, caution } = suggestWindows(occasionsOf(bought({ a: [0], b: [40] })), 100);
    expect([caution, suggested.windows.dormantDays]).toEqual(['no-repeats', 90]);
  });

  it('count people, past silences and comebacks of a choice', () => {
    const { folklore } = suggestWindows(occasionsOf(bought({ a: [0, 50, 60], b: [0, 5] })), 100);
    expect(folklore.outcomes[0]).toMatchObject({ days: 30, people: 2, comebacks: 1, pastSilences: 3 });
  });
});
