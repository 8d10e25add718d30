import { describe, expect, it } from 'vitest';
import {
  createMemberBuilder,
  createOrderBuilder,
  createOrderRowBuilder,
  createOrderSurvey,
  createPurchaseBook,
  createRowReader,
  guessMapping,
  MappingError,
  readReferenceRow,
} from './index.ts';
import type { BuiltFact, FileRow, FileSample, RowReject } from './index.ts';
import { guessSource } from './mapping/guess-source.ts';

const retailColumns = [
  'InvoiceNo',
  'StockCode',
  'Description',
  'Quantity',
  'InvoiceDate',
  'UnitPrice',
  'CustomerID',
  'Country',
];

function sample(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  fileName = 'shop_orders_2024.csv',
): FileSample {
  return { fileName, folderName: '', columns, rows, isObjects: false };
}

/** Imports rows of the Online Retail shape; each row is written as its cells joined by '|'. */
function importLines(lines: readonly string[]): { facts: readonly BuiltFact[]; rejects: readonly RowReject[] } {
  const rows: FileRow[] = lines.map((text, index) => ({ line: index + 2, values: text.split('|') }));
  const { mapping } = guessMapping(
    sample(
      retailColumns,
      rows.map((row) => row.values),
    ),
  );
  const reader = createRowReader({ mapping, columns: retailColumns, zone: 'Europe/London', currencyDigits: 2 });
  const survey = createOrderSurvey(reader);
  for (const row of rows) survey.add(row);
  const book = createPurchaseBook(survey.returnedKeys);
  const builder = createOrderBuilder({ reader, mapping, lastLines: survey.lastLines, book, currency: 'GBP' });
  const results = [...rows.map((row) => builder.push(row)), builder.finish()];
  return { facts: results.flatMap((one) => one.facts), rejects: results.flatMap((one) => one.rejects) };
}

function payloads(facts: readonly BuiltFact[], type: string) {
  return facts.filter((fact) => fact.value.type === type).map((fact) => fact.value.payload);
}

