import { readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openScratch, sqlText } from '@perennial/clickhouse';
import { hasPublicData, publicFile, startOfPublicFile } from '../testing/public-data.ts';
import { createFolder, runAnalyze } from './testing/run-analyze.ts';

const folder = createFolder();
afterAll(() => folder[Symbol.dispose]());

const hasPublic = hasPublicData('analyses of public files');

/** Lines of a shop with products, returns and repeat buyers; the same every time. */
function shopCsv(people = 60): string {
  const rows = ['order_no,customer_id,date,sku,description,qty,price,store_id'];
  let order = 1;
  for (let person = 0; person < people; person++) {
    for (let day = (person * 11) % 60; day < 540 && (person % 3 !== 0 || day < 150); day += 6 + ((person * 7) % 50)) {
      const date = new Date(Date.UTC(2023, 0, 1 + day)).toISOString().slice(0, 10);
      const sku = `S${(person + day) % 7}`;
      rows.push(
        `${order},C${person},${date} 10:00:00,${sku},"Tea <${sku}>",${1 + (day % 3)},${5 + ((person * 13 + day) % 40)}.50,shop${person % 2}`,
      );
      if (order % 25 === 0)
        rows.push(
          `C${order},C${person},${date} 12:00:00,${sku},"Tea <${sku}>",-1,${5 + ((person * 13 + day) % 40)}.50,shop${person % 2}`,
        );
      order += 1;
    }
  }
  return `${rows.join('\n')}\n`;
}

function shop(name = 'shop.csv', content: string | Buffer = shopCsv()): string {
  const path = folder.of(name);
  writeFileSync(path, content);
  return path;
}

