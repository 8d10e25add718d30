import { describe, expect, it } from 'vitest';
import { netByCustomer, readFile } from './testing/read-file.ts';

const shopify = [
  'Name,Email,Financial Status,Currency,Shipping,Total,Discount Amount,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Cancelled at,Refunded Amount,Phone',
  '#1,mia@s.example,paid,EUR,4.00,29.00,5.00,2025-05-01 10:00:00 +0200,1,Brush,12.00,BR,,0.00,',
  '#1,mia@s.example,,,,,,2025-05-01 10:00:00 +0200,2,,9.00,PE,,,',
  "#2,leo@s.example,partially_refunded,EUR,0.00,40.00,0.00,2025-05-02 10:00:00 +0200,1,Set,40.00,,,15.00,'+33610000009",
  '#3,eva@s.example,refunded,EUR,0.00,10.00,0.00,2025-05-03 10:00:00 +0200,1,Pen,10.00,PE,,0.00,',
  '#4,tom@s.example,authorized,EUR,0.00,10.00,0.00,2025-05-04 10:00:00 +0200,1,Pen,10.00,PE,,0.00,',
  '#5,tom@s.example,voided,EUR,0.00,10.00,0.00,2025-05-04 10:00:00 +0200,1,Pen,10.00,PE,2025-05-04 11:00:00 +0200,0.00,',
].join('\n');

const byEmail = (facts: Awaited<ReturnType<typeof readFile>>['facts']) =>
  netByCustomer(facts.map((fact) => ({ ...fact, identities: fact.identities.filter(({ type }) => type === 'email') })));

describe('a Shopify export', () => {
  it('gives net sales of paid and kept orders, with the stated totals', async () => {
    const { plan, facts, rejects } = await readFile('orders_export.csv', shopify);
    expect(plan.notes).toContain('The columns are those of a Shopify orders export.');
    expect(byEmail(facts)).toEqual({
      'mia@s.example': 2900,
      'leo@s.example': 2500,
      'eva@s.example': 0,
      'tom@s.example': 0,
    });
    expect(rejects).toEqual([{ line: 6, code: 'no_sale', reason: 'the order is not paid (authorized): no sale yet' }]);
    const [order] = facts.filter(({ type }) => type === 'order.placed');
    expect(order?.payload).toMatchObject({
      orderId: '#1',
      lines: [
        { productId: 'BR', quantity: 1, amountMinor: 1200 },
        { productId: 'PE', quantity: 2, amountMinor: 1800 },
      ],
    });
    expect(facts.find(({ payload }) => payload['orderId'] === '#2')?.identities).toEqual([
      { type: 'phone', value: '+33610000009' },
      { type: 'email', value: 'leo@s.example' },
    ]);
    expect(facts.filter(({ type }) => type === 'order.cancelled').map(({ payload }) => payload)).toEqual([
      { orderId: '#5' },
    ]);
  });
});

