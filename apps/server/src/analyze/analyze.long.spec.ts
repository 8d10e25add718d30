import { afterAll, describe, expect, test } from 'vitest';
import { hasPublicData, publicFile } from '../testing/public-data.ts';
import { createFolder, runAnalyze } from './testing/run-analyze.ts';

const folder = createFolder();
afterAll(() => folder[Symbol.dispose]());

const hasPublic = hasPublicData('analyses of whole public files');

describe.skipIf(!hasPublic)('public files, as they are and whole', () => {
  test.each([
    ['cdnow_master.csv', 'en', '23,570 customers'],
    ['complete_journey/transactions_sample.csv.gz', 'zh-CN', '2,373 customers'],
  ])('%s', async (name, locale, customers) => {
    const run = await runAnalyze(publicFile(name), '--report', folder.of('public.html'), '--locale', locale);
    expect(run.code).toBe(0);
    expect(run.stdout).toContain(customers);
    for (const line of run.stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });
});