describe('the report', () => {
  interface Written {
    readonly code: number;
    readonly html: string;
    /** All that the run gave. */
    readonly all: readonly string[];
  }
  const runs = new Map<string, readonly Written[]>();

  /** Everything in each language twice, the scores as text in one language and as Parquet in the other. */
  beforeAll(async () => {
    const path = shop();
    for (const [locale, ending] of [
      ['en', 'csv'],
      ['zh-CN', 'parquet'],
    ] as const) {
      const written: Written[] = [];
      for (const turn of ['a', 'b']) {
        const report = folder.of(`${turn}-${locale}.html`);
        const scores = folder.of(`${turn}.${ending}`);
        const run = await runAnalyze(path, '--json', '--report', report, '--locale', locale, '--out', scores);
        const html = readFileSync(report, 'utf8');
        written.push({ code: run.code, html, all: [run.stdout, html, readFileSync(scores).toString('base64')] });
      }
      runs.set(locale, written);
    }
  });

  test.each(['en', 'zh-CN'])('is one file that needs nothing else: %s', (locale) => {
    const [{ code, html } = { code: 1, html: '' }] = runs.get(locale) ?? [];
    expect(code).toBe(0);
    expect(html).toContain(`<html lang="${locale}">`);
    expect(
      html.replaceAll('http://www.w3.org/2000/svg', '').replaceAll('http://www.w3.org/1999/xlink', ''),
    ).not.toMatch(/https?:\/\/|<script\s|<link|<img|url\(['"]?http|\bfetch\(|import\b/);
    expect(html.split('<script>')).toHaveLength(2);
    // Every table has its button, with a name of its own.
    const names = [...html.matchAll(/<button type="button" class="copy" aria-label="([^"]+)" hidden>/g)].map(
      ([, name]) => name,
    );
    expect(names).toHaveLength(html.split('<table').length - 1);
    expect(new Set(names).size).toBe(names.length);
    expect(html).not.toContain('undefined');
    expect(html).not.toContain('NaN');
    expect(html).toContain('Tea &lt;S1&gt;');
    for (const tag of ['div', 'table', 'details', 'section', 'svg', 'ol', 'li']) {
      expect({ tag, open: html.split(`<${tag}`).length }).toEqual({ tag, open: html.split(`</${tag}>`).length });
    }
    const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const how = locale === 'en' ? 'How is this computed?' : '这是怎么算出来的？';
    expect(html.split('<div class="figure">').length).toBe(html.split(how).length);
    if (locale === 'zh-CN') expect(html).not.toMatch(/<h[123]>[A-Za-z ]+<\/h[123]>/);
  });

  test.each(['en', 'zh-CN'])('has the same bytes for the same file, as have figures and scores: %s', (locale) => {
    const [one, other] = runs.get(locale) ?? [];
    expect(one?.all).toHaveLength(3);
    expect(one?.all).toEqual(other?.all);
  });
});

describe('every form of a file gives the same figures', () => {
  const pick = (json: string) => {
    const { totals, rfm, concentration, priorities } = JSON.parse(json) as Record<string, unknown>;
    return { totals, rfm, concentration, priorities };
  };
  const csv = shopCsv(20);
  const lines = csv
    .trimEnd()
    .split('\n')
    .map((line) => line.replaceAll('"', '').split(','));
  const [names = [], ...rows] = lines;
  const ndjson = rows
    .map((row) =>
      JSON.stringify(
        Object.fromEntries(
          names.map((name, at) => [name, name === 'qty' || name === 'price' ? Number(row[at]) : row[at]]),
        ),
      ),
    )
    .join('\n');

  let plain: unknown;
  beforeAll(async () => {
    plain = pick((await runAnalyze(shop('plain.csv', csv), '--json')).stdout);
  });

  test.each(
    (
      [
        ['gzip', 'shop.csv.gz', gzipSync(csv), []],
        ['TSV', 'shop.tsv', lines.map((row) => row.join('\t')).join('\n'), []],
        ['semicolons and Windows line ends', 'semicolons.csv', lines.map((row) => row.join(';')).join('\r\n'), []],
        ['NDJSON', 'shop.ndjson', ndjson, []],
        ['NDJSON, gzip', 'shop.ndjson.gz', gzipSync(ndjson), []],
        ['a byte order mark', 'mark.csv', `\uFEFF${csv}`, []],
        ['UTF-16', 'wide.csv', Buffer.from(`\uFEFF${csv}`, 'utf16le'), []],
        [
          'foreign names, mapped',
          'mapped.csv',
          csv.replace('customer_id,date', 'wer,wann'),
          ['--map', 'wer=customer', '--map', 'wann=date'],
        ],
        ['a name with a star', 'a*{b}.csv', csv, []],
      ] as const
    ).map(([title, name, content, words]) => ({ title, name, content, words })),
  )('$title', async ({ name, content, words }) => {
    const other = await runAnalyze(shop(name, content), '--json', ...words);
    expect(other.stderr).not.toContain('"error"');
    expect(pick(other.stdout)).toEqual(plain);
  });

  describe('Parquet', () => {
    /** The same lines as a warehouse would write them: each column of its own type. */
    async function parquetOf(path: string): Promise<void> {
      const store = await openScratch({ folder: folder.of('writer'), memoryBytesMax: 2 ** 28 });
      const structure =
        "order_no String, customer_id String, date DateTime('UTC'), sku String, description String, qty Int32, price Decimal(12, 2), store_id String";
      await store.execute(`insert into function file(${sqlText(path)}, 'Parquet')
        select * replace (cast(store_id as LowCardinality(Nullable(String))) as store_id)
        from file(${sqlText(shop('typed.csv', csv))}, 'CSVWithNames', ${sqlText(structure)})`);
      store.close();
    }

    test('is read, also in an archive', async () => {
      const path = folder.of('orders.parquet');
      await parquetOf(path);
      const run = await runAnalyze(path, '--json');
      expect({ code: run.code, said: run.stderr }).toMatchObject({ code: 0 });
      expect(pick(run.stdout)).toEqual(plain);
      expect(JSON.parse(run.stdout)).toMatchObject({
        files: [{ format: 'parquet', map: { date: 'date', customer: 'customer_id', quantity: 'qty', price: 'price' } }],
        quality: { problems: [] },
      });
      const packed = await runAnalyze(shop('orders.parquet.gz', gzipSync(readFileSync(path))), '--json');
      expect(pick(packed.stdout)).toEqual(plain);
    });

    test('without a date is read and refused for that; cut off it is refused as damaged', async () => {
      const path = folder.of('orders.parquet');
      const undated = await runAnalyze(path, '--map', 'date=');
      expect(undated).toMatchObject({ code: 1, stderr: expect.stringContaining('when (date)') });
      const cut = await runAnalyze(shop('cut.parquet', readFileSync(path).subarray(0, 2_000)));
      expect(cut).toMatchObject({ code: 1, stderr: expect.stringContaining('cut off') });
    });
  });

  test('two files are one history', async () => {
    const half = Math.floor(lines.length / 2);
    const all = csv.trimEnd().split('\n');
    const one = shop('one.csv', `${all.slice(0, half).join('\n')}\n`);
    const two = shop('two.csv', `${all[0] ?? ''}\n${all.slice(half).join('\n')}\n`);
    expect(pick((await runAnalyze(one, two, '--json')).stdout)).toEqual(plain);
  });

  test('a file without a header is understood by its values', async () => {
    const text = Array.from(
      { length: 40 },
      (_, at) => `K${at % 9},2023-0${1 + (at % 8)}-0${1 + (at % 7)},${at + 0.5}`,
    ).join('\n');
    const run = await runAnalyze(shop('bare.csv', text), '--json');
    expect(JSON.parse(run.stdout)).toMatchObject({
      totals: { customers: 9 },
      files: [{ hasHeader: false, map: { customer: 'column 1', date: 'column 2', amount: 'column 3' } }],
    });
  });

  test('GBK with Chinese columns', async () => {
    // 会员编号,订单日期,金额,品类 and 茶 in GBK.
    const header = Buffer.from('bbe1d4b1b1e0bac52cb6a9b5a5c8d5c6da2cbdf0b6ee2cc6b7c0e00a', 'hex');
    const tea = Buffer.from([0xb2, 0xe8]);
    const body = Array.from({ length: 30 }, (_, at) =>
      Buffer.concat([Buffer.from(`M${at % 7},2023-0${1 + (at % 9)}-11,${at + 1}.00,`), tea, Buffer.from('\n')]),
    );
    const run = await runAnalyze(shop('gbk.csv', Buffer.concat([header, ...body])), '--json', '--map', '订单日期=date');
    expect(run.stderr).not.toContain('"error"');
    expect(JSON.parse(run.stdout)).toMatchObject({
      totals: { customers: 7 },
      settings: { shoppingYear: 'china' },
      files: [{ encoding: 'gb18030' }],
      quality: { breakdowns: [{ by: 'category', rows: [{ name: '茶' }] }, {}, {}] },
    });
  });
});

describe.skipIf(!hasPublic)('public files, as they are', () => {
  test('the CDNOW sample gives the published parameters', async () => {
    const run = await runAnalyze(
      publicFile('cdnow_sample.csv'),
      '--json',
      '--calibration-end',
      '1997-09-30',
      '--unit',
      'week',
    );
    const { models, totals } = JSON.parse(run.stdout) as {
      models: {
        kind: string;
        customers: number;
        parameters: Record<string, number>;
        logLikelihood: number;
        convergence: { converged: boolean };
      }[];
      totals: { customers: number };
    };
    expect(totals.customers).toBe(2357);
    const of = (kind: string) => models.find((model) => model.kind === kind);
    expect(of('bg-nbd')?.parameters['r']).toBeCloseTo(0.243, 3);
    expect(of('bg-nbd')?.parameters['alpha']).toBeCloseTo(4.414, 2);
    expect(of('bg-nbd')?.logLikelihood).toBeCloseTo(-9582.4, 1);
    expect(of('pareto-nbd')?.parameters['beta']).toBeCloseTo(11.669, 1);
    // Fader and Hardie (2013): on the repeat purchases of 946 customers.
    expect(of('gamma-gamma')?.customers).toBe(946);
    expect(of('gamma-gamma')?.parameters['p']).toBeCloseTo(6.25, 2);
    expect(of('gamma-gamma')?.parameters['q']).toBeCloseTo(3.74, 2);
    expect(of('gamma-gamma')?.parameters['gamma']).toBeCloseTo(15.44, 1);
    expect(models.every(({ convergence }) => convergence.converged)).toBe(true);
  });

  test('Online Retail, its start: cancellations become returns of what they cancel', async () => {
    const path = shop('retail.csv.gz', startOfPublicFile('online_retail_2010_2011.csv.gz', 20_000));
    const run = await runAnalyze(path, '--json');
    expect(JSON.parse(run.stdout)).toMatchObject({
      settings: { shoppingYear: 'united-kingdom' },
      quality: {
        lines: 19_999,
        problems: expect.arrayContaining([expect.objectContaining({ code: 'stock-correction' })]),
      },
      files: [{ isGzip: true, map: { customer: 'CustomerID', order: 'InvoiceNo' } }],
    });
    const { quality } = JSON.parse(run.stdout) as { quality: { returns: { lines: number; amount: number } } };
    expect(quality.returns.lines).toBeGreaterThan(200);
  });

  test.each(['cdnow_master.csv', 'complete_journey/transactions_sample.csv.gz'])(
    '%s, its start (the whole is for the long suite)',
    async (name) => {
      const run = await runAnalyze(
        shop(`slice-${name.replace('/', '-')}`, startOfPublicFile(name, 3_000)),
        '--report',
        folder.of('public.html'),
        '--locale',
        'zh-CN',
      );
      expect(run.code).toBe(0);
      for (const line of run.stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    },
  );
});
