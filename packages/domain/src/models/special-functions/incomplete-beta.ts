import { logBeta } from './log-gamma.ts';

const termsMax = 20_000;
const tiny = 1e-300;

/**
 * The regularised incomplete beta function I_x(a, b) for a, b > 0 and x in [0, 1], by the
 * continued fraction DLMF 8.17.22 (Lentz's scheme), on the side of the mean where it converges
 * fast. Relative error below 1e-12 where a and b are below 10⁴.
 */
export function regularizedBeta(x: number, a: number, b: number): number {
  if (!(a > 0 && b > 0 && x >= 0 && x <= 1)) {
    throw new RangeError(`regularizedBeta needs a, b > 0 and x in [0, 1]: got ${x}, ${a}, ${b}`);
  }
  if (x === 0 || x === 1) return x;
  const front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) - logBeta(a, b));
  return x <= (a + 1) / (a + b + 2) ? (front * betaFraction(x, a, b)) / a : 1 - (front * betaFraction(1 - x, b, a)) / b;
}

function betaFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / awayFromZero(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m <= termsMax; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / awayFromZero(1 + even * d);
    c = awayFromZero(1 + even / c);
    fraction *= c * d;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / awayFromZero(1 + odd * d);
    c = awayFromZero(1 + odd / c);
    fraction *= c * d;
    if (Math.abs(c * d - 1) < 1e-16) break;
  }
  return fraction;
}

function awayFromZero(x: number): number {
  return Math.abs(x) < tiny ? tiny : x;
}
