import { describe, expect, it } from 'vitest';
import { readOrderStatus } from '../orders/order-status.ts';
import { isRoundedId, readId, undressEmail, undressPhone } from './contacts.ts';
import { isNobody } from './nobody.ts';

describe('who', () => {
  it.each([
    '',
    ' ',
    '0',
    '000',
    '0.0',
    'Guest',
    'NULL',
    'NaN',
    'anonymous',
    '[object Object]',
    'not_authenticated',
    '游客',
    '－',
  ])('nobody is written %j', (text) => expect(isNobody(text)).toBe(true));
  it.each(['u1', '17850', '00017850', '10', 'guest-12', 'Nathan', '无名'])('somebody is written %j', (text) =>
    expect(isNobody(text)).toBe(false),
  );
  it('telephone numbers lose the dress of spreadsheets and address books', () => {
    const number = '+8613812347777';
    for (const text of [
      `'${number}`,
      `\u202D${number}\u202C`,
      `="${number}"`,
      `tel:${number}`,
      `${number}.0`,
      '＋８６１３８１２３４７７７７',
      ` ${number}\u200B`,
    ])
      expect(undressPhone(text)).toBe(number);
    expect(undressPhone('\u202d+86 138 1234 7777\u202c')).toBe('+86 138 1234 7777');
  });
  it('e-mail addresses too', () => {
    for (const text of ['mailto:Ann@X.example', ' ann@x.example\u200B', 'Ann Lee <ann@x.example>'])
      expect(undressEmail(text)).toBe('ann@x.example');
  });
  it('numbers of people lose the decimals of a spreadsheet and no zeros', () => {
    expect(['17850.0', '00017850', "'0012", '1.10', 'A0'].map(readId)).toEqual([
      '17850',
      '00017850',
      '0012',
      '1.10',
      'A0',
    ]);
    expect([isRoundedId('1.38E+10'), isRoundedId('1E5'), isRoundedId('1,38E+10')]).toEqual([true, false, true]);
  });
});

it.each([
  ['paid', 'sold'],
  ['wc-completed', 'sold'],
  ['Processing', 'sold'],
  ['partially_refunded', 'partly_refunded'],
  ['Refunded', 'refunded'],
  ['voided', 'cancelled'],
  ['Canceled', 'cancelled'],
  ['wc-on-hold', 'unpaid'],
  ['Pending Payment', 'unpaid'],
  ['Shipped - Delivered to Buyer', 'sold'],
  ['交易成功', 'sold'],
  ['卖家已发货，等待买家确认', 'sold'],
  ['买家已付款，等待卖家发货', 'sold'],
  ['等待买家付款', 'unpaid'],
  ['交易关闭', 'cancelled'],
  ['退款成功', 'refunded'],
  ['Canceled by customer', 'cancelled'],
  ['Paid, partially refunded', 'partly_refunded'],
  ['Awaiting card payment', 'unpaid'],
  ['退款中', 'sold'],
  ['gold', undefined],
  ['', undefined],
] as const)('the status %s says %s', (text, standing) => {
  expect(readOrderStatus(text)).toBe(standing);
});
