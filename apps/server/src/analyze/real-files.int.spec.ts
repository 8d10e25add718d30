import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { createFolder, runAnalyze } from './testing/run-analyze.ts';

const folder = createFolder();
afterAll(() => folder[Symbol.dispose]());

let files = 0;
function file(content: string | Buffer, ending = 'csv'): string {
  files += 1;
  const path = folder.of(`orders-${files}.${ending}`);
  writeFileSync(path, content);
  return path;
}

async function figures(path: string, ...words: readonly string[]) {
  const run = await runAnalyze(path, '--json', '--report', 'none', ...words);
  expect({ code: run.code, said: run.code === 0 ? '' : run.stderr }).toEqual({ code: 0, said: '' });
  return JSON.parse(run.stdout);
}

async function refused(path: string, ...words: readonly string[]): Promise<string> {
  const run = await runAnalyze(path, '--report', 'none', ...words);
  expect(run.code).toBe(1);
  return run.stderr;
}

const day = (n: number): string => new Date(Date.UTC(2024, 0, 1 + n)).toISOString().slice(0, 10);
const many = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n));

describe('exports of shops', () => {
  test('Shopify: stated totals, blank cells of lines below, statuses and refunds', async () => {
    const path = file(
      [
        'Name,Email,Financial Status,Currency,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Cancelled at,Refunded Amount',
        '#1,Mia@s.example,paid,EUR,29.00,2025-05-01 10:00:00 +0200,1,Brush,12.00,BR,,0.00',
        '#1,,,,,,2,Pen,9.00,PE,,',
        '#2,leo@s.example,partially_refunded,EUR,40.00,2025-05-02 10:00:00 +0200,1,Set,40.00,SE,,15.00',
        '#3,eva@s.example,pending,EUR,10.00,2025-05-03 10:00:00 +0200,1,Pen,10.00,PE,,0.00',
        '#4,mia@s.example,paid,EUR,8.00,2025-05-04 10:00:00 +0200,1,Pen,8.00,PE,2025-05-05 10:00:00 +0200,0.00',
      ].join('\n'),
    );
    const found = await figures(path);
    expect(found.files[0].document).toEqual({ id: 'shopify-orders', name: 'Shopify orders export' });
    expect(found.totals).toMatchObject({ customers: 2, netSales: 54, orders: 2, cancellations: 1, unpaidOrders: 1 });
    expect(found.settings.currency).toBe('EUR');
  });

  test('a guest number gives way to the e-mail address', async () => {
    const path = file(
      'Order Number,Order Status,Order Date,Customer User ID,Email (Billing),Order Refund Amount,Order Total Amount\n' +
        '1,wc-completed,2025-01-01,7,a@b.example,0,10\n2,wc-processing,2025-01-05,0,x@b.example,0,10\n3,wc-failed,2025-01-06,0,y@b.example,0,10\n',
    );
    expect((await figures(path)).totals).toMatchObject({ customers: 2, netSales: 20 });
  });
});

describe('numbers', () => {
  const orders = (amounts: readonly string[]) =>
    file(`customer;date;amount\n${amounts.map((amount, n) => `c${n % 9};${day(n)};${amount}`).join('\n')}\n`);

  test('are read by the whole column: points as thousands, spaces of every kind, Indian groups, signs and 万', async () => {
    expect((await figures(orders(['500', '1.734', '2.968']))).totals.netSales).toBe(5202);
    expect((await figures(orders(['4\u00A0225,00', '1\u202F000,50', "1'000,00"]))).totals.netSales).toBe(6225.5);
    expect((await figures(orders(['₹ 1,00,000.50', '₹ 20.00']))).totals.netSales).toBe(100_020.5);
    expect((await figures(orders(['1.2万', '300元']))).totals.netSales).toBe(12_300);
    expect((await figures(orders(['12.50', '2.50-']))).totals).toMatchObject({ sales: 12.5, returned: 2.5 });
  });

  test('of one absurd cell cost that cell alone', async () => {
    const found = await figures(orders([...many(20, (n) => `${n + 1}.50`), '1e308']));
    expect(found.totals.netSales).toBe(220);
    expect(found.quality.problems).toMatchObject([{ code: 'number-invalid', count: 1, examples: [{ line: 22 }] }]);
  });

  test('with two signs of currency are refused until told', async () => {
    const path = orders(['€5.00', '$7.00', '€6.00']);
    expect(await refused(path)).toContain('--currency EUR');
    expect((await figures(path, '--currency', 'USD')).totals.netSales).toBe(7);
  });
});

describe('days', () => {
  test('as spreadsheets count them are days, with and without a time', async () => {
    const found = await figures(file(`customer,date,amount\na,45292,5\na,45300.5,6\nb,2024-01-03,7\n`));
    expect(found).toMatchObject({ firstOn: '2024-01-01', lastOn: '2024-01-09', totals: { netSales: 18 } });
  });

  test('in two orders are asked about', async () => {
    expect(await refused(file('customer,date,amount\na,01/25/2024,5\nb,25/02/2024,6\n'))).toContain(
      'mixes both orders',
    );
  });
});

