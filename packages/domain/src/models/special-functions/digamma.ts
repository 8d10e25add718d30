/**
 * First and second derivative of ln Γ for positive arguments: recurrence up to 12, then the
 * asymptotic series (DLMF 5.11.2 and its derivative).
 */

const seriesFrom = 12;

/** B(2k) / (2k): coefficients of −1/x², −1/x⁴ … in ψ. */
const digammaSeries = [1 / 12, -1 / 120, 1 / 252, -1 / 240, 1 / 132, -691 / 32760, 1 / 12, -3617 / 8160] as const;

/** B(2k): coefficients of 1/x³, 1/x⁵ … in ψ′. */
const trigammaSeries = [1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510] as const;

/** ψ(x) = d ln Γ(x) / dx for x > 0; absolute or relative error below 4e-15. */
export function digamma(x: number): number {
  if (!(x > 0)) throw new RangeError(`digamma needs a positive argument: got ${x}`);
  let shift = 0;
  let lifted = x;
  while (lifted < seriesFrom) {
    shift += 1 / lifted;
    lifted += 1;
  }
  const square = 1 / (lifted * lifted);
  return Math.log(lifted) - 0.5 / lifted - square * polynomial(digammaSeries, square) - shift;
}

/** ψ′(x) for x > 0; relative error below 4e-15. */
export function trigamma(x: number): number {
  if (!(x > 0)) throw new RangeError(`trigamma needs a positive argument: got ${x}`);
  let shift = 0;
  let lifted = x;
  while (lifted < seriesFrom) {
    shift += 1 / (lifted * lifted);
    lifted += 1;
  }
  const inverse = 1 / lifted;
  const square = inverse * inverse;
  const tail = inverse * square * polynomial(trigammaSeries, square);
  return shift + inverse + 0.5 * square + tail;
}

function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0;
  for (let k = coefficients.length - 1; k >= 0; k -= 1) sum = sum * x + (coefficients[k] ?? 0);
  return sum;
}
