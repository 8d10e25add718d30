import { describe, expect, it } from 'vitest';
import type { PurchaseRows } from './purchase-rows.ts';
import { summarizePurchases } from './summarize.ts';

function rows(...list: readonly (readonly [customer: number, day: number, amount: number])[]): PurchaseRows {
  return {
    customer: Uint32Array.from(list, ([customer]) => customer),
    day: Int32Array.from(list, ([, day]) => day),
    amount: Float64Array.from(list, ([, , amount]) => amount),
  };
}

const orders = [
  [7, 100, 10],
  [3, 90, 5],
  [7, 107, 20],
  [7, 107, 4],
  [3, 90, 1],
  [7, 121, 30],
  [9, 140, 99],
  [3, 150, 8],
] as const;

describe('summaries of raw orders', () => {
  it('count repeat days, time and spend', () => {
    const summary = summarizePurchases(rows(...orders), { unit: 'week', endDay: 128 });
    expect([...summary.customer]).toEqual([3, 7]);
    expect([...summary.firstDay]).toEqual([90, 100]);
    expect([...summary.lastDay]).toEqual([90, 121]);
    expect([...summary.histories.frequency]).toEqual([0, 2]);
    expect([...summary.histories.recency]).toEqual([0, 3]);
    expect([...summary.histories.age]).toEqual([38 / 7, 4]);
    expect([...summary.totalSpend]).toEqual([6, 64]);
    expect([...summary.averageRepeatSpend]).toEqual([0, 27]);
  });

  it('are the same whatever the order of the rows', () => {
    const sorted = [...orders].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    const byDay = [...orders].sort((a, b) => a[1] - b[1]);
    const options = { unit: 'day', endDay: 200 } as const;
    const expected = summarizePurchases(rows(...orders), options);
    expect(summarizePurchases(rows(...sorted), options)).toEqual(expected);
    expect(summarizePurchases(rows(...byDay), options)).toEqual(expected);
    expect(summarizePurchases(rows(...[...orders].reverse()), options)).toEqual(expected);
  });

  it('take days before 1970', () => {
    const summary = summarizePurchases(rows([0, -5, 1], [0, -3, 2]), { unit: 'day', endDay: 0 });
    expect([...summary.histories.recency]).toEqual([2]);
    expect([...summary.histories.age]).toEqual([5]);
  });

  it.each([
    ['nothing', rows(), /empty/],
    ['only rows after the end', rows([0, 300, 1]), /on or before/],
    ['a return', rows([0, 1, -1]), /amount/],
    ['an amount that is no number', rows([0, 1, Number.NaN]), /amount/],
    ['days centuries apart', rows([0, -200_000, 1], [0, 1, 1]), /apart/],
    ['columns of different length', { ...rows([0, 1, 1]), day: new Int32Array(2) }, /length/],
  ])('refuse %s', (_name, wrong, message) => {
    expect(() => summarizePurchases(wrong, { unit: 'day', endDay: 200 })).toThrow(message);
  });
});
