/** The process that runs the tests on one mutant after the other: started by try-mutant.ts, it takes and answers messages. */
import { createVitest } from 'vitest/node';
import type { TestModule, Vitest } from 'vitest/node';
import { root } from '../run-step.ts';
import type { Mutant } from './find-mutants.ts';
import { mutantVariable, writeMutant } from './mutant-variable.ts';
import type { Trial, Verdict } from './try-mutant.ts';

let vitest: Vitest | undefined;
let last: Mutant | undefined;
let tried = 0;

process.on('message', (asked: { readonly trial: Trial; readonly mutant?: Mutant }) => {
  void answer(asked);
});

async function answer({ trial, mutant }: { readonly trial: Trial; readonly mutant?: Mutant }): Promise<void> {
  process.env[mutantVariable] = writeMutant(mutant);
  vitest ??= await createVitest({
    root,
    config: 'tools/mutations/mutants.config.ts',
    watch: false,
    reporters: [],
    ...(trial.testNamePattern === '' ? {} : { testNamePattern: trial.testNamePattern }),
  });
  for (const changed of [last, mutant]) if (changed !== undefined) vitest.invalidateFile(`${root}${changed.path}`);
  last = mutant;
  if (tried > 0) await endThreads(vitest);
  tried += 1;
  // Failures of the run before would count towards those after which a run stops.
  vitest.state.filesMap.clear();
  const specifications = (await vitest.globTestSpecifications([...trial.paths])).filter(
    ({ moduleId }) => moduleId.endsWith('.prop.spec.ts') === (trial.kind === 'property'),
  );
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(specifications, true);
  process.send?.(verdictOf(testModules, unhandledErrors));
}

/**
 * Threads keep the modules that they have read, so the next mutant would not be in them. Vitest ends them when it is closed, which throws
 * away what it has transformed as well, and keeps the pool to itself.
 *
 * @throws Error when another Vitest has no such pool: every mutant would seem to live.
 */
async function endThreads(of: Vitest): Promise<void> {
  const pool: unknown = Reflect.get(of, 'pool');
  const close: unknown = typeof pool === 'object' && pool !== null ? Reflect.get(pool, 'close') : undefined;
  if (typeof close !== 'function') throw new Error('This Vitest keeps its threads elsewhere.');
  await close.call(pool);
}

/** @throws Error when nothing ran: then nothing was tried. */
function verdictOf(modules: readonly TestModule[], errors: readonly unknown[]): Verdict {
  if (modules.length === 0) throw new Error('No test ran.');
  for (const module of modules) {
    for (const test of module.children.allTests('failed')) return { isCaught: true, by: test.fullName };
  }
  const unread = modules.find((module) => module.state() === 'failed');
  if (unread !== undefined) return { isCaught: true, by: `${unread.relativeModuleId} cannot be read` };
  return { isCaught: errors.length > 0, by: errors.length > 0 ? String(errors[0]) : '' };
}
