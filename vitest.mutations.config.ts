import { readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import { BaseSequencer } from 'vitest/node';
import type { TestSpecification } from 'vitest/node';
import { applyMutant } from './tools/mutations/find-mutants.ts';
import { mutantVariable, readMutant } from './tools/mutations/mutant-variable.ts';
import { root } from './tools/run-step.ts';

const mutant = readMutant(process.env[mutantVariable]);
const mutatedFile = mutant === undefined ? '' : `${root}${mutant.path}`;

/** How many letters two paths share from their beginning: files that lie near each other are about the same. */
function nearness(path: string): number {
  let shared = 0;
  while (shared < path.length && path[shared] === mutatedFile[shared]) shared += 1;
  return shared;
}

/** First the specs that lie next to what was changed: most mistakes are seen there, and the rest need not run. */
class NearestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const given = await super.sort(files);
    return given.toSorted((one, other) => nearness(other.moduleId) - nearness(one.moduleId));
  }
}

/** Tests as they are, and one source with a mistake in it: the file on disk is not touched, so that several can be tried at once. */
export default defineConfig({
  plugins: [
    {
      name: 'mutant',
      enforce: 'pre',
      transform(_code, id) {
        if (mutant === undefined || id !== mutatedFile) return null;
        return { code: applyMutant(mutant, readFileSync(mutatedFile, 'utf8')), map: null };
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
    maxWorkers: 1,
    bail: 1,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    sequence: { sequencer: NearestFirst },
  },
});
