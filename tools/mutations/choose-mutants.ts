import type { Mutant } from './find-mutants.ts';

/** A generator of fractions from 0 up to 1 that gives the same ones for the same seed (Steele, Lea and Flood 2014, SplitMix). */
function createFractions(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}

/**
 * As many mutants as asked for, spread evenly over the sources: they are laid in a row, which is cut into parts of the same length, and
 * chance takes one of each. The same seed takes the same ones, as long as the sources stay as they are.
 */
export function chooseMutants(
  mutants: readonly Mutant[],
  { seed, count }: { readonly seed: number; readonly count: number },
): readonly Mutant[] {
  if (count >= mutants.length) return mutants;
  const fraction = createFractions(seed);
  const length = mutants.length / count;
  return Array.from({ length: count }, (_, part) => Math.floor((part + fraction()) * length)).flatMap(
    (place) => mutants[place] ?? [],
  );
}
