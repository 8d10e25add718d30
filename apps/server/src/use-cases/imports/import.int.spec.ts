import { existsSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ImportRun } from '@perennial/contracts/staff';
import type { ImportJobRow } from '@perennial/postgres/imports';
import { createPlatformImportJobs } from '../../composition/import-jobs.ts';
import { waitUntilFolded } from '../../platform/platform.ts';
import { startTestPlatform } from '../../platform/testing/test-platform.ts';
import type { TestPlatform } from '../../platform/testing/test-platform.ts';
import { hasPublicData, publicFile, startOfPublicFile } from '../../testing/public-data.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import { ImportRunningError } from './import-jobs.ts';
import type { ImportJobs } from './import-jobs.ts';
import { createImportService } from './import-service.ts';
import { removeOldUploads } from './kept-files/upload-retention.ts';
import { planImport } from './plan-import.ts';
import type { ImportWishes } from './plan-import.ts';

const hasPublic = hasPublicData('imports of public files');

let test: TestPlatform;
let jobs: ImportJobs;
let files = 0;

beforeAll(async () => {
  test = await startTestPlatform({
    config: { phoneCountry: 'CN' },
    adopt: { zone: 'Europe/London', currency: 'GBP' },
  });
  jobs = createPlatformImportJobs(test.platform);
});
afterAll(async () => {
  await jobs.close();
  await test.close();
});

function write(content: string | Buffer, name = 'lines.csv'): string {
  files += 1;
  const path = join(test.platform.config.dataFolder, `${files}-${name}`);
  writeFileSync(path, content);
  return path;
}

async function run(path: string, wishes: ImportWishes = {}, isDryRun = false): Promise<ImportJobRow> {
  const plan = await planImport(path, wishes);
  const job = await jobs.start({ plan, isDryRun, startedBy: 'test' });
  const row = await job.done;
  await waitUntilFolded(test.platform.database);
  return row;
}

const header = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country';
const lines = [
  header,
  '536365,85123A,WHITE HEART,6,2010-12-01 08:26:00,2.55,17850,United Kingdom',
  '536365,71053,WHITE LANTERN,2,2010-12-01 08:26:00,3.39,17850,United Kingdom',
  '536366,22633,HAND WARMER,6,2010-12-01 08:28:00,1.85,13047,United Kingdom',
  '536370,85123A,WHITE HEART,4,2010-12-05 10:00:00,2.55,,United Kingdom',
  'C536379,85123A,WHITE HEART,-6,2010-12-09 09:41:00,2.55,17850,United Kingdom',
  'C536380,22633,HAND WARMER,-1,2010-12-10 09:41:00,1.85,13047,United Kingdom',
  '536381,22633,damages,-30,2010-12-11 09:41:00,0,,United Kingdom',
  '536382,22633,HAND WARMER,six,2010-12-12 09:41:00,1.85,13047,United Kingdom',
].join('\n');

