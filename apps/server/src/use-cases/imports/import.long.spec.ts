import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPlatformImportJobs } from '../../composition/import-jobs.ts';
import { waitUntilFolded } from '../../platform/platform.ts';
import { startTestPlatform } from '../../platform/testing/test-platform.ts';
import type { TestPlatform } from '../../platform/testing/test-platform.ts';
import { hasPublicData, publicFile } from '../../testing/public-data.ts';
import type { ImportJobs } from './import-jobs.ts';
import { planImport } from './plan-import.ts';

let test: TestPlatform;
let jobs: ImportJobs;

beforeAll(async () => {
  test = await startTestPlatform();
  jobs = createPlatformImportJobs(test.platform);
});
afterAll(async () => {
  await jobs.close();
  await test.close();
});

describe.skipIf(!hasPublicData('imports of whole public files'))('public files, as they are and whole', () => {
  it.each([
    ['products.csv.gz', 90_000],
    ['demographics.csv.gz', 801],
    ['transactions_sample.csv.gz', 30_000],
  ])('%s', async (name, acceptedMin) => {
    const plan = await planImport(publicFile(`complete_journey/${name}`), {});
    const job = await jobs.start({ plan, isDryRun: false, startedBy: 'test' });
    const row = await job.done;
    await waitUntilFolded(test.platform.database);
    expect(row).toMatchObject({ status: 'succeeded', error: null });
    expect(row.accepted).toBeGreaterThanOrEqual(acceptedMin);
  });
});
