import { describe, expect, it } from 'vitest';
import { amountOfOrder, emptyOrder, orderLike, toBasket } from './typed-order.ts';
import type { TypedLine } from './typed-order.ts';

const zone = 'Asia/Shanghai';
const line = (rest: Partial<TypedLine>): TypedLine => ({
  key: 1,
  productId: 'p1',
  category: '',
  quantity: 1,
  priceMinor: 1_000,
  discountMinor: 0,
  ...rest,
});

describe('an order as it is typed', () => {
  it('is sent after discounts of lines and of the whole', () => {
    const lines = [line({ quantity: 3, discountMinor: 500, category: 'Skin/Serum' }), line({ key: 2, productId: ' ' })];
    const order = { ...emptyOrder, lines, couponMinor: 700 };
    expect(toBasket(order, zone)).toEqual({
      amountMinor: 2_800,
      lines: [
        { productId: 'p1', category: 'Skin/Serum', quantity: 3, amountMinor: 2_500 },
        { productId: '-', quantity: 1, amountMinor: 1_000 },
      ],
      tenders: [],
      storeId: '',
      channel: '',
    });
  });

  it('never comes to less than nothing', () => {
    expect(amountOfOrder({ ...emptyOrder, lines: [line({ discountMinor: 9_000 })], couponMinor: 5 })).toBe(0);
  });

  it('leaves out means of payment that have no name or pay nothing', () => {
    const tenders = [
      { tender: 'gift_card', amountMinor: 100 },
      { tender: ' ', amountMinor: 100 },
      { tender: 'cash', amountMinor: 0 },
    ];
    expect(toBasket({ ...emptyOrder, tenders }, zone).tenders).toEqual([{ tender: 'gift_card', amountMinor: 100 }]);
  });

  it('is placed at the wall time of the program, or now', () => {
    expect(toBasket({ ...emptyOrder, at: '2026-12-24T18:30' }, zone).at).toBe('2026-12-24T10:30:00.000Z');
    expect(toBasket(emptyOrder, zone)).not.toHaveProperty('at');
  });
});

describe('an order like a real one', () => {
  const at = '2026-01-01T00:00:00Z';
  const real = {
    orderId: 'o',
    placedAt: at,
    paidAt: at,
    fulfilledAt: null,
    cancelledAt: null,
    refundedMinor: 0,
    itemCount: 3,
    category: 'Skin',
    channel: 'web',
    storeId: 's1',
    storeName: '',
    lines: [{ productId: 'p1', name: 'Serum', quantity: 2, amountMinor: 5_000 }],
  };

  it('has its lines, and what it was less than they are as a coupon', () => {
    const order = orderLike({ ...real, amountMinor: 4_000 }, 'm');
    expect(order).toMatchObject({ memberId: 'm', couponMinor: 1_000, channel: 'web', storeId: 's1' });
    expect(order.lines).toMatchObject([{ productId: 'p1', quantity: 2, priceMinor: 2_500 }]);
    expect(amountOfOrder(order)).toBe(4_000);
  });

  it('has what its lines do not say as a line', () => {
    const order = orderLike({ ...real, amountMinor: 6_500 }, 'm');
    expect(order.lines.at(-1)).toMatchObject({ productId: '', category: 'Skin', priceMinor: 1_500 });
    expect(amountOfOrder(order)).toBe(6_500);
  });
});
