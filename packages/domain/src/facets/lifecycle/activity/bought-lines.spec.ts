import { describe, expect, it } from 'vitest';
import { boughtLinesOf } from './bought-lines.ts';
import { emptyOrder } from './evidence-rows.ts';
import type { RefundedLine } from './refunded-lines.ts';
import type { OrderLineRow, OrderRow, RefundRow } from './rows.ts';

const at = Date.UTC(2026, 5, 1);

function ordered(amountMinor: number, parts: Partial<OrderRow> = {}): OrderRow {
  return { ...emptyOrder('web', 'o1'), placedAt: at, paidAt: at, amountMinor, amountRank: 2, ...parts };
}

function line(productId: string, quantity: number, amountMinor: number): OrderLineRow {
  const place = { space: 'web', orderId: 'o1', line: productId, productId, category: '' };
  return { ...place, quantityMilli: quantity * 1000, amountMinor, factRank: 2, factAt: at, factMessage: 'm' };
}

let serial = 0;
function refund(amountMinor: number, lines: readonly RefundedLine[] = []): RefundRow {
  serial += 1;
  const text = lines.length === 0 ? '' : JSON.stringify(lines);
  return { space: 'web', orderId: 'o1', refundId: `r${serial}`, refundedAt: at + serial, amountMinor, lines: text };
}

/** Product, units and money of each line that is left. */
function bought(order: OrderRow, lines: readonly OrderLineRow[], refunds: readonly RefundRow[] = []) {
  const left = boughtLinesOf({ orders: [order], lines, refunds }, 'paid');
  return left.map(({ productId, quantityMilli, amountMinor }) => [productId, quantityMilli / 1000, amountMinor]);
}

const [serum, tea] = [line('serum', 2, 6000), line('tea', 1, 4000)];

describe('what somebody has bought', () => {
  it('is every line that was paid for, without gifts; of an order without lines its amount', () => {
    expect(bought(ordered(10_000), [serum, tea, line('sample', 1, 0)])).toEqual([
      ['serum', 2, 6000],
      ['tea', 1, 4000],
    ]);
    expect(bought(ordered(10_000), [])).toEqual([['', 1, 10_000]]);
    expect(bought(ordered(0), [line('sample', 1, 0)])).toEqual([]);
  });

  it('is nothing of an order that does not count, was cancelled or was given back whole', () => {
    expect(bought(ordered(10_000, { paidAt: null }), [serum])).toEqual([]);
    expect(bought(ordered(10_000, { cancelledAt: at }), [serum])).toEqual([]);
    expect(bought(ordered(10_000), [serum, tea], [refund(10_000)])).toEqual([]);
    expect(bought(ordered(10_000), [serum, tea], [refund(4000), refund(6000)])).toEqual([]);
  });

  it('is less by the units and the money that came back with a line', () => {
    expect(bought(ordered(10_000), [serum, tea], [refund(3000, [['', 'serum', 1000, 3000]])])).toEqual([
      ['serum', 1, 3000],
      ['tea', 1, 4000],
    ]);
    // Worth what so many units of the line are, where the refund does not say.
    expect(bought(ordered(10_000), [serum, tea], [refund(0, [['serum', '', 1000, null]])])).toContainEqual([
      'serum',
      1,
      3000,
    ]);
  });

  it('is no line of which all units or all money came back, in however many refunds', () => {
    const twice = [refund(3000, [['', 'serum', 1000, 3000]]), refund(2900, [['', 'serum', 1000, 2900]])];
    expect(bought(ordered(10_000), [serum, tea], twice)).toEqual([['tea', 1, 4000]]);
    expect(bought(ordered(10_000), [serum, tea], [refund(4000, [['', 'tea', null, 4000]])])).toEqual([
      ['serum', 2, 6000],
    ]);
  });

  it('stays whole where money was given back for no line', () => {
    expect(bought(ordered(10_000), [serum, tea], [refund(1000)])).toHaveLength(2);
    expect(bought(ordered(10_000), [serum, tea], [refund(1000)])[0]).toEqual(['serum', 2, 6000]);
  });

  it('keeps what a line said it cost, where the order was sold for less', () => {
    const half = [refund(2700, [['', 'serum', 1000, null]])];
    expect(bought(ordered(9000), [serum, tea], half)).toEqual([
      ['serum', 1, 3000],
      ['tea', 1, 4000],
    ]);
  });
});
