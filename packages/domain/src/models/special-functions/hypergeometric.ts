/**
 * Gauss's hypergeometric function 2F1(a, b; c; z) for real parameters, c > 0 and z < 1.
 *
 * Every use of ours has z negative or in [0, 1): negative arguments are brought there by Pfaff's
 * transformation (DLMF 15.8.1), and Euler's (15.8.1, last form) is taken where it shrinks the
 * numerators, because then the terms fall from the start and nothing can overflow.
 */

const termsMax = 2_000_000;

/** The numerators a, b and the denominator c of 2F1(a, b; c; ·). */
export interface HypergeometricParameters {
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

/** 2F1 and its partial derivatives. */
export interface HypergeometricGradient {
  readonly value: number;
  readonly byA: number;
  readonly byB: number;
  readonly byC: number;
  readonly byZ: number;
}

/**
 * 2F1(a, b; c; z) for c > 0, z < 1. Terms grow as 40/(1 − z): fine to z = 0.9999. Where value
 * and factor lie beyond what a double holds they are combined as logarithms.
 */
export function hypergeometric2F1(parameters: HypergeometricParameters, z: number): number {
  const { logScale, mantissa } = scaled(parameters, z);
  return logScale === 0 ? mantissa : Math.sign(mantissa) * Math.exp(logScale + Math.log(Math.abs(mantissa)));
}

/**
 * Whether the series taken for 2F1 at z is short and loses no more than a digit or two: its
 * numerators are not negative, or so small that the alternating terms fall from the start.
 */
export function isBenign(parameters: HypergeometricParameters, z: number): boolean {
  return isBenignSeries(chosen(parameters, z));
}

/** The same of the series with these very parameters. */
export function isBenignSeries({ a, b, c }: HypergeometricParameters): boolean {
  if (a >= 0 && b >= 0) return a * b <= 1000 * c;
  // A small factor shrinks the first ratio only: in the later ones it stands beside k ≥ 1.
  return (Math.abs(a) + 1) * (Math.abs(b) + 1) <= 4 * (c + 1);
}

/** A number as mantissa · e^logScale. */
interface Scaled {
  readonly logScale: number;
  readonly mantissa: number;
}

function scaled(parameters: HypergeometricParameters, z: number): Scaled {
  requireDomain(parameters.c, z);
  const turned = chosen(parameters, z);
  const { logScale, mantissa } = series(turned, 0, z < 0 ? z / (z - 1) : z);
  return { mantissa, logScale: logScale + turned.power * Math.log1p(-z) };
}

/** Equal to the given function is (1 − z)^power times the series with these parameters. */
interface Transformed extends HypergeometricParameters {
  readonly power: number;
}

function chosen({ a, b, c }: HypergeometricParameters, z: number): Transformed {
  const plain = { a, b, c, power: 0 };
  const euler = { a: c - a, b: c - b, c, power: c - a - b };
  const byA = { a, b: c - b, c, power: -a };
  const byB = { a: c - a, b, c, power: -b };
  const [one, other] = z < 0 ? [byA, byB] : [plain, euler];
  return Math.abs(other.a * other.b) < Math.abs(one.a * one.b) ? other : one;
}

/**
 * Value and derivatives by the series differentiated term by term; for 0 ≤ z < 1 and numerators
 * a, b > 0, where every term is positive.
 */
export function hypergeometric2F1Gradient(parameters: HypergeometricParameters, z: number): HypergeometricGradient {
  const { a, b, c } = parameters;
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
  const byZ = ((a * b) / c) * hypergeometric2F1({ a: a + 1, b: b + 1, c: c + 1 }, z);
  return { value: sums.value, byA: sums.a, byB: sums.b, byC: sums.c, byZ };
}

/**
 * (2F1(a, b; c; z) − 1) / b = Σ_{k≥1} (a)_k (b + 1)_{k−1} z^k / ((c)_k k!), which stays finite at
 * b = 0: the part of the beta-geometric expectation that a textbook divides by a − 1.
 */
export function hypergeometricSlope(parameters: HypergeometricParameters, z: number): number {
  requireDomain(parameters.c, z);
  const { a, b, c } = parameters;
  const first = (a / c) * z;
  if (first === 0) return 0;
  const { logScale, mantissa } = series({ a: a + 1, b: b + 1, c: c + 1 }, 1, z);
  return first * mantissa * Math.exp(logScale);
}

/**
 * Σ_{k≥0} (a)_k (b)_k z^k / ((c)_k (1 + m)_k): Gauss's series when m is 0. Brought down whenever
 * it grows beyond 1e250.
 */
function series(parameters: HypergeometricParameters, m: number, z: number): Scaled {
  const { a, b, c } = parameters;
  let term = 1;
  let sum = 1;
  let logScale = 0;
  for (let k = 0; k < termsMax && term !== 0; k += 1) {
    const ratio = (((a + k) * (b + k)) / ((c + k) * (k + 1 + m))) * z;
    term *= ratio;
    sum += term;
    if (isNegligible(term, sum, ratio)) break;
    if (Math.abs(term) > 1e250) {
      term *= 1e-250;
      sum *= 1e-250;
      logScale += 250 * Math.LN10;
    }
  }
  return { logScale, mantissa: sum };
}

/** The rest of a series whose ratio is below 1 is bounded by a geometric one. */
function isNegligible(term: number, sum: number, ratio: number): boolean {
  const size = Math.abs(ratio);
  return size < 0.9999999 && Math.abs(term) * size < 1e-17 * (1 - size) * Math.abs(sum);
}

function requireDomain(c: number, z: number): void {
  if (!(c > 0 && z < 1)) throw new RangeError(`2F1 needs c > 0 and z < 1: got c ${c}, z ${z}`);
}
