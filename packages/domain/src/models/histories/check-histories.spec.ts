import { describe, expect, it } from 'vitest';
import { fitBgNbd } from '../purchase/fit-beta-geometric.ts';
import { probabilityAlive } from '../purchase/predict.ts';
import { scoreCustomers } from '../purchase/score.ts';
import { simulateHistories } from '../simulation/simulate.ts';
import { settledHistories, settledHistory } from './check-histories.ts';
import { toHistories, weeks } from './history.ts';

const process = { kind: 'bg-nbd', parameters: { r: 0.4, alpha: 5, a: 0.8, b: 2.5 } } as const;
const sound = simulateHistories(process, { unit: 'week', customers: 500, ageMin: 30, ageMax: 40, seed: 3 });

describe('a recency that rounding has put beyond the age', () => {
  const full = { unit: 'week', frequency: 3, recency: 38.86, age: 38 + 6 / 7 } as const;
  const rounded = { ...sound, recency: sound.recency.slice(), frequency: sound.frequency.slice() };
  rounded.frequency[7] = 2;
  rounded.recency[7] = (sound.age[7] ?? 0) + 0.004;

  it('is the age, for one customer and in a column of many', () => {
    expect(settledHistory(full).recency).toBe(full.age);
    expect(settledHistories(toHistories([full], 'week')).recency[0]).toBe(full.age);
    expect(probabilityAlive(fitBgNbd(sound), full)).toBe(
      probabilityAlive(fitBgNbd(sound), { ...full, recency: full.age }),
    );
  });

  it('makes no other row unusable', () => {
    const exact = { ...rounded, recency: rounded.recency.map((last, row) => Math.min(last, rounded.age[row] ?? 0)) };
    const model = fitBgNbd(rounded);
    expect(model.parameters).toEqual(fitBgNbd(exact).parameters);
    for (const fit of [rounded, exact])
      expect(scoreCustomers(model, fit, { horizon: weeks(10) })).toEqual(
        scoreCustomers(model, exact, { horizon: weeks(10) }),
      );
  });

  it('leaves columns without one as they are', () => {
    expect(settledHistories(sound)).toBe(sound);
  });

  it.each([
    ['half a day in weeks', { unit: 'week', frequency: 1, recency: 10.0715, age: 10 }],
    ['half a day in days', { unit: 'day', frequency: 1, recency: 10.5, age: 10 }],
    ['a day', { unit: 'day', frequency: 1, recency: 11, age: 10 }],
    ['a recency without a purchase', { unit: 'day', frequency: 0, recency: 5, age: 9 }],
  ] as const)('is refused from %s on', (_, history) => {
    expect(() => settledHistory(history)).toThrow(RangeError);
    expect(() => settledHistories(toHistories([history], history.unit))).toThrow(/row 0/);
  });
});