describe('guessing a mapping', () => {
  it('knows the columns of an invoice export', () => {
    const { mapping, notes } = guessMapping(
      sample(
        retailColumns,
        [['536365', '85123A', 'T-LIGHT', '6', '2010-12-01 08:26:00', '2.55', '17850', 'United Kingdom']],
        'online_retail_2010_2011.csv.gz',
      ),
    );
    expect(mapping).toMatchObject({
      kind: 'order_lines',
      source: 'online_retail',
      identityType: 'external_id:online_retail',
      instantFormat: 'iso',
    });
    expect(mapping.columns).toEqual({
      orderId: 'InvoiceNo',
      member: 'CustomerID',
      occurredAt: 'InvoiceDate',
      productId: 'StockCode',
      productName: 'Description',
      quantity: 'Quantity',
      unitPrice: 'UnitPrice',
      'attributes.country': 'Country',
    });
    expect(notes).toEqual([]);
  });

  it('knows Chinese headers', () => {
    const columns = ['订单编号', '下单时间', '会员手机号', '商品编码', '商品名称', '数量', '单价', '门店编号'];
    const { mapping } = guessMapping(
      sample(columns, [['A1', '2024/3/1 10:02', '13800138000', 'S1', '精华', '2', '199.00', 'SH01']]),
    );
    expect(mapping.kind).toBe('order_lines');
    expect(mapping.columns).toMatchObject({
      orderId: '订单编号',
      phone: '会员手机号',
      unitPrice: '单价',
      storeId: '门店编号',
    });
  });

  it.each([
    [['customer_id', 'date', 'cds', 'value'], ['00001', '19970101', '1', '11.77'], 'orders'],
    [['master_id', 'sample_id', 'date', 'cds', 'value'], ['00004', '0001', '19970101', '2', '29.33'], 'orders'],
    [['household_id', 'age', 'income'], ['1', '65+', '35-49K'], 'members'],
    [
      ['product_id', 'department', 'brand', 'product_category', 'product_type'],
      ['1', 'GROCERY', 'National', 'ICE', 'CUBED'],
      'products',
    ],
    [['store_id', 'store_name', 'region'], ['S1', 'West', 'SH'], 'stores'],
    [['staff_id', 'name', 'store_id'], ['E1', 'Li', 'S1'], 'staff'],
  ])('tells %j apart', (columns, row, kind) => {
    expect(guessMapping(sample(columns, [row])).mapping.kind).toBe(kind);
  });

  it('says when nothing tells who bought, and when a price is missing', () => {
    const { notes } = guessMapping(sample(['order_id', 'date', 'sku', 'qty'], [['1', '2024-01-01', 'a', '1']]));
    expect(notes.join(' ')).toContain('anonymous sale');
    expect(notes.join(' ')).toContain('No column holds a price');
  });

  it('does not add up a total that stands on each line of an order', () => {
    const columns = ['order_id', 'date', 'customer_id', 'sku', 'quantity', 'price', 'total'];
    const rows = [
      ['1', '2024-01-01', 'c', 'a', '1', '10', '30'],
      ['1', '2024-01-01', 'c', 'b', '1', '20', '30'],
    ];
    const { mapping, notes } = guessMapping(sample(columns, rows));
    expect(mapping.columns['amount']).toBeUndefined();
    expect(notes.join(' ')).toContain('repeats the total');
  });

  it('says when a list of members repeats them', () => {
    const repeated = sample(
      ['customer_id', 'coupon'],
      [
        ['1', 'a'],
        ['1', 'b'],
        ['2', 'c'],
      ],
    );
    expect(guessMapping(repeated).notes.join(' ')).toContain('only 2 different values');
    const single = sample(
      ['customer_id', 'city'],
      [
        ['1', 'a'],
        ['2', 'b'],
        ['3', 'c'],
      ],
    );
    expect(guessMapping(single).notes).toEqual([]);
  });

  it('takes a column "product" beside the number of the product for its name, and alone for both', () => {
    const columns = ['order_id', 'customer_id', 'ordered_at', 'sku', 'product', 'quantity', 'unit_price'];
    const row = ['A1', 'c1', '2026-01-05 10:12', 'S1', 'Serum', '1', '199.00'];
    expect(guessMapping(sample(columns, [row])).mapping).toMatchObject({
      kind: 'order_lines',
      columns: { productId: 'sku', productName: 'product' },
    });
    const without = <T>(cells: readonly T[]): readonly T[] => cells.filter((_, index) => index !== 3);
    expect(guessMapping(sample(without(columns), [without(row)])).mapping.columns).toMatchObject({
      productId: 'product',
      productName: 'product',
    });
  });

  it('takes NDJSON facts for what they are', () => {
    const facts = { ...sample(['type', 'occurredAt', 'identities', 'payload'], []), isObjects: true };
    expect(guessMapping(facts).mapping.kind).toBe('facts');
  });

  it.each([
    ['online_retail_2010_2011.csv.gz', '', 'online_retail'],
    ['cdnow_master.csv', '', 'cdnow'],
    ['cdnow_sample.csv', '', 'cdnow'],
    ['transactions_sample.csv.gz', 'complete_journey', 'complete_journey'],
    ['demographics.csv.gz', 'complete_journey', 'complete_journey'],
    ['orders.csv', 'tmp', 'orders'],
    ['2024-01.csv', '', 'import'],
    ['订单.csv', '', 'import'],
    ['orders.csv', 'perennial', 'orders'],
    ['orders.csv', 'perennial-0.1.0', 'orders'],
    ['orders.csv', 'Perennial-main', 'orders'],
    ['perennial.csv', 'perennial', 'import'],
    ['orders.csv', 'examples', 'orders'],
  ])('names the source of %s in "%s" %s', (fileName, folder, source) => {
    expect(guessSource(fileName, folder)).toBe(source);
  });

  it('refuses a mapping without what is needed, and one onto a column that is not there', () => {
    const { mapping } = guessMapping(sample(['a', 'b'], [['1', '2']]), 'order_lines');
    const make = (columns: Record<string, string>) => () =>
      createRowReader({ mapping: { ...mapping, columns }, columns: ['a', 'b'], zone: 'UTC', currencyDigits: 2 });
    expect(make({})).toThrow(MappingError);
    expect(make({ orderId: 'a', occurredAt: 'b', productId: 'c' })).toThrow('no column "c"');
  });
});

