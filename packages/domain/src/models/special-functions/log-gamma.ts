/**
 * Logarithms of the gamma function and of its ratios, for positive arguments.
 *
 * Below 12 the argument is lifted by the recurrence Γ(x + 1) = x Γ(x); above, Stirling's series
 * (DLMF 5.11.1) with eight terms is exact to double precision.
 */

const halfLogTwoPi = Math.log(2 * Math.PI) / 2;
const stirlingFrom = 12;

/** B(2k) / (2k (2k − 1)), the coefficients of Stirling's series in 1/x, 1/x³, 1/x⁵ … */
const stirling = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156, -3617 / 122400] as const;

/** ln Γ(x) for x > 0; absolute or relative error, the larger allowed, below 4e-15. */
export function logGamma(x: number): number {
  if (!(x > 0)) throw new RangeError(`logGamma needs a positive argument: got ${x}`);
  if (x === Infinity) return Infinity;
  let product = 1;
  let lifted = x;
  while (lifted < stirlingFrom) {
    product *= lifted;
    lifted += 1;
  }
  return (
    (lifted - 0.5) * Math.log(lifted) -
    lifted +
    halfLogTwoPi +
    stirlingTail(lifted) -
    (product === 1 ? 0 : Math.log(product))
  );
}

/** ln B(a, b) = ln Γ(a) + ln Γ(b) − ln Γ(a + b), for a, b > 0, without cancellation. */
export function logBeta(a: number, b: number): number {
  const small = Math.min(a, b);
  const large = Math.max(a, b);
  return logGamma(small) - logGammaIncrement(large, small);
}

/**
 * ln Γ(x + d) − ln Γ(x) for x > 0, d ≥ 0. Exact also where x is huge and the two logarithms
 * would agree in all their digits.
 */
export function logGammaIncrement(x: number, d: number): number {
  if (d === 0) return 0;
  let lifted = x;
  let ratio = 1;
  let logs = 0;
  while (lifted < stirlingFrom) {
    ratio *= (lifted + d) / lifted;
    lifted += 1;
    // d may be large: the product is emptied before it can overflow.
    if (ratio > 1e250) {
      logs += Math.log(ratio);
      ratio = 1;
    }
  }
  const end = lifted + d;
  return (
    (lifted - 0.5) * Math.log1p(d / lifted) +
    d * (Math.log(end) - 1) +
    (stirlingTail(end) - stirlingTail(lifted)) -
    logs -
    Math.log(ratio)
  );
}

function stirlingTail(x: number): number {
  const inverse = 1 / x;
  const square = inverse * inverse;
  let sum = 0;
  for (let k = stirling.length - 1; k >= 0; k -= 1) sum = sum * square + (stirling[k] ?? 0);
  return sum * inverse;
}
