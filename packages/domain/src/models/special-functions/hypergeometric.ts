/**
 * Gauss's hypergeometric function 2F1(a, b; c; z) for real parameters, c > 0 and z < 1.
 *
 * Every use of ours has z negative or in [0, 1): negative arguments are brought there by Pfaff's
 * transformation (DLMF 15.8.1), and Euler's (15.8.1, last form) is taken where it shrinks the
 * numerators, because then the terms fall from the start and nothing can overflow.
 */

const termsMax = 2_000_000;

/** 2F1 and its partial derivatives. */
export interface HypergeometricGradient {
  readonly value: number;
  readonly byA: number;
  readonly byB: number;
  readonly byC: number;
  readonly byZ: number;
}

/** 2F1(a, b; c; z) for c > 0, z < 1. Terms grow as 40/(1 − z): fine to z = 0.9999. */
export function hypergeometric2F1(a: number, b: number, c: number, z: number): number {
  requireDomain(c, z);
  if (z === 0) return 1;
  if (z < 0) return Math.exp(-a * Math.log1p(-z)) * hypergeometric2F1(a, c - b, c, z / (z - 1));
  if (Math.abs((c - a) * (c - b)) < Math.abs(a * b)) {
    return Math.exp((c - a - b) * Math.log1p(-z)) * gaussSeries(c - a, c - b, c, z);
  }
  return gaussSeries(a, b, c, z);
}

/**
 * Value and derivatives by the series differentiated term by term; for 0 ≤ z < 1 and numerators
 * a, b > 0, where every term is positive.
 */
export function hypergeometric2F1Gradient(
  a: number,
  b: number,
  c: number,
  z: number,
): HypergeometricGradient {
  requireDomain(c, z);
  if (!(a > 0 && b > 0 && z >= 0)) {
    throw new RangeError(`the gradient of 2F1 needs a, b > 0 and z ≥ 0: got ${a}, ${b}, ${z}`);
  }
  let term = 1;
  const logs = { a: 0, b: 0, c: 0 };
  const sums = { value: 1, a: 0, b: 0, c: 0 };
  for (let k = 0; k < termsMax; k += 1) {
    const ratio = (((a + k) * (b + k)) / ((c + k) * (k + 1))) * z;
    term *= ratio;
    logs.a += 1 / (a + k);
    logs.b += 1 / (b + k);
    logs.c += 1 / (c + k);
    sums.value += term;
    sums.a += term * logs.a;
    sums.b += term * logs.b;
    sums.c -= term * logs.c;
    const largest = Math.max(logs.a, logs.b, logs.c, 1);
    if (ratio < 1 && (term * largest * ratio) / (1 - ratio) < 1e-17 * sums.value) break;
  }
  const byZ = ((a * b) / c) * hypergeometric2F1(a + 1, b + 1, c + 1, z);
  return { value: sums.value, byA: sums.a, byB: sums.b, byC: sums.c, byZ };
}

/**
 * (2F1(e, d; c; z) − 1) / d = Σ_{k≥1} (e)_k (d + 1)_{k−1} z^k / ((c)_k k!), which stays finite at
 * d = 0: the part of the beta-geometric expectation that a textbook divides by a − 1.
 */
export function hypergeometricSlope(e: number, d: number, c: number, z: number): number {
  requireDomain(c, z);
  let term = (e / c) * z;
  let sum = term;
  for (let k = 1; k < termsMax && term !== 0; k += 1) {
    const ratio = (((e + k) * (d + k)) / ((c + k) * (k + 1))) * z;
    term *= ratio;
    sum += term;
    if (isNegligible(term, sum, ratio)) break;
  }
  return sum;
}

function gaussSeries(a: number, b: number, c: number, z: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 0; k < termsMax && term !== 0; k += 1) {
    const ratio = (((a + k) * (b + k)) / ((c + k) * (k + 1))) * z;
    term *= ratio;
    sum += term;
    if (isNegligible(term, sum, ratio)) break;
  }
  return sum;
}

/** The rest of a series whose ratio is below 1 is bounded by a geometric one. */
function isNegligible(term: number, sum: number, ratio: number): boolean {
  const size = Math.abs(ratio);
  return size < 0.9999999 && Math.abs(term) * size < 1e-17 * (1 - size) * Math.abs(sum);
}

function requireDomain(c: number, z: number): void {
  if (!(c > 0 && z < 1)) throw new RangeError(`2F1 needs c > 0 and z < 1: got c ${c}, z ${z}`);
}
