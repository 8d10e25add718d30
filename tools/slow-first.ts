import { readFileSync } from 'node:fs';
import { BaseSequencer } from 'vitest/node';
import type { TestSpecification } from 'vitest/node';

/** Words of tests that start processes or stores of their own. */
const startsItsOwn =
  /\b(?:surviveKills|startServerProcess|createSharedInstallation|startServedPlatform|spawn|execFile|openStores|openEmbeddedLens|runAnalyze)\b/;

/**
 * Runs first what takes longest. In a fresh clone, where nothing was measured yet, the runner takes the largest files first: the test of
 * the kills, the longest of all in eleven lines, would begin when all others have ended, and the other workers would watch.
 */
export class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted(
      (one, other) => groupOf(one) - groupOf(other) || Number(isSlow(other)) - Number(isSlow(one)),
    );
  }
}

function groupOf({ project }: TestSpecification): number {
  return project.config.sequence.groupOrder;
}

function isSlow({ moduleId, project }: TestSpecification): boolean {
  return project.name === 'integration' && startsItsOwn.test(readFileSync(moduleId, 'utf8'));
}
