import { readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import { BaseSequencer } from 'vitest/node';
import type { TestSpecification } from 'vitest/node';

const places = '{packages,apps,examples,bench,tools}';
const neverTests = ['**/node_modules/**', '**/dist/**', '**/.perennial/**'];

/** Words of tests that start processes or stores of their own. */
const startsItsOwn =
  /\b(?:surviveKills|startServerProcess|createSharedInstallation|startServedPlatform|startToyServer|spawn|execFile|openStores|openEmbeddedLens|runAnalyze)\b/;

function isSlow({ moduleId, project }: TestSpecification): boolean {
  return project.name === 'integration' && startsItsOwn.test(readFileSync(moduleId, 'utf8'));
}

/**
 * Runs first what takes longest. In a fresh clone, where nothing was measured yet, the runner takes the largest files first: the test of
 * the kills, the longest of all in eleven lines, would begin when all others have ended, and the other workers would watch.
 */
class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const groupOf = ({ project }: TestSpecification) => project.config.sequence.groupOrder;
    const sorted = await super.sort(files);
    return sorted.toSorted(
      (one, other) => groupOf(one) - groupOf(other) || Number(isSlow(other)) - Number(isSlow(one)),
    );
  }
}

/**
 * Everything but the browser. Pure tests share their workers (they have no state to isolate); tests with real stores get a process each,
 * three at a time, after the pure ones: a database of its own on one server, and much of their time is waiting.
 */
export default defineConfig({
  test: {
    globalSetup: ['tools/vitest-setup.ts', 'tools/test-date.ts', 'packages/postgres/src/testing/global-setup.ts'],
    setupFiles: ['tools/shift-clock.ts'],
    passWithNoTests: true,
    sequence: { sequencer: SlowFirst },
    // A condition is waited for as long as a busy machine may need, not for the second that is the default; who meets it goes on at once.
    expect: { poll: { timeout: 30_000, interval: 20 } },
    reporters: ['default', 'json'],
    outputFile: { json: 'test-results/vitest.json' },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [`${places}/**/*.spec.{ts,tsx}`],
          exclude: [...neverTests, '**/*.int.spec.ts', '**/*.long.spec.ts'],
          pool: 'threads',
          isolate: false,
          testTimeout: 30_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: [`${places}/**/*.int.spec.ts`],
          exclude: neverTests,
          pool: 'forks',
          maxWorkers: 3,
          testTimeout: 60_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
