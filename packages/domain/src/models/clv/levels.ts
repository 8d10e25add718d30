import { learnCalendar } from '../calendar/learn.ts';
import type { Calendar } from '../calendar/learn.ts';
import type { ShoppingYear } from '../calendar/holidays.ts';
import { operationalSpan, operationalTimeOf } from '../calendar/operational-time.ts';
import type { Occasions } from '../transactions/occasions.ts';
import type { CustomerValues } from './customer-value.ts';
import type { ForecastLevels } from './value-model.ts';

export const NO_LEVELS: ForecastLevels = {
  purchases: 1,
  spend: 1,
  rawPurchases: Number.NaN,
  rawSpend: Number.NaN,
  seasonGap: 0,
  windowDays: 0,
};

/** Actual over forecast of a stretch, as logarithms with their sampling errors. */
export interface LevelsSeen {
  readonly purchases: LogRatio;
  /** That of sales less that of purchases. */
  readonly spend: LogRatio;
}

export interface LogRatio {
  readonly log: number;
  /** Standard error by linearisation over customers (Cochran 1977, §6.3). */
  readonly error: number;
}

/**
 * Spread of the true factor between brands (log), and of a shock that hits everybody in one stretch and not in the next. A level is shrunk by the first against the second plus its own sampling error
 * plus the square of the season gap: the calendar's error about a season is of the size of the season itself, and orders of a busy season are not those of a quiet one.
 */
const PURCHASES = { spread: 0.1, shock: 0.07 };
const SPEND = { spread: 0.15, shock: 0.05 };
const PURCHASES_MIN = 50;

/** Variance of a stretch's log ratio when the model is right: shocks and sampling. */
export function noiseOf(part: 'purchases' | 'spend', { error }: LogRatio): number {
  return (part === 'purchases' ? PURCHASES : SPEND).shock ** 2 + error ** 2;
}

/** Compares forecast and actual of the same customers, row by row; `null` where hardly anything was bought or forecast. */
export function levelsSeen(
  forecast: Pick<CustomerValues, 'expectedPurchases' | 'sales'>,
  actual: { readonly purchases: Float64Array; readonly sales: Float64Array },
): LevelsSeen | null {
  const bought = actual.purchases.reduce((sum, one) => sum + one, 0);
  if (bought < PURCHASES_MIN) return null;
  const purchases = ratioOf(actual.purchases, forecast.expectedPurchases);
  const sales = ratioOf(actual.sales, forecast.sales);
  if (purchases === null) return null;
  return {
    purchases,
    spend: sales === null ? { log: 0, error: 1 } : { log: sales.log - purchases.log, error: sales.error },
  };
}

/** Logarithms of the factors that what was seen suggests for a time with this season gap. */
export function shrunkLevels(
  seen: LevelsSeen,
  seasonGap: number,
): { readonly purchases: number; readonly spend: number } {
  return {
    purchases: shrunk(seen.purchases, PURCHASES, seasonGap),
    spend: shrunk(seen.spend, SPEND, seasonGap),
  };
}

/** How much busier an ordinary customer is in `(at, at + ahead]` than in `(at − back, at]` by the calendar, as a logarithm. */
export function seasonGapOf(
  occasions: Occasions,
  days: { readonly from: number; readonly at: number; readonly back: number; readonly ahead: number },
  shoppingYear: ShoppingYear,
): number {
  return seasonGapBy(learnCalendar(occasions, { shoppingYear, from: days.from, to: days.at }), days);
}

function seasonGapBy(
  calendar: Calendar,
  { at, back, ahead }: { readonly at: number; readonly back: number; readonly ahead: number },
): number {
  const time = operationalTimeOf(calendar, at + ahead);
  const before = Math.max(back, 1);
  return Math.log(operationalSpan(time, at, at + ahead) / ahead / (operationalSpan(time, at - before, at) / before));
}

function ratioOf(actual: Float64Array, expected: Float64Array): LogRatio | null {
  let actualSum = 0;
  let expectedSum = 0;
  for (let row = 0; row < actual.length; row++) {
    actualSum += Math.max(0, actual[row] ?? 0);
    expectedSum += expected[row] ?? 0;
  }
  const ratio = actualSum / expectedSum;
  if (!(ratio > 0) || !Number.isFinite(ratio)) return null;
  let squares = 0;
  for (let row = 0; row < actual.length; row++)
    squares += (Math.max(0, actual[row] ?? 0) - ratio * (expected[row] ?? 0)) ** 2;
  return { log: Math.log(ratio), error: Math.sqrt(squares) / actualSum };
}

function shrunk(
  { log, error }: LogRatio,
  { spread, shock }: { readonly spread: number; readonly shock: number },
  seasonGap: number,
): number {
  return (spread ** 2 / (spread ** 2 + shock ** 2 + error ** 2 + seasonGap ** 2)) * log;
}
