import { logGamma } from '../special-functions/log-gamma.ts';

const TERMS_MAX = 10_000;
const PRECISION = 1e-15;

/**
 * P(X > x) of a gamma variable with the given shape and scale 1: the regularised upper incomplete gamma function Q(shape, x), by its series below
 * shape + 1 and Lentz's continued fraction above (Press et al. 2007, §6.2). Relative accuracy about 1e-12 for shapes up to 1e5.
 */
export function gammaSurvival(shape: number, x: number): number {
  if (!(shape > 0)) throw new RangeError(`a gamma shape must be positive: got ${shape}`);
  if (x <= 0) return 1;
  if (x === Number.POSITIVE_INFINITY) return 0;
  const front = Math.exp(shape * Math.log(x) - x - logGamma(shape));
  return x < shape + 1 ? Math.max(0, 1 - front * lowerSeries(shape, x)) : Math.min(1, front * upperFraction(shape, x));
}

function lowerSeries(shape: number, x: number): number {
  let term = 1 / shape;
  let sum = term;
  for (let n = 1; n < TERMS_MAX && term > sum * PRECISION; n++) {
    term *= x / (shape + n);
    sum += term;
  }
  return sum;
}

function upperFraction(shape: number, x: number): number {
  let b = x + 1 - shape;
  let c = 1e300;
  let d = 1 / b;
  let fraction = d;
  for (let n = 1; n < TERMS_MAX; n++) {
    const a = -n * (n - shape);
    b += 2;
    d = 1 / (a * d + b || 1e-300);
    c = b + a / c || 1e-300;
    const change = d * c;
    fraction *= change;
    if (Math.abs(change - 1) < PRECISION) break;
  }
  return fraction;
}

/**
 * The x with P(X ≤ x) = `share` for a gamma variable with scale 1, by doubling and bisection: slow and sure.
 * @throws RangeError when `share` is not within [0, 1).
 */
export function gammaQuantile(shape: number, share: number): number {
  if (!(share >= 0 && share < 1))
    throw new RangeError(`a quantile is asked for a share from 0 to below 1: got ${share}`);
  if (share === 0) return 0;
  const isAbove = (x: number): boolean => gammaSurvival(shape, x) <= 1 - share;
  let high = Math.max(shape, 1e-3);
  while (!isAbove(high)) high *= 2;
  let low = high / 2;
  while (isAbove(low) && low > 1e-300) low /= 4;
  for (let step = 0; step < 200 && high - low > 1e-13 * high; step++) {
    const middle = (low + high) / 2;
    if (isAbove(middle)) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}
