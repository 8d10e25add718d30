import { readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import { BaseSequencer } from 'vitest/node';
import type { TestSpecification } from 'vitest/node';
import { applyMutant } from './find-mutants.ts';
import { mutantVariable, readMutant } from './mutant-variable.ts';
import { root } from '../run-step.ts';

/** One process tries many mutants, one after the other: each run asks anew. */
const currentMutant = () => readMutant(process.env[mutantVariable]);

/** How many letters two paths share from their beginning: files that lie near each other are about the same. */
function nearness(one: string, other: string): number {
  let shared = 0;
  while (shared < one.length && one[shared] === other[shared]) shared += 1;
  return shared;
}

/** First the specs that lie next to what was changed: most mistakes are seen there, and the rest need not run. */
class NearestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const mutated = `${root}${currentMutant()?.path ?? ''}`;
    return files.toSorted((one, other) => nearness(other.moduleId, mutated) - nearness(one.moduleId, mutated));
  }
}

/** Tests as they are, and one source with a mistake in it: the file on disk is not touched, so that several can be tried at once. */
export default defineConfig({
  plugins: [
    {
      name: 'mutant',
      enforce: 'pre',
      transform(_code, id) {
        const mutant = currentMutant();
        if (mutant === undefined || id !== `${root}${mutant.path}`) return null;
        return { code: applyMutant(mutant, readFileSync(id, 'utf8')), map: null };
      },
    },
  ],
  test: {
    globalSetup: ['tools/vitest-setup.ts', 'tools/test-date.ts', 'packages/postgres/src/testing/global-setup.ts'],
    setupFiles: ['tools/shift-clock.ts', 'tools/mutations/stop-at-the-first.ts'],
    include: ['{packages,apps}/**/*.spec.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', '**/*.long.spec.ts'],
    pool: 'threads',
    isolate: false,
    // What is kept on disk is found by the text of the file there, which has no mistake.
    fsModuleCache: false,
    maxWorkers: 1,
    bail: 1,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    sequence: { sequencer: NearestFirst },
  },
});
