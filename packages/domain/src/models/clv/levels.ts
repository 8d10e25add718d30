import type { Occasions } from '../transactions/occasions.ts';
import type { CustomerValues } from './customer-value.ts';
import type { ForecastLevels } from './value-model.ts';

export const NO_LEVELS: ForecastLevels = {
  purchases: 1,
  spend: 1,
  rawPurchases: Number.NaN,
  rawSpend: Number.NaN,
  windowDays: 0,
};

/**
 * Spread of the true factor between brands (log), and of a shock that hits everybody in one stretch and not in the next. A correction is shrunk by the first against the second plus its
 * own sampling error, so one odd month moves a forecast by two thirds of what it seems to say at most.
 */
const PURCHASES = { spread: 0.1, shock: 0.07 };
const SPEND = { spread: 0.15, shock: 0.05 };
const PURCHASES_MIN = 50;

/** Compares a forecast made at `after` with what happened in `after < day ≤ to` to the same customers. */
export function learnLevels(
  forecast: CustomerValues,
  occasions: Occasions,
  days: { readonly after: number; readonly to: number },
): ForecastLevels {
  const count: Sides = { actual: [], expected: [] };
  const money: Sides = { actual: [], expected: [] };
  let purchases = 0;
  forecast.customer.forEach((who, row) => {
    let bought = 0;
    let spent = 0;
    for (let at = (occasions.start[who + 1] ?? 0) - 1; at >= (occasions.start[who] ?? 0); at--) {
      const day = occasions.day[at] ?? 0;
      if (day <= days.after) break;
      if (day > days.to) continue;
      bought++;
      spent += Math.max(0, (occasions.amount[at] ?? 0) - (occasions.returned[at] ?? 0));
    }
    purchases += bought;
    count.actual.push(bought);
    count.expected.push(forecast.expectedPurchases[row] ?? 0);
    money.actual.push(spent);
    money.expected.push(forecast.sales[row] ?? 0);
  });
  if (purchases < PURCHASES_MIN) return NO_LEVELS;
  const level = ratioOf(count);
  const sales = ratioOf(money);
  const spend = { ratio: sales.ratio / level.ratio, error: sales.error };
  return {
    purchases: shrunk(level, PURCHASES),
    spend: shrunk(spend, SPEND),
    rawPurchases: level.ratio,
    rawSpend: spend.ratio,
    windowDays: days.to - days.after,
  };
}

interface Sides {
  readonly actual: number[];
  readonly expected: number[];
}

interface Ratio {
  readonly ratio: number;
  /** Relative standard error, by linearisation over customers (Cochran 1977, §6.3). */
  readonly error: number;
}

function ratioOf({ actual, expected }: Sides): Ratio {
  let actualSum = 0;
  let expectedSum = 0;
  for (let row = 0; row < actual.length; row++) {
    actualSum += actual[row] ?? 0;
    expectedSum += expected[row] ?? 0;
  }
  const ratio = actualSum / expectedSum;
  let squares = 0;
  for (let row = 0; row < actual.length; row++) squares += ((actual[row] ?? 0) - ratio * (expected[row] ?? 0)) ** 2;
  return { ratio, error: Math.sqrt(squares) / actualSum };
}

function shrunk(
  { ratio, error }: Ratio,
  { spread, shock }: { readonly spread: number; readonly shock: number },
): number {
  if (!(ratio > 0) || !Number.isFinite(ratio)) return 1;
  const trust = spread ** 2 / (spread ** 2 + shock ** 2 + error ** 2);
  return Math.exp(trust * Math.log(ratio));
}
