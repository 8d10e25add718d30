import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { afterAll, describe, expect, test } from 'vitest';
import { hasPublicData, publicFile } from '../testing/public-data.ts';
import { createFolder, runAnalyze } from './testing/run-analyze.ts';

const folder = createFolder();
afterAll(() => folder[Symbol.dispose]());
const hasPublic = hasPublicData('totals of public files, recomputed from their raw lines');

interface Json {
  readonly totals: Readonly<Record<string, number | null>>;
  readonly quality: {
    readonly lines: number;
    readonly sales: { readonly lines: number; readonly amount: number };
    readonly returns: { readonly lines: number; readonly amount: number };
    readonly refunds: { readonly amount: number };
    readonly anonymous: { readonly lines: number; readonly returns: { readonly lines: number } };
    readonly net: { readonly known: number; readonly all: number };
    readonly problems: readonly { readonly code: string; readonly count: number }[];
  };
  readonly rfm: { readonly tenSegments: readonly { readonly sales: number; readonly people: number }[] };
  readonly revenueByMonth: readonly { readonly newSales: number; readonly returningSales: number }[];
  readonly returns: { readonly sales: number; readonly returned: number };
  readonly stages: { readonly suggested: { readonly people: readonly number[] } };
}

async function analyze(path: string): Promise<Json> {
  const run = await runAnalyze(path, '--json', '--report', 'none');
  expect({ code: run.code, said: run.code === 0 ? '' : run.stderr }).toEqual({ code: 0, said: '' });
  return JSON.parse(run.stdout) as Json;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** What must hold of every analysis, whatever the file. */
function reconciles({ totals, quality, rfm, revenueByMonth, returns, stages }: Json): void {
  const { netSales, netSalesOfBuyers, sales, returned, customers } = totals;
  expect(Number(sales) - Number(returned)).toBeCloseTo(Number(netSales), 4);
  expect(quality.net.known).toBeCloseTo(Number(netSales), 4);
  expect(sum(rfm.tenSegments.map((one) => one.sales))).toBeCloseTo(Number(netSalesOfBuyers), 2);
  expect(sum(revenueByMonth.map((one) => one.newSales + one.returningSales))).toBeCloseTo(Number(netSalesOfBuyers), 2);
  expect(Number(netSalesOfBuyers)).toBeGreaterThanOrEqual(Number(netSales) - 1e-4);
  expect(returns.sales).toBeCloseTo(Number(sales), 2);
  expect(returns.returned).toBeCloseTo(Number(returned), 2);
  expect(sum(rfm.tenSegments.map((one) => one.people))).toBe(customers);
  expect(sum(stages.suggested.people)).toBe(customers);
  const { anonymous, problems } = quality;
  const parts = [quality.sales.lines, quality.returns.lines, anonymous.lines, anonymous.returns.lines];
  expect(sum([...parts, ...problems.map(({ count }) => count)])).toBe(quality.lines);
}

interface RawLine {
  readonly customer: string;
  readonly amount: number;
  readonly order: string;
}

/** Totals of known customers by a reader of this test's own. */
function totalsOf(lines: readonly RawLine[]) {
  const known = lines.filter(({ customer }) => customer !== '');
  return {
    netSales: sum(known.map(({ amount }) => amount)),
    sales: sum(known.map(({ amount }) => Math.max(0, amount))),
    returned: sum(known.map(({ amount }) => Math.max(0, -amount))),
    netOfAll: sum(lines.map(({ amount }) => amount)),
  };
}

describe.skipIf(!hasPublic)('a public file', () => {
  const rowsOf = (name: string): Readonly<Record<string, string>>[] => {
    const bytes = readFileSync(publicFile(name));
    return parse(name.endsWith('.gz') ? gunzipSync(bytes) : bytes, { columns: true });
  };

  test.each([
    [
      'cdnow_master.csv',
      (row: Readonly<Record<string, string>>) => ({
        customer: row['customer_id'] ?? '',
        amount: Number(row['value']),
        order: '',
      }),
    ],
    [
      'cdnow_sample.csv',
      (row: Readonly<Record<string, string>>) => ({
        customer: row['master_id'] ?? '',
        amount: Number(row['value']),
        order: '',
      }),
    ],
    [
      'online_retail_2010_2011.csv.gz',
      (row: Readonly<Record<string, string>>) => {
        const [quantity, price] = [Number(row['Quantity']), Number(row['UnitPrice'])];
        // A price below zero corrects accounts, and is no sale.
        return {
          customer: row['CustomerID'] ?? '',
          amount: price < 0 ? 0 : quantity * price,
          order: row['InvoiceNo'] ?? '',
        };
      },
    ],
    [
      'complete_journey/transactions_sample.csv.gz',
      (row: Readonly<Record<string, string>>) => ({
        customer: row['household_id'] ?? '',
        amount: Number(row['sales_value']),
        order: row['basket_id'] ?? '',
      }),
    ],
  ] as const)(
    'has the totals of its raw lines, in every figure: %s',
    async (name, read) => {
      const lines = rowsOf(name).map(read);
      const json = await analyze(publicFile(name));
      const raw = totalsOf(lines);
      expect(json.totals['netSales']).toBeCloseTo(raw.netSales, 1);
      expect(json.totals['sales']).toBeCloseTo(raw.sales, 1);
      expect(json.totals['returned']).toBeCloseTo(raw.returned, 1);
      expect(json.quality.net.all).toBeCloseTo(raw.netOfAll, 1);
      expect(json.quality.lines).toBe(lines.length);
      reconciles(json);
      // Half a million lines, read twice, on a machine that does other things too.
    },
    240_000,
  );
});

describe('a file', () => {
  const orders = (rows: readonly string[]): string => {
    const path = folder.of(`orders-${rows.length}-${rows[0]?.length ?? 0}.csv`);
    writeFileSync(path, `customer,date,amount,order_id\n${rows.join('\n')}\n`);
    return path;
  };

  test('loses no return that exceeds, precedes or has no sale', async () => {
    const json = await analyze(
      orders([
        'mia,2024-03-01,80,1',
        'mia,2024-03-09,-120,C1',
        'leo,2024-02-01,-30,C2',
        'leo,2024-04-01,90,2',
        'eva,2024-02-05,70,3',
        'eva,2024-05-05,70,4',
        'tom,2024-02-05,-10,C3',
      ]),
    );
    expect(json.totals).toMatchObject({ sales: 310, returned: 160, netSales: 150 });
    reconciles(json);
  });

  test('has orders, cancellations and anonymous sales counted apart', async () => {
    const json = await analyze(
      orders([
        'mia,2024-03-01,80,1',
        'mia,2024-03-01,20,1',
        'mia,2024-04-01,20,2',
        'mia,2024-05-01,-20,C2',
        'guest,2024-03-02,5,3',
        ',2024-03-02,5,4',
      ]),
    );
    expect(json.totals).toMatchObject({
      orders: 2,
      cancellations: 1,
      anonymousSales: 2,
      anonymousOrders: 2,
      unpaidOrders: 0,
    });
    reconciles(json);
  });

  test('with statuses, refunds and totals of orders on each line reconciles, and shares totals by what lines brought', async () => {
    const path = folder.of('totals.csv');
    writeFileSync(
      path,
      [
        'order_no,customer_no,order_date,sku,qty,unit_price,order_total,refund_amount,order_status',
        '1,a,2024-01-01,X,1,10.00,27.00,0,paid',
        '1,a,2024-01-01,Y,2,10.00,27.00,0,paid',
        '2,b,2024-01-02,X,1,10.00,10.00,4.00,completed',
        '3,b,2024-02-02,Y,1,10.00,10.00,0,refunded',
        '4,c,2024-02-03,X,1,10.00,10.00,0,pending',
        '5,c,2024-02-04,X,1,10.00,10.00,0,cancelled',
        '6,c,2024-02-05,X,3,3.33,10.01,0,shipped',
        '6,c,2024-02-05,Y,1,0,10.01,0,shipped',
        '6,c,2024-02-05,Z,7,1.11,10.01,0,shipped',
      ].join('\n'),
    );
    const json = await analyze(path);
    expect(json.totals).toMatchObject({
      sales: 57.01,
      returned: 14,
      netSales: 43.01,
      orders: 4,
      cancellations: 1,
      unpaidOrders: 1,
    });
    reconciles(json);
  });
});
