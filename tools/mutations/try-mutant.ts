import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { root } from '../run-step.ts';
import type { Mutant } from './find-mutants.ts';

/** Tests that are run on every mutant: which files, and of them which tests. */
export interface Trial {
  readonly name: string;
  readonly paths: readonly string[];
  readonly kind: 'unit' | 'property';
  readonly testNamePattern: string;
  /** A mistake that makes a loop endless is seen by nothing else. */
  readonly timeoutMs: number;
}

/** By what a mutant was caught: the name of a test, or the time that ran out. */
export interface Verdict {
  readonly isCaught: boolean;
  readonly by: string;
}

/** The tests of the two facets, and those that hold their parsers against their schemas. */
const paths = ['facets/wallets', 'facets/tiers', 'program/program-schemas'].map(
  (path) => `packages/domain/src/${path}`,
);
/** On a busy machine a run of all properties takes minutes, and a run that is only slow has caught nothing. */
const timeoutMs = 900_000;

const unitTests: Trial = { name: 'unit tests', paths, kind: 'unit', testNamePattern: '', timeoutMs };
const properties: Trial = { name: 'properties', paths, kind: 'property', testNamePattern: '', timeoutMs };
/** Minutes, with a store: for what the others let live. */
const stories: Trial = {
  name: 'stories',
  paths: ['apps/server/src/scenarios/scenarios.int.spec.ts'],
  kind: 'unit',
  testNamePattern: 'scenarios/(wallets|tiers)',
  timeoutMs,
};

export const trials: readonly Trial[] = [unitTests, properties, stories];

/** Tries one mutant at a time; without a mutant the tests are to pass. */
export interface Trier {
  readonly run: (mutant: Mutant | undefined) => Promise<Verdict>;
  readonly close: () => void;
}

/** Runs the tests in a process of its own, which is kept: to start it and to read all sources takes longer than most mutants. */
export function createTrier(trial: Trial): Trier {
  let child: ChildProcess | undefined;
  const close = (): void => {
    child?.kill('SIGKILL');
    child = undefined;
  };
  const run = async (mutant: Mutant | undefined): Promise<Verdict> => {
    child ??= fork(join(import.meta.dirname, 'trier.ts'), {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), trial.timeoutMs);
    try {
      const { signal } = late;
      const ended = once(child, 'exit', { signal }).then(() => {
        throw new Error(`The process that runs the ${trial.name} has ended: what it was asked is not known`);
      });
      const answered = once(child, 'message', { signal });
      child.send({ trial, mutant });
      const [verdict]: readonly unknown[] = await Promise.race([answered, ended]);
      // What `trier.ts` sends.
      return verdict as Verdict;
    } catch (error) {
      close();
      if (late.signal.aborted) return { isCaught: true, by: 'time' };
      throw error;
    } finally {
      clearTimeout(timer);
      late.abort();
    }
  };
  return { run, close };
}