describe('orders from lines', () => {
  it('puts the lines of one invoice together, wherever they stand', () => {
    const { facts } = importLines([
      '1|a|A|2|2011-01-01 10:00:00|1.50|7|UK',
      '2|b|B|1|2011-01-02 10:00:00|3.00|8|UK',
      '1|c|C|1|2011-01-01 10:00:00|0.99|7|UK',
    ]);
    expect(payloads(facts, 'order.placed')).toEqual([
      { orderId: '2', amountMinor: 300, currency: 'GBP', lines: [{ productId: 'b', quantity: 1, amountMinor: 300 }] },
      {
        orderId: '1',
        amountMinor: 399,
        currency: 'GBP',
        lines: [
          { productId: 'a', quantity: 2, amountMinor: 300 },
          { productId: 'c', quantity: 1, amountMinor: 99 },
        ],
      },
    ]);
    expect(facts[0]?.value).toMatchObject({
      messageId: 'order:2',
      identities: [{ type: 'external_id:shop', value: '8' }],
    });
    expect(payloads(facts, 'attributes.changed')).toEqual([
      { attributes: { country: 'UK' } },
      { attributes: { country: 'UK' } },
    ]);
  });

  it('gives a cancellation back to the latest equal purchase before it', () => {
    const { facts } = importLines([
      '1|a|A|6|2011-01-01 10:00:00|1.00|7|UK',
      '2|a|A|6|2011-01-05 10:00:00|1.00|7|UK',
      '3|a|A|2|2011-01-06 10:00:00|1.00|7|UK',
      'C4|a|A|-6|2011-01-07 10:00:00|1.00|7|UK',
    ]);
    expect(payloads(facts, 'order.refunded')).toEqual([
      {
        orderId: '2',
        refundId: 'C4',
        amountMinor: 600,
        currency: 'GBP',
        lines: [{ productId: 'a', quantity: 6, amountMinor: 600 }],
      },
    ]);
  });

  it('splits what was bought in several orders, and keeps the rest under its own number', () => {
    const { facts } = importLines([
      '1|a|A|2|2011-01-01 10:00:00|1.00|7|UK',
      '2|a|A|3|2011-01-05 10:00:00|1.00|7|UK',
      'C3|a|A|-6|2011-01-07 10:00:00|1.00|7|UK',
    ]);
    expect(
      payloads(facts, 'order.refunded').map(({ orderId, amountMinor, isOrderUnknown }) => ({
        orderId,
        amountMinor,
        isOrderUnknown,
      })),
    ).toEqual([
      { orderId: '2', amountMinor: 300, isOrderUnknown: undefined },
      { orderId: '1', amountMinor: 200, isOrderUnknown: undefined },
      { orderId: 'C3', amountMinor: 100, isOrderUnknown: true },
    ]);
  });

  it('does not give back what another customer bought, nor what was bought later', () => {
    const { facts } = importLines([
      '1|a|A|2|2011-01-01 10:00:00|1.00|8|UK',
      '2|a|A|2|2011-01-09 10:00:00|1.00|7|UK',
      'C3|a|A|-2|2011-01-07 10:00:00|1.00|7|UK',
    ]);
    expect(payloads(facts, 'order.refunded')).toMatchObject([{ orderId: 'C3', isOrderUnknown: true }]);
  });

  it('finds the purchase of a cancellation that stands before it in the file', () => {
    const { facts } = importLines(['C3|a|A|-2|2011-01-07 10:00:00|1.00|7|UK', '1|a|A|2|2011-01-01 10:00:00|1.00|7|UK']);
    expect(payloads(facts, 'order.refunded')).toMatchObject([{ orderId: '1', refundId: 'C3' }]);
  });

  it('keeps sales without a customer, as of nobody', () => {
    const { facts } = importLines(['1|a|A|2|2011-01-01 10:00:00|1.00||UK', 'C2|a|A|-2|2011-01-02 10:00:00|1.00||UK']);
    expect(facts.map((fact) => fact.value.identities)).toEqual([[], []]);
    expect(payloads(facts, 'order.refunded')).toMatchObject([{ orderId: 'C2', isOrderUnknown: true }]);
  });

  it('rejects with line and reason what is no sale', () => {
    const { facts, rejects } = importLines([
      '1|a|A|-5|2011-01-01 10:00:00|0|7|UK',
      '2|a|A|1|2011-01-01 10:00:00|-11062.06|7|UK',
      '3|||1|2011-01-01 10:00:00|1|7|UK',
      '4|a|A|1|never|1|7|UK',
      '5|a|A|many|2011-01-01 10:00:00|1|7|UK',
      '6|a|A|0|2011-01-01 10:00:00|1|7|UK',
      '7|a|A|1|0000-00-00 00:00:00|1|7|UK',
      '8|a|A|1|2011-01-01 10:00:00|1|7|UK',
      '8|b|A|1|2011-01-01 10:00:00|1|9|UK',
    ]);
    expect(rejects.map(({ line, code }) => [line, code])).toEqual([
      [2, 'no_sale'],
      [3, 'no_sale'],
      [4, 'field_empty'],
      [5, 'instant_invalid'],
      [6, 'number_invalid'],
      [7, 'no_sale'],
      [8, 'instant_invalid'],
      [10, 'order_of_another'],
    ]);
    expect(payloads(facts, 'order.placed')).toHaveLength(1);
  });

  it('rejects numbers that a spreadsheet has rounded: they would make one order, one product or one customer of many', () => {
    const { facts, rejects } = importLines([
      '1.23457E+17|a|A|1|2011-01-01 10:00:00|1|7|UK',
      '2|6.9012E+12|A|1|2011-01-01 10:00:00|1|7|UK',
      '3|a|A|1|2011-01-01 10:00:00|1|1.38E+10|UK',
      '4|a|A|1|2011-01-01 10:00:00|1|1E5|UK',
    ]);
    expect(rejects.map(({ line, code }) => [line, code])).toEqual([
      [2, 'id_rounded'],
      [3, 'id_rounded'],
      [4, 'id_rounded'],
    ]);
    expect(payloads(facts, 'order.placed')).toMatchObject([{ orderId: '4' }]);
  });

  it('tells an order of thousands of lines by its products', () => {
    const lines = Array.from({ length: 1_500 }, (_, n) => `1|p${n % 900}|A|1|2011-01-01 10:00:00|1.00|7|UK`);
    const [order] = payloads(importLines(lines).facts, 'order.placed');
    expect(order).toMatchObject({ amountMinor: 150_000 });
    expect(order?.['lines']).toHaveLength(900);
  });
});

