import { meanOf } from './order.ts';

/** Below this a forecast of zero would make one purchase infinitely surprising. In units of the mean of what happened. */
const FORECAST_FLOOR = 1e-3;

/** Poisson deviance of each row, a consistent score for mean counts (Gneiting 2011): 2 (y log(y / m) − y + m). */
export function poissonDeviances(forecast: Float64Array, actual: Float64Array): Float64Array {
  const floor = Math.max(Number.MIN_VALUE, FORECAST_FLOOR * meanOf(actual));
  return forecast.map((value, row) => {
    const mean = Math.max(floor, value);
    const seen = Math.max(0, actual[row] ?? 0);
    return 2 * ((seen > 0 ? seen * Math.log(seen / mean) : 0) - seen + mean);
  });
}

/** Below a hundredth of the mean an amount is no spend worth a logarithm. */
const AMOUNT_FLOOR = 1e-2;

/** Gamma deviance of each row, a consistent score for mean amounts whatever their size: 2 (log(m / y) + y / m − 1). */
export function gammaDeviances(forecast: Float64Array, actual: Float64Array): Float64Array {
  const floor = Math.max(Number.MIN_VALUE, AMOUNT_FLOOR * meanOf(actual));
  return forecast.map((value, row) => {
    const mean = Math.max(floor, value);
    const seen = Math.max(floor, actual[row] ?? 0);
    return 2 * (Math.log(mean / seen) + seen / mean - 1);
  });
}

/** The mean of paired differences with its standard error, one difference a row. */
export function pairedDifference(values: Float64Array, others: Float64Array): { mean: number; error: number } {
  const difference = values.map((value, row) => value - (others[row] ?? 0));
  const mean = meanOf(difference);
  const squares = difference.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, error: Math.sqrt(squares) / Math.max(1, difference.length) };
}