describe('a file of order lines', () => {
  let path: string;
  it('becomes orders, refunds of what was bought, anonymous sales and products', async () => {
    path = write(lines);
    const row = await run(path, { source: 'retail' });
    expect(row).toMatchObject({
      status: 'succeeded',
      rows_read: 8,
      accepted: 7,
      duplicates: 0,
      quarantined: 0,
      rejected: 2,
    });
    expect(readFileSync(row.rejects_path, 'utf8').trim().split('\n')).toEqual([
      'line,code,reason',
      '8,no_sale,"a quantity below zero without an amount: a correction of stock, no return"',
      '9,number_invalid,"quantity is no number"',
    ]);
    expect(
      await test.query(`select order_id, amount_minor::int as amount from member_order order by order_id`),
    ).toEqual([
      { order_id: '536365', amount: 2208 },
      { order_id: '536366', amount: 1110 },
    ]);
    expect(
      await test.query(`select order_id, refund_id, amount_minor::int as amount from member_refund order by refund_id`),
    ).toEqual([
      { order_id: '536365', refund_id: 'C536379', amount: 1530 },
      { order_id: '536366', refund_id: 'C536380', amount: 185 },
    ]);
    expect(
      await test.query(`select count(*)::int as n from fact where member_id is null and type = 'order.placed'`),
    ).toEqual([{ n: 1 }]);
    expect(await test.query(`select name, price_minor::int as price from product where product_id = '85123A'`)).toEqual(
      [{ name: 'WHITE HEART', price: 255 }],
    );
    expect(await test.query(`select count(*)::int as n from fact where not is_backfill`)).toEqual([{ n: 0 }]);
  });

  it('adds nothing a second time, also zipped and under another name', async () => {
    const before = await test.query('select count(*)::int as n from fact');
    expect(await run(path, { source: 'retail' })).toMatchObject({ status: 'succeeded', accepted: 0, duplicates: 7 });
    expect(await run(write(gzipSync(lines), 'again.csv.gz'), { source: 'retail' })).toMatchObject({
      accepted: 0,
      duplicates: 7,
    });
    expect(await test.query('select count(*)::int as n from fact')).toEqual(before);
  });

  it('takes what is new of an overlapping file, and keeps an order that says something else now in quarantine', async () => {
    const changed = lines.replace('2010-12-01 08:28:00,1.85', '2010-12-01 08:28:00,1.95');
    const row = await run(
      write(`${changed}\n536400,22633,HAND WARMER,1,2011-01-02 09:00:00,1.85,13047,United Kingdom`),
      { source: 'retail' },
    );
    expect(row).toMatchObject({ status: 'succeeded', accepted: 1, quarantined: 1, rejected: 2 });
    expect(readFileSync(row.rejects_path, 'utf8')).toContain(
      '4,fact.message_conflict,"quarantined: it was imported before under the same number with other content"',
    );
  });

  it('keeps nothing in a dry run, and says what would be', async () => {
    const before = await test.query(
      'select count(*)::int as facts, (select count(*)::int from product) as products from fact',
    );
    const row = await run(write(lines.replaceAll('5363', '9363')), { source: 'dry' }, true);
    expect(row).toMatchObject({ status: 'succeeded', is_dry_run: true, accepted: 7, rejected: 2 });
    expect(
      await test.query('select count(*)::int as facts, (select count(*)::int from product) as products from fact'),
    ).toEqual(before);
  });

  it('shows the stages that its history had', async () => {
    const [first] = await test.query(
      `select count(distinct stage)::int as stages from stage_entry where superseded_at is null and lifecycle = (select min(lifecycle) from stage_entry)`,
    );
    expect(first?.['stages']).toBeGreaterThan(2);
    expect(
      await test.query(`select count(*)::int as n from stage_entry where is_acted and valid_from < 1325376000000`),
    ).toEqual([{ n: 0 }]);
  });
});

describe('an import that is cut off', () => {
  const many = [
    'customer_id,date,value',
    ...Array.from({ length: 6_000 }, (_, n) => `c${n % 500},2024-0${(n % 9) + 1}-1${n % 10},${n}.10`),
  ].join('\n');

  it('goes on where it ended, and takes every row once', async () => {
    const path = write(many, 'big.csv');
    const plan = await planImport(path, { source: 'big' });
    const first = await jobs.start({
      plan,
      isDryRun: false,
      startedBy: 'test',
      // The first progress that has settled facts stops it.
      onProgress: (progress) => void (progress.factsDone >= 2_000 && jobs.cancel(first.id)),
    });
    const cut = await first.done;
    expect(cut.status).toBe('cancelled');
    expect(cut.facts_done).toBeGreaterThanOrEqual(2_000);
    const second = await jobs.start({ plan, isDryRun: false, startedBy: 'test' });
    expect(second.resumedFacts).toBe(cut.facts_done);
    const whole = await second.done;
    expect(whole.status).toBe('succeeded');
    expect(
      await test.query(
        `select count(*)::int as n, count(distinct message_id)::int as ids from fact where source = 'big'`,
      ),
    ).toEqual([{ n: 6_000, ids: 6_000 }]);
  });

  it('is not run twice at once', async () => {
    const plan = await planImport(write(many.replaceAll('c1,', 'd1,'), 'twice.csv'), { source: 'twice' });
    const first = await jobs.start({ plan, isDryRun: false, startedBy: 'test' });
    await expect(jobs.start({ plan, isDryRun: false, startedBy: 'test' })).rejects.toThrow(ImportRunningError);
    jobs.cancel(first.id);
    await first.done;
  });
});

