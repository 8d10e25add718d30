import { describe, expect, it } from 'vitest';
import { transactionsFromLines } from './build.ts';
import { occasionsOf, occasionsOfCustomers } from './occasions.ts';
import { createTransactions, NO_CODE, NO_DAY, TransactionsInvalid } from './transactions.ts';
import type { TransactionColumns } from './transactions.ts';

const valid: TransactionColumns = {
  customer: Uint32Array.of(0, 0, 2),
  orderedOn: Int32Array.of(10, 12, 11),
  amount: Float64Array.of(5, 6, 7),
  product: Uint32Array.of(0, NO_CODE, 1),
  dictionaries: { customers: ['a', 'b', 'c'], products: ['tea', 'cup'] },
};

function refusal(columns: TransactionColumns): { column: string; row: number } {
  try {
    createTransactions(columns);
  } catch (error) {
    if (error instanceof TransactionsInvalid) return { column: error.column, row: error.row };
    throw error;
  }
  return { column: 'accepted', row: 0 };
}

describe('transaction columns', () => {
  it('are indexed by customer, also those without rows', () => {
    const transactions = createTransactions(valid);
    expect([...transactions.start]).toEqual([0, 2, 2, 3]);
    expect([transactions.firstOn, transactions.lastOn]).toEqual([10, 12]);
  });

  it('may be empty', () => {
    const empty = createTransactions({
      customer: new Uint32Array(),
      orderedOn: new Int32Array(),
      amount: new Float64Array(),
      dictionaries: { customers: [] },
    });
    expect([empty.rowCount, empty.customerCount, empty.firstOn]).toEqual([0, 0, NO_DAY]);
    expect(occasionsOf(empty).count).toBe(0);
  });

  it.each([
    ['another length', { amount: Float64Array.of(1) }, { column: 'amount', row: -1 }],
    ['an optional column of another length', { store: Uint32Array.of(1) }, { column: 'store', row: -1 }],
    ['an unknown customer', { customer: Uint32Array.of(0, 0, 3) }, { column: 'customer', row: 2 }],
    ['customers out of order', { customer: Uint32Array.of(2, 0, 1) }, { column: 'customer', row: 1 }],
    ['days of one customer out of order', { orderedOn: Int32Array.of(12, 10, 11) }, { column: 'orderedOn', row: 1 }],
    ['an impossible day', { orderedOn: Int32Array.of(10, 999_999, 11) }, { column: 'orderedOn', row: 1 }],
    ['a missing day', { orderedOn: Int32Array.of(NO_DAY, 10, 11) }, { column: 'orderedOn', row: 0 }],
    ['an amount that is not a number', { amount: Float64Array.of(1, Number.NaN, 2) }, { column: 'amount', row: 1 }],
    ['an infinite amount', { amount: Float64Array.of(1, 2, Infinity) }, { column: 'amount', row: 2 }],
    ['a negative sale', { amount: Float64Array.of(1, -2, 2) }, { column: 'amount', row: 1 }],
    ['a positive return', { isReturn: Uint8Array.of(0, 0, 1) }, { column: 'amount', row: 2 }],
    ['a flag that is neither 0 nor 1', { isReturn: Uint8Array.of(0, 2, 0) }, { column: 'isReturn', row: 1 }],
    ['a negative quantity sold', { quantity: Float64Array.of(1, 1, -1) }, { column: 'quantity', row: 2 }],
    ['a code beyond its dictionary', { product: Uint32Array.of(0, 5, 1) }, { column: 'product', row: 1 }],
  ])('refuse %s', (_, change, expected) => {
    expect(refusal({ ...valid, ...change })).toEqual(expected);
  });
});

describe('lines as objects', () => {
  it('give the same columns in any order', () => {
    const lines = [
      { customer: 'b', orderedOn: 3, amount: 4, product: 'tea' },
      { customer: 'a', orderedOn: 5, amount: 2, product: 'cup' },
      { customer: 'a', orderedOn: 1, amount: -1 },
    ];
    expect(transactionsFromLines([...lines].reverse())).toEqual(transactionsFromLines(lines));
  });

  it('keep unknown products unknown and leave out columns nobody gave', () => {
    const transactions = transactionsFromLines([
      { customer: 'a', orderedOn: 1, amount: 1, product: 'x' },
      { customer: 'a', orderedOn: 2, amount: 1 },
    ]);
    expect([...(transactions.product ?? [])]).toEqual([0, NO_CODE]);
    expect(transactions.store).toBeUndefined();
  });
});

describe('purchase occasions', () => {
  const lines = [
    { customer: 'a', orderedOn: 1, amount: 10 },
    { customer: 'a', orderedOn: 1, amount: 5 },
    { customer: 'a', orderedOn: 4, amount: 8 },
    { customer: 'a', orderedOn: 6, amount: -3, returnOf: 1 },
    { customer: 'a', orderedOn: 7, amount: -2 },
    { customer: 'b', orderedOn: 2, amount: -9 },
  ];

  it('merge a day and give returns back to the occasion they belong to', () => {
    const occasions = occasionsOf(transactionsFromLines(lines));
    expect([...occasions.day]).toEqual([1, 4]);
    expect([...occasions.amount]).toEqual([15, 8]);
    expect([...occasions.returned]).toEqual([3, 2]);
    expect(occasions.unmatchedReturns).toBe(9);
    expect([...occasions.start]).toEqual([0, 2, 2]);
  });

  it('know nothing of what happened after the day asked for', () => {
    const occasions = occasionsOf(transactionsFromLines(lines), { to: 6 });
    expect([...occasions.returned]).toEqual([3, 0]);
  });

  it('are none for a customer who only returned', () => {
    const occasions = occasionsOf(transactionsFromLines(lines), { from: 2, to: 3 });
    expect(occasions.count).toBe(0);
    expect(occasions.unmatchedReturns).toBe(9);
  });

  it('leave out a purchase wholly given back once that is known, not before', () => {
    const cancelled = transactionsFromLines([
      { customer: 'a', orderedOn: 1, amount: 10 },
      { customer: 'a', orderedOn: 3, amount: 4 },
      { customer: 'a', orderedOn: 5, amount: -10, returnOf: 1 },
    ]);
    expect([...occasionsOf(cancelled, { to: 4 }).day]).toEqual([1, 3]);
    const later = occasionsOf(cancelled);
    expect([[...later.day], [...later.returned], [...later.start]]).toEqual([[3], [0], [0, 1]]);
  });

  it('of some customers leave the others with none', () => {
    const all = occasionsOf(
      transactionsFromLines(['a', 'b', 'b', 'c'].map((customer, day) => ({ customer, orderedOn: day, amount: day }))),
    );
    const some = occasionsOfCustomers(all, (who) => who !== 1);
    expect([[...some.start], [...some.day], some.count]).toEqual([[0, 1, 1, 2], [0, 3], 2]);
  });
});
