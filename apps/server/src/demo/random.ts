/** State of a seeded generator; it is passed to whoever draws, so that the same seed gives the same brand. */
export interface Random {
  state: number;
}

export function createRandom(seed: number): Random {
  return { state: seed >>> 0 };
}

/** The next number in [0, 1): mulberry32, 32 bits of state, good enough for a story and quick. */
export function nextUnit(random: Random): number {
  random.state = (random.state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(random.state ^ (random.state >>> 15), 1 | random.state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
}

export function chance(random: Random, probability: number): boolean {
  return nextUnit(random) < probability;
}

export function between(random: Random, low: number, high: number): number {
  return low + nextUnit(random) * (high - low);
}

/** A whole number from low to high, both included. */
export function integerBetween(random: Random, low: number, high: number): number {
  return Math.floor(between(random, low, high + 1));
}

export function pick<T>(random: Random, items: readonly T[]): T {
  const item = items[Math.floor(nextUnit(random) * items.length)];
  if (item === undefined) throw new RangeError('there is nothing to pick from');
  return item;
}

/** An index drawn by weight. */
export function pickByWeight(random: Random, weights: readonly number[]): number {
  let left = nextUnit(random) * weights.reduce((sum, weight) => sum + weight, 0);
  for (const [index, weight] of weights.entries()) {
    left -= weight;
    if (left < 0) return index;
  }
  return weights.length - 1;
}

/** Exponential with this mean. */
export function exponential(random: Random, mean: number): number {
  return -Math.log(1 - nextUnit(random)) * mean;
}

/** Log-normal around this median: `spread` is the standard deviation of the logarithm. */
export function logNormal(random: Random, median: number, spread: number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - nextUnit(random)));
  return median * Math.exp(spread * radius * Math.cos(2 * Math.PI * nextUnit(random)));
}