describe('exports that state no totals', () => {
  it.each([
    [
      'Amazon: prices of whole lines, less promotion, with shipping; cancelled lines without a price',
      'amazon-order-id\tpurchase-date\torder-status\tsku\tquantity\tcurrency\titem-price\tshipping-price\titem-promotion-discount\tbuyer-email\n' +
        'A1\t2025-01-01T10:00:00+00:00\tShipped\tX\t2\tEUR\t20.00\t3.00\t1.00\ta@m.example\n' +
        'A1\t2025-01-01T10:00:00+00:00\tShipped\tY\t1\tEUR\t5.00\t0\t0\ta@m.example\n' +
        'A2\t2025-01-02T10:00:00+00:00\tCancelled\tX\t0\tEUR\t\t\t\ta@m.example\n' +
        'A3\t2025-01-02T10:00:00+00:00\tPending\tX\t1\tEUR\t\t\t\tb@m.example\n',
      { 'a@m.example': 2700 },
    ],
    [
      'Square items: dates and times in two columns, dollars, refunds below zero',
      'Date,Time,Item,Qty,SKU,Gross Sales,Net Sales,Transaction ID,Customer ID\n' +
        '2025-01-02,10:00:00,Tea,2,T,$9.00,$8.00,T1,C1\n' +
        '2025-01-03,11:00:00,Tea,-1,T,-$4.50,-$4.00,T2,C1\n',
      { C1: 400 },
    ],
    [
      'Taobao: what was paid, closed orders are none',
      '订单编号,买家会员名,买家实际支付金额,订单状态,联系手机,订单创建时间,退款金额\n' +
        '="2001",小明,88.00,交易成功,\'13812340001,2025-03-01 10:00:00,0\n' +
        '="2002",小明,50.00,"卖家已发货，等待买家确认",\'13812340001,2025-03-02 10:00:00,20.00\n' +
        '="2003",小红,66.00,交易关闭,\'13812340002,2025-03-02 10:00:00,0\n' +
        '="2004",小红,66.00,等待买家付款,\'13812340002,2025-03-02 10:00:00,0\n',
      { 小明: 11_800, 小红: 0 },
    ],
    [
      'Youzan: lines below the first leave the order blank',
      '订单号,订单状态,订单实付金额,买家手机号,订单创建时间,商品名称,商品数量,商品单价\n' +
        'E1,交易完成,30.00,13812340003,2025-03-01 10:00:00,茶,1,10.00\n' +
        ',,,,,杯,2,10.00\n' +
        'E2,已关闭,30.00,13812340003,2025-03-02 10:00:00,茶,3,10.00\n',
      { '13812340003': 3000 },
    ],
    [
      'TikTok Shop: the amount of the order on each of its lines',
      'Order ID,Order Status,Order Substatus,SKU ID,Product Name,Quantity,SKU Subtotal After Discount,Order Amount,Order Refund Amount,Created Time,Buyer Username,Phone #\n' +
        '1,Completed,Completed,S1,Tea,1,10,25,0,03/25/2025 10:00:00 AM,ann,(+44)7*****01\n' +
        '1,Completed,Completed,S2,Cup,1,12,25,0,03/25/2025 10:00:00 AM,ann,(+44)7*****01\n' +
        '2,Cancelled,Cancelled,S2,Cup,1,12,12,0,03/26/2025 10:00:00 AM,bob,(+44)7*****02\n',
      { ann: 2500, bob: 0 },
    ],
    [
      'Magento: the grid',
      'ID,Purchase Date,Grand Total (Purchased),Status,Customer Email,Total Refunded\n' +
        '100,"Mar 1, 2025, 10:00:00 AM",$120.00,Complete,a@g.example,$20.00\n' +
        '101,"Mar 2, 2025, 10:00:00 AM",$50.00,Canceled,b@g.example,$0.00\n',
      { 'a@g.example': 10_000, 'b@g.example': 0 },
    ],
  ])('%s', async (_name, content, net) => {
    const { plan, facts } = await readFile('export.csv', content);
    expect(plan.notes[0]).toMatch(/^The columns are those of a|^The text is read/);
    expect(netByCustomer(facts)).toEqual(net);
  });
});

describe('columns that are known by parts of their names', () => {
  const guess = async (content: string) => (await readFile('sales.csv', content)).plan.mapping.columns;

  it('in English and Chinese', async () => {
    expect(
      await guess(
        'Sales Order Number,Order Date (UTC),Customer Account No,Customer Group,Billing Email,Order Grand Total,Payment Status\n' +
          '1,2025-01-01,C1,retail,a@b.example,5.00,paid\n2,2025-01-02,C2,retail,b@b.example,5.00,paid\n',
      ),
    ).toMatchObject({
      orderId: 'Sales Order Number',
      occurredAt: 'Order Date (UTC)',
      email: 'Billing Email',
      amount: 'Order Grand Total',
      status: 'Payment Status',
    });
    expect(
      await guess(
        '平台订单号,会员卡号,订单成交时间,订单实收总额,订单状态\n1,C1,2025-01-01,5.00,已完成\n2,C2,2025-01-02,5.00,已完成\n',
      ),
    ).toMatchObject({
      orderId: '平台订单号',
      member: '会员卡号',
      occurredAt: '订单成交时间',
      amount: '订单实收总额',
      status: '订单状态',
    });
  });

  it('leave out what holds other things than its name says', async () => {
    const content =
      'order_no,customer,date,amount,refunded,status,cancelled_at\n' +
      '1,a,2025-01-01,5.00,yes,active,0000-00-00\n2,b,2025-01-02,5.00,no,lapsed,-\n3,c,2025-01-03,5.00,no,active,2025-01-04\n';
    const { plan, facts } = await readFile('sales.csv', content);
    expect(plan.mapping.columns).not.toHaveProperty('refund');
    expect(plan.mapping.columns).not.toHaveProperty('status');
    expect(netByCustomer(facts)).toEqual({ a: 500, b: 500, c: 0 });
  });

  it('never take a status, a flag or one value of every row for the customer', async () => {
    const content = (values: readonly string[]) =>
      `order_no,customer,buyer code,date,amount\n${values.map((value, n) => `${n},${value},shop,2025-01-0${n + 1},5.00`).join('\n')}\n`;
    expect((await guess(content(['yes', 'no', 'yes', 'no', 'yes'])))['member']).toBeUndefined();
    expect((await guess(content(['a', 'b', 'a', 'b', 'a'])))['member']).toBe('customer');
  });
});

