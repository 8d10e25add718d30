import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startImportRunner, type ImportRunner } from './testing/import-runner.ts';

/** One row a member: how many orders, of how much, in minor units, less what was given back; greatest first. */
const boughtByMember = `
  select count(*)::int as orders, sum(amount_minor - coalesce(returned, 0))::int as net
    from member_order o
    left join (select shard, member_id, space, order_id, sum(amount_minor) as returned
                 from member_refund group by shard, member_id, space, order_id) r using (shard, member_id, space, order_id)
   group by shard, member_id order by net desc`;

describe('an import into an installation in Britain', () => {
  let runner: ImportRunner;
  beforeAll(async () => {
    runner = await startImportRunner();
  });
  afterAll(() => runner?.close());

  it('reads telephone numbers as they are dialled there', async () => {
    const rows = [
      'A1,07911 123456,2026-02-01 09:00,5.00',
      'A2,+44 7911 123456,2026-02-02 09:00,7.00',
      "A3,'07911123456,2026-02-03 09:00,11.00",
      'A4,7911123456,2026-02-04 09:00,13.00',
      'A5,0117 496 0123,2026-02-05 09:00,17.00',
    ];
    const content = ['order_id,phone,ordered_at,amount', ...rows].join('\n');
    await runner.import('shop.csv', content, '--zone', 'Europe/London', '--currency', 'GBP');
    expect(await runner.query('select phone_country from installation')).toEqual([{ phone_country: 'GB' }]);
    expect(await runner.query(boughtByMember)).toEqual([
      { orders: 4, net: 3600 },
      { orders: 1, net: 1700 },
    ]);
  });

  it('reads the numbers of one file as they are dialled in the country that is stated for it, and no other file', async () => {
    const head = 'order_id,phone,ordered_at,amount';
    const german = ['B1,030 901820,2026-03-01 09:00,900.00', 'B2,+49 30 901820,2026-03-02 09:00,90.00'];
    await runner.import('berlin.csv', [head, ...german].join('\n'), '--country', 'DE');
    await runner.import('bristol.csv', [head, 'C1,0117 496 0123,2026-03-03 09:00,1.00'].join('\n'));
    expect(await runner.query(boughtByMember)).toEqual([
      { orders: 2, net: 99_000 },
      { orders: 4, net: 3600 },
      { orders: 2, net: 1800 },
    ]);
  });
});

describe('an import', () => {
  let runner: ImportRunner;
  beforeAll(async () => {
    runner = await startImportRunner();
  });
  afterAll(() => runner?.close());

  it('keeps numbers of orders that look like identity cards or telephones, and finds what is given back', async () => {
    const rows = [
      '310101199003071231,k1,2026-03-01 10:00,13712345601,Oil,1,120.00',
      '310101199003071231,k1,2026-03-01 10:00,13712345602,Soap,2,15.00',
      '310101199003071242,k1,2026-03-05 10:00,13712345602,Soap,-1,15.00',
    ];
    const content = ['order_id,customer_id,ordered_at,sku,product,quantity,unit_price', ...rows].join('\n');
    await runner.import('lines.csv', content, '--source', 'counter');
    expect(await runner.query(boughtByMember)).toEqual([{ orders: 1, net: 13_500 }]);
  });

  it('keeps the orders of two sources apart that have one number', async () => {
    const head = 'order_id,phone,ordered_at,amount\n';
    await runner.import('web.csv', `${head}77,13600000077,2026-01-01 10:00,300.00`, '--source', 'web');
    await runner.import('pos.csv', `${head}77,13600000077,2026-02-01 10:00,41.00`, '--source', 'pos');
    expect((await runner.query(boughtByMember))[0]).toEqual({ orders: 2, net: 34_100 });
  });
});
