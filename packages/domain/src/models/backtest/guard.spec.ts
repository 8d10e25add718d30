import { describe, expect, it } from 'vitest';
import { betterRivals, fallbacksOf, isAsGood } from './guard.ts';
import type { Measured } from './guard.ts';
import { measureForecast } from './measures.ts';

const actual = Float64Array.from({ length: 200 }, (_, row) => row % 5);
/** A forecast that misses every customer by so many purchases, half of them up and half down, and all sales by a factor. */
function forecastOff(by: number, level = 1): Measured {
  const purchases = actual.map((count, row) => count + 1 + (row % 2 === 0 ? by : -by));
  return {
    purchases: measureForecast(purchases, actual),
    sales: measureForecast(
      actual.map((count) => 10 * count * level),
      actual.map((count) => 10 * count),
    ),
  };
}

describe('the guard', () => {
  it('lets pass what is as good to a hundredth, and nothing that is worse in one respect', () => {
    const plain = forecastOff(0.5, 0.8);
    expect(isAsGood(forecastOff(0.5, 0.8), plain)).toBe(true);
    expect(isAsGood(forecastOff(0.505, 0.8), plain)).toBe(true);
    expect(isAsGood(forecastOff(0.6, 0.8), plain)).toBe(false);
    expect(isAsGood(forecastOff(0.4, 0.7), plain)).toBe(false);
    expect(isAsGood(forecastOff(0.4, 0.9), plain)).toBe(true);
  });

  it('names rivals without a model that did better, and by what', () => {
    const ours = forecastOff(0.5, 0.8);
    const rows = [
      { name: 'rate-so-far', evidence: null, ...forecastOff(0.5, 1) },
      { name: 'last-stretch', evidence: null, ...forecastOff(0.5, 0.8) },
      { name: 'bg-nbd/published', evidence: null, ...forecastOff(0.1, 1) },
      { name: 'last-year', evidence: null, purchases: null, sales: null },
    ] as const;
    expect(betterRivals(ours, rows)).toEqual([{ name: 'rate-so-far', by: ['sales-rmse'] }]);
  });

  it('falls back from the choice step by step to plain BG/NBD as published', () => {
    const levels = { purchases: 0.5, spend: 0 };
    const list = fallbacksOf({ purchase: 'pareto-nbd', clock: 'calendar', spend: 'credibility', levels });
    expect(list.map(({ purchase, clock, spend }) => `${purchase}/${clock}/${spend}`)).toEqual([
      'pareto-nbd/calendar/credibility',
      'pareto-nbd/calendar/credibility',
      'bg-nbd/calendar/credibility',
      'bg-nbd/plain/credibility',
      'bg-nbd/plain/gamma-gamma',
      'bg-nbd/plain/gamma-gamma-repeat',
    ]);
    expect(list.slice(1).every((one) => one.levels.purchases === 0 && one.levels.spend === 0)).toBe(true);
  });
});