describe('an order that is too large for one fact', () => {
  it('is told by its largest products, with the amount of all of them', () => {
    const lines = Array.from(
      { length: 990 },
      (_, n) => `1|product-with-a-long-number-${n}|A|1|2011-01-01 10:00:00|${n}.00|7|UK`,
    );
    const [order] = payloads(importLines(lines).facts, 'order.placed');
    expect(order).toMatchObject({ amountMinor: (990 * 989 * 100) / 2 });
    expect(JSON.stringify(order).length).toBeLessThan(60_000);
    const told = order?.['lines'];
    expect(Array.isArray(told) && told.length + Number(order?.['linesOmitted'])).toBe(990);
    expect(told).toContainEqual({ productId: 'product-with-a-long-number-989', quantity: 1, amountMinor: 98_900 });
  });
});

describe('rows that are whole', () => {
  const columns = ['customer_id', 'date', 'cds', 'value'];
  const build = (rows: readonly (readonly string[])[]) => {
    const { mapping } = guessMapping(sample(columns, rows));
    const reader = createRowReader({ mapping, columns, zone: 'UTC', currencyDigits: 2 });
    const builder = createOrderRowBuilder({ reader, mapping, currency: 'USD' });
    return rows.flatMap((values, index) => builder.push({ line: index + 2, values }).facts);
  };

  it('give equal rows the same numbers in another file, and two equal rows two orders', () => {
    const rows = [
      ['00001', '19970101', '1', '11.77'],
      ['00001', '19970101', '1', '11.77'],
      ['00002', '19970112', '5', '77.0'],
    ];
    const ids = build(rows).map((fact) => fact.value.messageId);
    expect(new Set(ids).size).toBe(3);
    expect(
      build([...rows].reverse())
        .map((fact) => fact.value.messageId)
        .sort(),
    ).toEqual([...ids].sort());
  });

  it('make members of attributes, and none of nobody', () => {
    const sampleOf = sample(['household_id', 'age'], [['1', '65+']]);
    const { mapping } = guessMapping(sampleOf);
    const reader = createRowReader({ mapping, columns: sampleOf.columns, zone: 'UTC', currencyDigits: 2 });
    const builder = createMemberBuilder({ reader, mapping, currency: 'USD' });
    expect(builder.push({ line: 2, values: ['1', '65+'] }).facts[0]?.value).toMatchObject({
      type: 'attributes.changed',
      payload: { attributes: { age: '65+' } },
    });
    expect(builder.push({ line: 3, values: [' ', '65+'] }).rejects).toMatchObject([{ line: 3, code: 'no_identity' }]);
  });

  it('make products with a path of categories', () => {
    const columnsOf = ['product_id', 'department', 'brand', 'product_category', 'product_type'];
    const { mapping } = guessMapping(
      sample(columnsOf, [['1', 'GROCERY', 'National', 'FRZN ICE', 'ICE - CRUSHED/CUBED']]),
    );
    const reader = createRowReader({ mapping, columns: columnsOf, zone: 'UTC', currencyDigits: 2 });
    expect(
      readReferenceRow(reader, 'products', {
        line: 2,
        values: ['1', 'GROCERY', 'National', 'FRZN ICE', 'ICE - CRUSHED/CUBED'],
      }),
    ).toMatchObject({
      kind: 'row',
      row: { id: '1', category: 'GROCERY/FRZN ICE/ICE - CRUSHED-CUBED', brand: 'National', priceMinor: null },
    });
    expect(readReferenceRow(reader, 'products', { line: 3, values: ['', 'x'] }).kind).toBe('problem');
  });
});