it('amounts of lines that are equal by chance are no totals, and refunds beside them are those of lines', async () => {
  const lines = Array.from(
    { length: 20 },
    (_, n) => `${n >> 1},c1,2025-01-0${(n >> 2) + 1},S${n % 2},10.00,${n % 2 === 0 ? 0 : 3}`,
  );
  const { plan, facts } = await readFile(
    'lines.csv',
    `order_id,customer,date,sku,amount,refund_amount\n${lines.join('\n')}\n`,
  );
  expect(plan.mapping.columns).toMatchObject({ amount: 'amount' });
  expect(netByCustomer(facts)).toEqual({ c1: 17_000 });
});

describe('numbers', () => {
  const orders = (amounts: readonly string[]) =>
    `order_id;customer_id;ordered_at;amount\n${amounts.map((amount, n) => `B${n};k1;2026-01-05;${amount}`).join('\n')}\n`;

  it('are read by the whole column, as the currency allows', async () => {
    expect(netByCustomer((await readFile('a.csv', orders(['3.000', '12.500']))).facts)).toEqual({ k1: 1_550_000 });
    expect(netByCustomer((await readFile('a.csv', orders(['4\u00A0225,00', '1,50']))).facts)).toEqual({ k1: 422_650 });
    const stated = await readFile('a.csv', orders(['3.000', '12.500']), { decimal: 'point' });
    expect(netByCustomer(stated.facts)).toEqual({ k1: 1550 });
  });

  it('that can be read in two ways are asked about, and nothing is taken', async () => {
    await expect(readFile('a.csv', orders(['12,50', '12.50']))).rejects.toThrow(
      /two ways.*--decimal point[^]*Nothing was imported/s,
    );
    await expect(readFile('a.csv', orders(['€5.00', '$5.00']))).rejects.toThrow('several currencies');
  });

  it('of another currency have its decimals', async () => {
    const { facts } = await readFile('a.csv', 'order_id,customer_id,date,amount,currency\n1,a,2025-01-01,1000,JPY\n');
    expect(facts[0]?.payload).toMatchObject({ amountMinor: 1000, currency: 'JPY' });
  });

  it('keep all digits where they are ids', async () => {
    const lines = ['9007199254740993', '9007199254740992'].map(
      (id) => `{"order_id":${id},"customer_id":${id},"date":"2025-01-01","amount":5.5}`,
    );
    const { facts } = await readFile('a.ndjson', `${lines.join('\n')}\n`);
    expect(facts.map(({ payload }) => payload['orderId'])).toEqual(['9007199254740993', '9007199254740992']);
  });
});

