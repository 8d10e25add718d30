import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { listProducts, listRates, upsertProducts } from '@perennial/postgres';
import type { ImportJobRow } from '@perennial/postgres/imports';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPlatformImportJobs } from '../../composition/import-jobs.ts';
import { startTestPlatform } from '../../platform/testing/test-platform.ts';
import type { TestPlatform } from '../../platform/testing/test-platform.ts';
import { createAudit } from '../audit/audit.ts';
import { createRates } from '../rates/rates.ts';
import { createReference } from '../reference/reference.ts';
import type { ImportJobs } from './import-jobs.ts';
import { planImport } from './plan-import.ts';

let test: TestPlatform;
let jobs: ImportJobs;
let files = 0;

beforeAll(async () => {
  test = await startTestPlatform();
  jobs = createPlatformImportJobs(test.platform);
});
afterAll(async () => {
  await jobs.close();
  await test.close();
});

async function run(content: string, isDryRun = false): Promise<ImportJobRow> {
  files += 1;
  const path = join(test.platform.config.dataFolder, `${files}.csv`);
  writeFileSync(path, content);
  const job = await jobs.start({ plan: await planImport(path), isDryRun, startedBy: 'ann@example.com' });
  return job.done;
}

const rates = () => listRates(test.platform.database, { programCurrency: 'CNY', q: '', after: undefined, limit: 10 });

async function textOf(parts: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const part of parts) text += part;
  return text;
}

describe('rates', () => {
  const file =
    'currency,from_on,rate\nUSD,2025-01-01,7.2\nUSD,2025-06-01,7.15\nCNY,2025-01-01,1\nEUR,2025-01-01,eight\n';

  it('are checked without being published', async () => {
    expect(await run(file, true)).toMatchObject({ status: 'succeeded', accepted: 2, rejected: 2 });
    expect(await rates()).toEqual([]);
  });

  it('are imported, with what is wrong told by line, and convert the orders that come after', async () => {
    const row = await run(file);
    expect(row).toMatchObject({ status: 'succeeded', accepted: 2, duplicates: 0, rejected: 2 });
    expect(JSON.parse(row.rejects_shown)).toMatchObject([
      { line: 4, reason: expect.stringContaining('CNY') },
      { line: 5, reason: expect.stringContaining('eight') },
    ]);
    expect((await rates()).map((rate) => [rate.currency, rate.fromOn, rate.rate, rate.updatedBy])).toEqual([
      ['USD', '2025-06-01', '7.15', 'ann@example.com'],
      ['USD', '2025-01-01', '7.2', 'ann@example.com'],
    ]);
    const orders = 'order_id,phone,paid_at,amount,currency\nU1,13600136001,2025-03-01 10:00,10,USD\n';
    expect(await run(orders)).toMatchObject({ accepted: 1, quarantined: 0 });
    const [fact] = await test.platform.database.rows<{ payload: string }>(
      { name: 'test_order', text: `select payload from fact where payload like '%"U1"%'` },
      [],
    );
    expect(JSON.parse(fact?.payload ?? '{}')).toMatchObject({
      amountMinor: 7_200,
      currency: 'CNY',
      original: { currency: 'USD', amountMinor: 1_000, rate: '7.2', rateFromOn: '2025-01-01', rateVersion: 1 },
    });
  });

  it('are taken as the page on rates shows them', async () => {
    const page = readFileSync(
      join(import.meta.dirname, '../../../../../docs/how-to/publish-currency-rates.md'),
      'utf8',
    );
    const [, sample = ''] = /```csv\n([^`]+)```/.exec(page) ?? [];
    expect(await run(sample.replaceAll(/^ +/gm, ''))).toMatchObject({ accepted: 3, rejected: 0 });
  });

  it('are known already when the exported file comes back', async () => {
    const { database } = test.platform;
    const rates = createRates({
      audit: createAudit(database),
      database,
      programCurrency: 'CNY',
      onPublished: () => undefined,
    });
    const { parts } = rates.csv(unbroken, {});
    expect(await run(await textOf(parts))).toMatchObject({ accepted: 0, duplicates: 5, rejected: 0 });
  });
});

it('takes exported products back as they were', async () => {
  await run('product_id,name,category,brand,price,cost\np1,Serum,Beauty/Face,B,99.00,59.50\np2,Mask,,,0.05,\n');
  const { database } = test.platform;
  const { products } = createReference({ audit: createAudit(database), database, digits: 2 });
  const { parts } = products.csv(byHand, {});
  const before = await listProducts(database, { after: '', q: '', limit: 10 });
  expect(before[0]).toMatchObject({ category: 'Beauty/Face', priceMinor: 9_900, marginMinor: 3_950 });
  expect(await run(await textOf(parts))).toMatchObject({ accepted: 0, duplicates: 2, rejected: 0 });
});

it('takes exported products back whose cells a spreadsheet would run', async () => {
  const { database } = test.platform;
  const products = ['-10X', '=1+1', '+Vitamin', '@cmd', '＝2', "'5", "''=6", '-7', ' =8'].map((productId) => ({
    productId,
    name: `=${productId}`,
    category: '-c',
    brand: '',
    priceMinor: 150_000,
    marginMinor: null,
  }));
  await upsertProducts(database, products, 'test');
  const { parts } = createReference({ audit: createAudit(database), database, digits: 2 }).products.csv(byHand, {});
  const text = await textOf(parts);
  for (const line of text.split('\r\n').slice(1)) expect(line).not.toMatch(/^"?\s*[=+@＝]|^"?-\D/);
  expect(await run(text)).toMatchObject({ accepted: 0, rejected: 0 });
});

const unbroken = { signal: new AbortController().signal };
const byHand = { ...unbroken, caller: { kind: 'command_line', id: 'command line' } } as const;
