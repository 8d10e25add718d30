import { expect, it } from 'vitest';
import { orderAmountOf } from './order-amount.ts';

const amountOf = (type: string, payload: Parameters<typeof orderAmountOf>[0]['payload']) =>
  orderAmountOf({ kind: 'fact', type, payload });

it('is what the order says, in the currency that it says', () => {
  expect(amountOf('order.paid', { orderId: 'a', amountMinor: 1_200, currency: 'EUR' })).toEqual({
    amountMinor: 1_200,
    currency: 'EUR',
  });
});

it('is the sum of the lines where the order says none', () => {
  const lines = [
    { productId: 'p', amountMinor: 500 },
    { productId: 'q', priceMinor: 150, quantity: 3 },
  ];
  expect(amountOf('order.refunded', { orderId: 'a', lines })).toEqual({ amountMinor: 950, currency: undefined });
});

it('is not made up: of a refund of the whole, of lines without amounts, of other facts', () => {
  expect(amountOf('order.refunded', { orderId: 'a' })).toBeUndefined();
  expect(amountOf('order.refunded', { orderId: 'a', lines: [{ productId: 'p' }] })).toBeUndefined();
  expect(amountOf('store.visited', { amountMinor: 5 })).toBeUndefined();
});