describe('days', () => {
  const orders = (days: readonly string[]) =>
    `customer_id,date,amount\n${days.map((day, n) => `c${n},${day},5.00`).join('\n')}\n`;

  it('in several ways that none could mistake are all read', async () => {
    const { facts } = await readFile('a.csv', orders(['2025-01-31', '45688', '31 Jan 2025', '31/01/2025', '31.01.25']));
    expect(new Set(facts.map(({ occurredAt }) => occurredAt))).toEqual(new Set([Date.UTC(2025, 0, 31)]));
    expect(facts).toHaveLength(5);
  });

  it('in two orders are asked about, never half of them taken', async () => {
    await expect(readFile('a.csv', orders(['25/01/2025', '01/25/2025']))).rejects.toThrow('mixes both orders');
  });

  it('that no calendar has are rejected, and too many of them stop the import until told', async () => {
    const slip = await readFile(
      'a.csv',
      orders([...Array.from({ length: 9 }, (_, n) => `2025-01-0${n + 1}`), '2025-02-30']),
    );
    expect(slip.rejects.map(({ line, code }) => [line, code])).toEqual([[11, 'instant_invalid']]);
    const half = orders(['2025-01-01', '2025-02-30', '2025-02-31', '2025-04-31', '2025-01-02']);
    await expect(readFile('a.csv', half)).rejects.toThrow(/3 of 5 rows \(60 %\)[^]*line 3[^]*--rejects-max/);
    expect((await readFile('a.csv', half, { rejectsPercentMax: 100 })).facts).toHaveLength(2);
    expect((await readFile('a.csv', half, { isDryRun: true })).rejects).toHaveLength(3);
  });
});

describe('files as programs write them', () => {
  const table = 'customer_id,date,amount\nc1,2025-01-01,5.50\nc2,2025-01-02,6.50\nc1,2025-01-03,7.00\n';
  const rows = JSON.stringify([
    { customer_id: 'c1', date: '2025-01-01', amount: 5.5, note: 'a, "b"\n[c]' },
    { customer_id: 'c2', date: '2025-01-02', amount: 6.5 },
    { customer_id: 'c1', date: '2025-01-03', amount: 7 },
  ]);
  const all: readonly (readonly [string, string | Buffer])[] = [
    ['title lines above the header', `Sales report,,\nfrom,2025-01-01\n\n${table}`],
    ['delimiters too many', table.replaceAll(/(?<=.)$/gm, ',,')],
    ['a hint for Excel', `sep=;\n${table.replaceAll(',', ';')}`],
    ['carriage returns alone', table.replaceAll('\n', '\r')],
    ['UTF-16 without a mark', Buffer.from(table, 'utf16le')],
    ['UTF-16 without a mark, the other way round', Buffer.from(table, 'utf16le').swap16()],
    ['one list of objects', rows],
    ['one list of objects over many lines', JSON.stringify(JSON.parse(rows), null, 2)],
  ];
  it.each(all)('are read: %s', async (_name, content) => {
    const { facts, rejects } = await readFile('orders.csv', content);
    expect(netByCustomer(facts)).toEqual({ c1: 1250, c2: 650 });
    expect(rejects).toEqual([]);
  });

  it('tell the way out where they are not', async () => {
    await expect(readFile('a.json', '{"orders":[{"customer_id":"c1"}]}')).rejects.toThrow(
      'the list "orders" within it',
    );
    await expect(readFile('a.json', '{\n  "orders": [\n    {"customer_id": "c1"}\n  ]\n}\n')).rejects.toThrow(
      'the list "orders" within it',
    );
  });
});

it('who nobody is: a sale of nobody is anonymous, and a contact that is none costs a known customer nothing', async () => {
  const { facts } = await readFile(
    'a.csv',
    'customer_id,phone,date,amount\nguest,,2025-01-01,5.00\n0,,2025-01-01,5.00\nc1,none,2025-01-01,5.00\nc2,call me,2025-01-01,5.00\n17850.0,,2025-01-01,5.00\n',
  );
  expect(facts.map(({ identities }) => identities.map(({ value }) => value))).toEqual([
    [],
    [],
    ['c1'],
    ['c2'],
    ['17850'],
  ]);
});

it('guarded cells are what they were before a file of ours guarded them', async () => {
  const { reference } = await readFile('products.csv', "product_id,name,category\n'-10X,'+Vitamin,c\n'=1+1,''=Sum,c\n");
  expect(reference).toMatchObject([
    { id: '-10X', name: '+Vitamin' },
    { id: '=1+1', name: "'=Sum" },
  ]);
});
