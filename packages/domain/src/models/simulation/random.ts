/**
 * A seeded source of chance, passed as state: the same seed gives the same draws everywhere.
 * xoshiro128++ (Blackman and Vigna 2019), seeded by a splitmix of the seed.
 */
export interface RandomState {
  readonly words: Uint32Array;
}

/** A new state; any finite number is a seed. @throws RangeError when it is not finite. */
export function createRandom(seed: number): RandomState {
  if (!Number.isFinite(seed)) throw new RangeError(`a seed must be a finite number: got ${seed}`);
  const bits = new Uint32Array(new Float64Array([seed]).buffer);
  let mixed = Math.imul(bits[0] ?? 0, 0x9e3779b1) ^ (bits[1] ?? 0);
  const words = new Uint32Array(4);
  for (let i = 0; i < 4; i += 1) {
    mixed = (mixed + 0x9e3779b9) | 0;
    let word = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
    word = Math.imul(word ^ (word >>> 15), 0x735a2d97);
    words[i] = word ^ (word >>> 15);
  }
  return { words };
}

/** Uniform in (0, 1), 53 bits, never an end. */
export function nextUniform(state: RandomState): number {
  return ((nextWord(state) >>> 5) * 67_108_864 + (nextWord(state) >>> 6) + 0.5) / 9_007_199_254_740_992;
}

/** Exponential with mean 1. */
export function nextExponential(state: RandomState): number {
  return -Math.log(nextUniform(state));
}

/** Standard normal, by Marsaglia's polar method; the second of the pair is thrown away. */
export function nextNormal(state: RandomState): number {
  for (;;) {
    const x = 2 * nextUniform(state) - 1;
    const y = 2 * nextUniform(state) - 1;
    const square = x * x + y * y;
    if (square < 1 && square > 0) return x * Math.sqrt((-2 * Math.log(square)) / square);
  }
}

/** Gamma with the given shape and rate 1 (Marsaglia and Tsang 2000). */
export function nextGamma(state: RandomState, shape: number): number {
  if (shape < 1) {
    return nextGamma(state, shape + 1) * nextUniform(state) ** (1 / shape);
  }
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = nextNormal(state);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(nextUniform(state)) < 0.5 * x * x + d * (1 - v + Math.log(v))) return d * v;
  }
}

/** Beta(a, b) as a share of two gammas. */
export function nextBeta(state: RandomState, a: number, b: number): number {
  const x = nextGamma(state, a);
  const y = nextGamma(state, b);
  return x + y > 0 ? x / (x + y) : a / (a + b);
}

function nextWord({ words }: RandomState): number {
  let s0 = words[0] ?? 0;
  let s1 = words[1] ?? 0;
  let s2 = words[2] ?? 0;
  let s3 = words[3] ?? 0;
  const result = (rotate((s0 + s3) | 0, 7) + s0) | 0;
  const shifted = s1 << 9;
  s2 ^= s0;
  s3 ^= s1;
  s1 ^= s2;
  s0 ^= s3;
  s2 ^= shifted;
  s3 = rotate(s3, 11);
  words[0] = s0;
  words[1] = s1;
  words[2] = s2;
  words[3] = s3;
  return result >>> 0;
}

function rotate(x: number, by: number): number {
  return (x << by) | (x >>> (32 - by));
}