describe('a file of facts', () => {
  it('is taken as it is, each row under its own id or one made of its content', async () => {
    const facts = [
      {
        type: 'store.visited',
        occurredAt: '2024-03-01T10:00:00+08:00',
        identities: { phone: '13800138000' },
        storeId: 'S1',
      },
      {
        messageId: 'own',
        type: 'shelf.touched',
        occurredAt: '2024-03-02T10:00:00Z',
        identities: { phone: '13800138000' },
      },
      {
        type: 'review.posted',
        occurredAt: '2024-03-03T10:00:00Z',
        identities: { phone: '13800138000' },
        payload: { rating: 9 },
      },
    ];
    const row = await run(write(facts.map((fact) => JSON.stringify(fact)).join('\n'), 'facts.ndjson'), {
      source: 'feed',
    });
    expect(row).toMatchObject({
      accepted: 2,
      quarantined: 1,
      first_fact_at: Date.parse('2024-03-01T02:00:00Z'),
      last_fact_at: Date.parse('2024-03-03T10:00:00Z'),
    });
    expect(await test.query(`select type from fact where source = 'feed' order by occurred_at`)).toEqual([
      { type: 'store.visited' },
      { type: 'shelf.touched' },
    ]);
  });
});

describe('a file that cannot be settled', () => {
  it('ends with what to do, and imports nothing', async () => {
    const open = 'customer_id,date,value\nc1,01/02/2024,1\nc2,03/04/2024,2\n';
    const row = await run(write(open), { source: 'open' });
    expect(row.status).toBe('failed');
    expect(row.error).toContain('--instant-format');
    expect(await test.query(`select count(*)::int as n from fact where source = 'open'`)).toEqual([{ n: 0 }]);
    const far = `${open}c3,25/12/2024,3\n`;
    expect(await run(write(far), { source: 'open' })).toMatchObject({ status: 'succeeded', accepted: 3 });
  });

  it('quarantines nothing silently: every row is taken or told', async () => {
    const row = await run(
      write('customer_id,date,value,currency\nc1,2024-01-02,1,USD\nc2,2024-01-02,x,GBP\nc3,2024-01-02,3,GBP\n'),
      { source: 'money' },
    );
    expect(row).toMatchObject({ rows_read: 3, accepted: 1, quarantined: 1, rejected: 1 });
    expect(readFileSync(row.rejects_path, 'utf8')).toContain('2,');
  });
});

