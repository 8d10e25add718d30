import { parseExactly } from '@perennial/domain/reading';
import { describe, expect, it } from 'vitest';
import { readMessage } from './read-message.ts';

const order = (properties: Record<string, unknown>) =>
  readMessage(
    { type: 'track', userId: 'u', event: 'Order Completed', properties: { order_id: 'O-1', ...properties } },
    'CNY',
  );

const at = (timestamp: unknown) => readMessage({ type: 'track', userId: 'u', event: 'Seen', timestamp }, 'CNY').value;

describe('an amount of a Segment message', () => {
  it.each<[unknown, number]>([
    [199.5, 19_950],
    ['199.50', 19_950],
    ['2,450.00', 245_000],
    ['2,450', 245_000],
    ['2.450,00', 245_000],
    ['12,5', 1250],
    ['¥ 2,450.00', 245_000],
    ['1 234 567.80', 123_456_780],
    ["'88.00", 8800],
    [0, 0],
  ])('%j is %d in minor units', (total, amountMinor) => {
    expect(order({ total })).toMatchObject({ value: { payload: { amountMinor } } });
    expect(order({ total }).problem).toBeUndefined();
  });

  it.each<[unknown]>([['1.250'], ['about 12'], [true], [{ amount: 3 }], ['12.00 USD and more'], [1e13]])(
    '%j is asked about, whatever the products say',
    (total) => {
      const read = order({ total, products: [{ product_id: 'A', price: 7, quantity: 2 }] });
      expect(read.problem).toMatchObject({ code: 'fact.invalid', isQuarantined: true });
      expect(read.problem?.detail).toMatch(/^\/properties\/total: /);
      expect(read.value).toMatchObject({ payload: { orderId: 'O-1', amountMinor: total } });
    },
  );

  it('is the first that is stated, of total, value and revenue', () => {
    expect(order({ total: null, value: '', revenue: '30.00' })).toMatchObject({
      value: { payload: { amountMinor: 3000 } },
    });
    expect(order({ total: 'x', revenue: 30 }).problem?.detail).toMatch(/total/);
  });

  it('may name its currency beside it, and not another than the message', () => {
    expect(order({ total: '£12.00' })).toMatchObject({ value: { payload: { amountMinor: 1200, currency: 'GBP' } } });
    expect(order({ total: '£12.00', currency: 'eur' }).problem?.detail).toMatch(/another currency/);
    expect(order({ total: '1.250', currency: 'JPY' }).problem).toBeDefined();
    expect(order({ total: '1,250', currency: 'JPY' })).toMatchObject({ value: { payload: { amountMinor: 1250 } } });
  });

  it('is read of products alike', () => {
    const read = order({ products: [{ product_id: 1, price: '1,299.00', quantity: '2' }] });
    expect(read.value).toMatchObject({
      payload: { lines: [{ productId: '1', priceMinor: 129_900, amountMinor: 259_800, quantity: 2 }] },
    });
    expect(order({ products: [{ product_id: 1, price: '9,90 or so' }] }).problem?.detail).toMatch(/products\/0\/price/);
    expect(order({ products: [{ product_id: 1, price: 3, quantity: 'few' }] }).problem?.detail).toMatch(/0\/quantity/);
  });
});

describe('a time of a Segment message', () => {
  it.each<[unknown, string]>([
    ['2026-03-08T02:30:00', '2026-03-08T02:30:00Z'],
    ['2026-03-08 02:30:00.250', '2026-03-08T02:30:00.250Z'],
    ['2026-03-08T02:30:00+08:00', '2026-03-07T18:30:00Z'],
    ['2026-03-08', '2026-03-08T00:00:00Z'],
    ['Sun, 08 Mar 2026 02:30:00 GMT', '2026-03-08T02:30:00Z'],
  ])('%j is %s on every machine', (text, instant) => {
    expect(at(text)).toMatchObject({ occurredAt: Date.parse(instant) });
  });

  it.each(['2026-02-29T10:00:00Z', '2026-13-01', 'order 7', '08/03/2026', '2026-03-08T25:00:00Z'])(
    '%j stays as it is, for the check to refuse',
    (text) => {
      expect(at(text)).toMatchObject({ occurredAt: text });
    },
  );
});

describe('ids of a Segment message', () => {
  const read = (text: string) => readMessage(parseExactly(text), 'CNY');

  it('keep all digits of 64 bits', () => {
    const one = read(
      '{"type":"track","userId":8123456789012345671,"event":"Order Completed","properties":{"order_id":9007199254740993,"total":1}}',
    );
    expect(one.value).toMatchObject({
      identities: [{ type: 'user_id', value: '8123456789012345671' }],
      payload: { orderId: '9007199254740993' },
    });
  });

  it('are refused where digits are lost already', () => {
    expect(read('{"type":"identify","userId":8.1234567890123456e18}').problem?.detail).toMatch(/digits/);
  });
});