describe('files as programs write them', () => {
  const rows = many(12, (n) => ({ customer: `c${n % 5}`, date: day(n), amount: n + 0.5 }));
  const table = `customer,date,amount\n${rows.map((row) => `${row.customer},${row.date},${row.amount}`).join('\n')}\n`;
  const forms: readonly (readonly [string, string | Buffer])[] = [
    ['carriage returns alone', table.replaceAll('\n', '\r')],
    ['UTF-16 without a mark', Buffer.from(table, 'utf16le')],
    ['title lines above the header', `Report of sales\nmade on 2024-12-31\n\n${table}`],
    ['one JSON list', JSON.stringify(rows)],
    ['one JSON list over many lines', JSON.stringify(rows, null, 2)],
    ['a hint for Excel', `sep=;\n${table.replaceAll(',', ';')}`],
  ];
  test.each(forms)('are read: %s', async (_name, content) => {
    expect((await figures(file(content))).totals).toMatchObject({ customers: 5, netSales: 72 });
  });

  test('rows that repeat a blank number are further lines, and one cell of customers is not everybody', async () => {
    const found = await figures(
      file(
        'order no,customer,order date,product name,qty,price\n1,a,2024-01-01,Tea,1,5.00\n,,,Cup,2,3.00\n2,b,2024-01-02,Tea,1,5.00\n',
      ),
    );
    expect(found.totals).toMatchObject({ customers: 2, netSales: 16, orders: 2 });
  });
});

describe('without amounts', () => {
  const path = () => file(`customer,date\n${many(200, (n) => `c${n % 20},${day(n * 2)}`).join('\n')}\n`);

  test('what needs none is there, and the rest is left out and said so', async () => {
    const found = await figures(path());
    expect(found.totals).toMatchObject({ customers: 20, purchaseDays: 200, netSales: null, sales: null });
    expect(found.notes.join()).toContain('No column holds amounts');
    expect(found.value).toEqual({ absent: 'no-amounts' });
    expect(found.revenueByMonth).toBeNull();
    expect(found.rfm.tenSegments.length).toBe(10);
    expect(JSON.stringify(found.rfm)).not.toContain('sales');
    expect(found.stages.names).toHaveLength(5);
    expect(found.cohorts).not.toBeNull();
    expect(found.churn).toHaveProperty('horizonDays');
  });

  test('neither report nor summary tells of money', async () => {
    for (const locale of ['en', 'zh-CN']) {
      const report = folder.of(`no-money-${locale}.html`);
      const run = await runAnalyze(path(), '--report', report, '--locale', locale);
      expect(run.code).toBe(0);
      expect(run.stdout).not.toMatch(/net sales|at stake|VALUE|FIRST/);
      expect(readFileSync(report, 'utf8')).not.toMatch(/<th[^>]*>(?:Net sales|净销售额|At stake|风险金额)/);
    }
  });
});

test('nobody is who the import says is nobody, and ids keep their zeros', async () => {
  const found = await figures(
    file(
      'customer_id,date,amount\n0,2025-01-05,10\nguest,2025-02-05,20\n,2025-02-07,5\nNULL,2025-02-07,5\nu1,2025-02-09,30\n17850.0,2025-02-09,30\n17850,2025-02-10,30\n00017850,2025-02-10,30\n',
    ),
  );
  expect(found.totals).toMatchObject({ customers: 3, netSales: 120 });
  expect(found.quality.anonymous).toMatchObject({ lines: 4, amount: 40 });
});

test('ids that a sheet would run are guarded in the scores, and read back', async () => {
  const ids = ['"=1+1"', '"+A,1"', '"-B"', '"@c"', '"＝d"', "''e"];
  const path = file(
    `customer,date,amount\n${ids.map((id, n) => `${id},${day(n)},5\n${id},${day(n + 30)},6`).join('\n')}\n`,
  );
  const scores = folder.of('scores.csv');
  await figures(path, '--out', scores);
  const cells = readFileSync(scores, 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.replace(/^"/, ''));
  for (const cell of cells.slice(1)) expect(cell).toMatch(/^'/);
  const again = file(
    `customer,date,amount\n${readFileSync(scores, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => `${/^(?:"(?:[^"]|"")*"|[^,]*)/.exec(line)?.[0] ?? ''},2024-03-01,5`)
      .join('\n')}\n`,
  );
  const both = await runAnalyze(path, again, '--json', '--report', 'none');
  expect(JSON.parse(both.stdout).totals.customers).toBe(ids.length);
});

test('a file of which more than a fifth cannot be read is asked about; of more than 2 % the report says so first', async () => {
  const good = many(30, (n) => `c${n % 6},${day(n * 3)},5.00`);
  const bad = (count: number) =>
    file(`customer,date,amount\n${[...good, ...many(count, () => 'x,never,5.00')].join('\n')}\n`);
  expect(await refused(bad(12))).toMatch(/29 % of the 42 lines[^]*--rejects-max/);
  expect((await figures(bad(12), '--rejects-max', '100')).totals.netSales).toBe(150);
  const report = folder.of('some.html');
  const run = await runAnalyze(bad(3), '--report', report);
  expect(run.stdout.trimStart()).toMatch(/^9\.1 % OF THE LINES CANNOT BE READ/);
  expect(readFileSync(report, 'utf8')).toMatch(
    /<h2>What you have<\/h2>\s*<div class="figure"><h3>9\.1 % of the lines cannot be read/,
  );
});

test('a status is no customer, whatever else is missing', async () => {
  const path = file(`date,order status,amount\n${many(10, (n) => `${day(n)},completed,5.00`).join('\n')}\n`);
  expect(await refused(path)).toContain('who bought (customer)');
});
