import type { Mutant } from './find-mutants.ts';

/** Hands a mutant to the run of tests that is to catch it. */
export const mutantVariable = 'PERENNIAL_TEST_MUTANT';

export function writeMutant(mutant: Mutant | undefined): string {
  return mutant === undefined ? '' : JSON.stringify(mutant);
}

/** Undefined where the run has no mutant: the sources are as they are. */
export function readMutant(text: string | undefined): Mutant | undefined {
  // Written by `writeMutant` in the process that started this one.
  return text === undefined || text === '' ? undefined : (JSON.parse(text) as Mutant);
}
