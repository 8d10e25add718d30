import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ImportJobRow } from '@perennial/postgres/imports';
import { createPlatformImportJobs } from '../../composition/import-jobs.ts';
import { startTestPlatform } from '../../platform/testing/test-platform.ts';
import type { TestPlatform } from '../../platform/testing/test-platform.ts';
import type { ImportJobs } from './import-jobs.ts';
import { planImport } from './plan-import.ts';
import type { ImportWishes } from './plan-import.ts';

let test: TestPlatform;
let jobs: ImportJobs;
let files = 0;

beforeAll(async () => {
  test = await startTestPlatform({
    config: { phoneCountry: 'CN' },
    adopt: { zone: 'Europe/London', currency: 'GBP' },
  });
  // Nobody folds or ships: what changes in a table is the import's doing.
  await test.work.stop();
  jobs = createPlatformImportJobs(test.platform);
});
afterAll(async () => {
  await jobs.close();
  await test.close();
});

interface Sample {
  readonly name: string;
  readonly content: string;
  readonly wishes?: ImportWishes;
}

async function run({ name, content, wishes = {} }: Sample, isDryRun: boolean): Promise<ImportJobRow> {
  files += 1;
  const path = join(test.platform.config.dataFolder, `${files}-${name}`);
  writeFileSync(path, content);
  const job = await jobs.start({ plan: await planImport(path, wishes), isDryRun, startedBy: 'test' });
  return job.done;
}

/** What a run says became of the rows. */
function saidOf(row: ImportJobRow) {
  const { status, accepted, duplicates, quarantined, rejected, rows_read, first_fact_at, last_fact_at } = row;
  const rejects = row.rejects_path === '' ? '' : readFileSync(row.rejects_path, 'utf8');
  const counts = { accepted, duplicates, quarantined, rejected, rows_read };
  return { status, counts, span: [first_fact_at, last_fact_at], rejects, shown: row.rejects_shown };
}

/** The row count of every table but that of the imports themselves. */
async function tableCounts(): Promise<Readonly<Record<string, unknown>>> {
  const tables = await test.query(
    `select relname as name from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace
        and relname <> 'import_job' order by 1`,
  );
  const counts: Record<string, unknown> = {};
  for (const { name } of tables) {
    const [row] = await test.query(`select count(*)::int as n from "${String(name)}"`);
    counts[String(name)] = row?.['n'];
  }
  return counts;
}

const fact = (messageId: string, more: object = {}) =>
  JSON.stringify({
    messageId,
    type: 'order.placed',
    occurredAt: '2024-03-01T10:00:00Z',
    identities: { phone: '13800138000' },
    payload: { orderId: messageId, amountMinor: 100, currency: 'GBP', lines: [] },
    ...more,
  });

const feed: Sample = {
  name: 'feed.ndjson',
  wishes: { source: 'feed' },
  content: [
    fact('whole'),
    fact('whole'),
    fact('whole', { storeId: 's9' }),
    fact('no-phone', { identities: { phone: '1380' } }),
    fact('no-money', { payload: { orderId: 'x', amountMinor: 100, currency: 'XAU', lines: [] } }),
    fact('no-number', { payload: { orderId: 'x', amountMinor: 'many', currency: 'GBP', lines: [] } }),
    fact('too-far', { occurredAt: '2199-01-01T00:00:00Z' }),
    '{"type":',
    '[1]',
  ].join('\n'),
};

const retail: Sample = {
  name: 'retail.csv',
  wishes: { source: 'till' },
  content: [
    'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country',
    '1,A,HEART,6,2010-12-01 08:26:00,2.55,17850,United Kingdom',
    '1,B,LANTERN,2,2010-12-01 08:26:00,3.39,17850,United Kingdom',
    '2,B,LANTERN,2,2010-12-01 08:26:00,3.39,,United Kingdom',
    'C3,A,HEART,-6,2010-12-09 09:41:00,2.55,17850,United Kingdom',
    'C4,A,HEART,-1,2010-12-10 09:41:00,2.55,999,United Kingdom',
    '5,A,HEART,six,2010-12-10 09:41:00,2.55,17850,United Kingdom',
    '6,A,HEART,-6,2010-12-10 09:41:00,0,,United Kingdom',
  ].join('\n'),
};

const members: Sample = {
  name: 'members.csv',
  wishes: { source: 'crm', kind: 'members' },
  content: 'member_id,phone,email,city\nm1,13800138001,a@example.com,Bath\nm2,12,b@example.com,Bath\n,,,Bath\n',
};

const products: Sample = {
  name: 'products.csv',
  wishes: { kind: 'products', map: ['productId=id', 'name=name', 'price=price'] },
  content: 'id,name,price\np1,Serum,1.50\np2,Mask,2\n,Nothing,3\np1,Serum,1.50\n',
};

const dollars: Sample = {
  name: 'dollars.csv',
  wishes: { source: 'usd', currency: 'USD' },
  content: 'customer_id,date,value\nc1,2024-01-02,1\nc2,never,1\n',
};

describe.each([feed, retail, members, products, dollars])('a check of $name', (sample) => {
  it('keeps nothing, and tells what an import tells', async () => {
    const before = await tableCounts();
    const checked = await run(sample, true);
    const again = await run(sample, true);
    expect(await tableCounts()).toEqual(before);
    expect(saidOf(again)).toEqual(saidOf(checked));
    const taken = await run(sample, false);
    expect(saidOf(checked)).toEqual(saidOf(taken));
    expect(taken.status).toBe('succeeded');
  });

  it('tells of a file that was imported what a second import tells', async () => {
    const checked = await run(sample, true);
    expect(saidOf(checked)).toEqual(saidOf(await run(sample, false)));
    expect(checked.accepted).toBe(0);
  });
});

describe('a check', () => {
  it('finds what only the preparation of a fact finds', async () => {
    const { counts, rejects } = saidOf(await run({ ...feed, wishes: { source: 'another' } }, true));
    expect(counts).toEqual({ accepted: 1, duplicates: 1, quarantined: 5, rejected: 2, rows_read: 9 });
    for (const code of ['fact.identity_invalid', 'fact.currency_unknown', 'fact.message_conflict', 'not_json'])
      expect(rejects).toContain(code);
  });

  it('finds a repeat and another content that stand in different batches', async () => {
    const many = Array.from({ length: 3_000 }, (_, at) => fact(`far-${at}`));
    const content = [...many, fact('far-0'), fact('far-1', { storeId: 's9' })].join('\n');
    const sample = { name: 'far.ndjson', content, wishes: { source: 'far' } };
    const checked = await run(sample, true);
    expect(checked).toMatchObject({ accepted: 3_000, duplicates: 1, quarantined: 1 });
    expect(saidOf(checked)).toEqual(saidOf(await run(sample, false)));
  });
});
