import { describe, expect, it } from 'vitest';
import { isUnpricedReturn, priceReturn, soldLinesOf } from './price-return.ts';

const sold = soldLinesOf({
  lines: [
    { productId: 'oil', quantity: 3, amountMinor: 1000 },
    { productId: 'soap', lineId: 'l2', quantity: 2, priceMinor: 450 },
    { productId: 'soap', lineId: 'l3', quantity: 1, amountMinor: 300 },
  ],
});
const worth = (...lines: readonly { readonly [field: string]: string | number }[]) => {
  const priced = priceReturn({ orderId: 'a', lines }, sold)?.['lines'] as
    | readonly { amountMinor: number }[]
    | undefined;
  return priced?.map(({ amountMinor }) => amountMinor);
};

describe('what is given back without an amount', () => {
  it('is worth what its units were sold for', () => {
    expect(worth({ productId: 'oil', quantity: 2 }, { productId: 'soap', quantity: 1 })).toEqual([667, 450]);
    expect(worth({ productId: 'soap', quantity: 3 })).toEqual([1200]);
    expect(worth({ productId: 'soap', lineId: 'l3', quantity: 1 })).toEqual([300]);
  });

  it('is never worth more than what was sold, and all of it where no quantity is stated', () => {
    expect(worth({ productId: 'oil', quantity: 30 }, { productId: 'oil' })).toEqual([1000, 1000]);
  });

  it('keeps an amount that is stated, and is not guessed of what the order does not hold', () => {
    expect(worth({ productId: 'oil', amountMinor: 5 })).toEqual([5]);
    expect(worth({ productId: 'oil' }, { productId: 'hat', quantity: 1 })).toBeUndefined();
  });

  it('is told from returns that say what they are worth', () => {
    const unpriced = (payload: Parameters<typeof isUnpricedReturn>[0]['payload'], type = 'order.refunded') =>
      isUnpricedReturn({ type, payload });
    expect(unpriced({ lines: [{ productId: 'oil' }] })).toBe(true);
    expect(unpriced({ amountMinor: 5, lines: [{ productId: 'oil' }] })).toBe(false);
    expect(unpriced({ lines: [{ productId: 'oil', priceMinor: 5 }] })).toBe(false);
    expect(unpriced({})).toBe(false);
    expect(unpriced({ lines: [{ productId: 'oil' }] }, 'order.paid')).toBe(false);
  });
});
