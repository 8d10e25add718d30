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

  test('Online Retail: cancellations become returns of what they cancel', async () => {
    const run = await runAnalyze(publicFile('online_retail_2010_2011.csv.gz'), '--json');
    expect(JSON.parse(run.stdout)).toMatchObject({
      settings: { shoppingYear: 'united-kingdom' },
      totals: { customers: 4322, purchaseDays: 16_613 },
      quality: { lines: 541_909, duplicates: { lines: 5268 } },
      backtest: { chosen: 'bg-nbd/calendar' },
    });
  });
});