describe('an upload', () => {
  const service = () =>
    createImportService({
      jobs,
      database: test.platform.database,
      dataFolder: test.platform.config.dataFolder,
      now: Date.now,
    });
  const upload = (content: string, fileName = 'shop.csv') =>
    service().upload(
      { fileName, content: Readable.from([Buffer.from(content)]), signal: new AbortController().signal },
      'clear',
    );

  async function ended(id: string): Promise<ImportRun | undefined> {
    return expect
      .poll(async () => (await service().get(id))?.status, { timeout: 20_000 })
      .not.toBe('running')
      .then(() => service().get(id));
  }

  it('is guessed, checked and imported', async () => {
    const guessed = await upload('customer_id,date,value\nu1,2024-05-01,10\nu2,never,20\n');
    expect(guessed).toMatchObject({
      fileName: 'shop.csv',
      mapping: { kind: 'orders', columns: { member: 'customer_id' } },
    });
    const request = { uploadId: guessed.id, mapping: guessed.mapping, startedBy: 'test' };
    const checked = await service().start({ ...request, isDryRun: true });
    expect(await ended(checked.id)).toMatchObject({
      status: 'succeeded',
      isDryRun: true,
      accepted: 1,
      rejected: 1,
      rejects: [{ line: 3 }],
    });
    const run = await service().start({ ...request, isDryRun: false });
    expect(await ended(run.id)).toMatchObject({
      status: 'succeeded',
      accepted: 1,
      lastFactAt: Date.parse('2024-04-30T23:00:00Z'),
    });
    const texts: string[] = [];
    for await (const text of (await service().rejects(run.id, 'clear')) ?? []) texts.push(text);
    expect(texts.join('')).toContain('3,instant_invalid');
    expect((await service().list(Number.MAX_SAFE_INTEGER, 2)).map((one) => one.id)).toEqual([run.id, checked.id]);
  });

  it('does not lie about for longer than a week', async () => {
    const old = await upload('customer_id,date,value\nu1,2024-05-01,10\n');
    const path = join(test.platform.config.dataFolder, 'uploads', old.id);
    const longAgo = new Date(Date.now() - 8 * 86_400_000);
    for (const name of [path, `${path}.name`]) utimesSync(name, longAgo, longAgo);
    await removeOldUploads({
      dataFolder: test.platform.config.dataFolder,
      keptMs: 7 * 86_400_000,
      now: Date.now(),
    });
    const kept = await upload('customer_id,date,value\nu2,2024-05-01,10\n');
    expect([existsSync(path), existsSync(`${path}.name`)]).toEqual([false, false]);
    expect(existsSync(join(test.platform.config.dataFolder, 'uploads', kept.id))).toBe(true);
  });

  it('is refused when it cannot be read, is not there, or is mapped onto nothing', async () => {
    await expect(upload('')).rejects.toMatchObject({ code: 'import.unreadable' });
    const guessed = await upload('customer_id,date,value\nu1,2024-05-01,10\n');
    const start = (uploadId: string, columns: Record<string, string>) =>
      service().start({ uploadId, mapping: { ...guessed.mapping, columns }, isDryRun: true, startedBy: 'test' });
    await expect(start('../../keys.json', guessed.mapping.columns)).rejects.toThrow(ProblemError);
    await expect(start(crypto.randomUUID(), guessed.mapping.columns)).rejects.toMatchObject({
      code: 'import.not_found',
    });
    await expect(start(guessed.id, { occurredAt: 'nowhere', amount: 'value' })).rejects.toMatchObject({
      code: 'import.mapping_invalid',
    });
    expect(await service().get('nothing')).toBeUndefined();
    expect(await service().cancel(crypto.randomUUID())).toBe(false);
    expect(await service().rejects(crypto.randomUUID(), 'clear')).toBeUndefined();
  });
});

describe.skipIf(!hasPublic)('public data, as it is', () => {
  it('takes the CDNOW sample: 6,919 orders of 2,357 customers', async () => {
    const row = await run(publicFile('cdnow_sample.csv'));
    expect(row).toMatchObject({ status: 'succeeded', accepted: 6_919, rejected: 0, quarantined: 0 });
    expect(
      await test.query(
        `select count(distinct member_id)::int as members, count(*)::int as orders from fact where source = 'cdnow'`,
      ),
    ).toEqual([{ members: 2_357, orders: 6_919 }]);
  });

  it('takes products as reference data and demographics as attributes of the same members as the transactions', async () => {
    // Their starts, each enough for the join, in a folder of the same name, which names the source; the long suite takes them whole.
    const folder = join(test.platform.config.dataFolder, 'complete_journey');
    mkdirSync(folder);
    const start = (name: string, linesCount: number): string => {
      writeFileSync(join(folder, name), startOfPublicFile(`complete_journey/${name}`, linesCount));
      return join(folder, name);
    };
    expect(await run(start('products.csv.gz', 30_000))).toMatchObject({ status: 'succeeded', rejected: 0 });
    expect(await run(publicFile('complete_journey/demographics.csv.gz'))).toMatchObject({
      status: 'succeeded',
      rejected: 0,
      accepted: 801,
    });
    const row = await run(start('transactions_sample.csv.gz', 6_000));
    expect(row).toMatchObject({ status: 'succeeded', error: null });
    expect(row.accepted).toBeGreaterThan(5_000);
    const [joined] = await test.query(
      `select count(distinct o.member_id)::int as n from member_order o join member_attribute a on a.shard = o.shard and a.member_id = o.member_id and a.name = 'income'`,
    );
    expect(joined?.['n']).toBeGreaterThan(400);
    const [categories] = await test.query(
      `select count(*)::int as n from member_order where category like 'GROCERY/%'`,
    );
    expect(categories?.['n']).toBeGreaterThan(1_000);
  });
});
