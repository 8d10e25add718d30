import { describe, expect, it } from 'vitest';
import { transactionsFromLines } from '../transactions/build.ts';
import { returnsOf } from './returns.ts';

const transactions = transactionsFromLines([
  { customer: 'a', orderedOn: 0, amount: 100, product: 'coat' },
  { customer: 'a', orderedOn: 10, amount: -40, product: 'coat', returnOf: 0 },
  { customer: 'b', orderedOn: 35, amount: 60, product: 'hat' },
  { customer: 'c', orderedOn: 36, amount: -5, product: 'hat' },
]);

describe('returns', () => {
  it('are shares of sales, by month and by product', () => {
    const returns = returnsOf(transactions, 99);
    expect(returns).toMatchObject({ sales: 160, returned: 45, people: 2, peopleReturning: 1 });
    expect(returns.byMonth).toEqual([
      { name: '1970-01', sales: 100, returned: 40, share: 0.4 },
      { name: '1970-02', sales: 60, returned: 5, share: 5 / 60 },
    ]);
    expect(returns.byProduct.map(({ name }) => name)).toEqual(['coat', 'hat']);
    expect(returns.byCategory).toEqual([]);
    expect(returns.daysToReturn).toMatchObject({ known: 1, median: 10 });
  });

  it('as of a past day know nothing later', () => {
    expect(returnsOf(transactions, 9)).toMatchObject({ returned: 0, share: 0, peopleReturning: 0 });
  });

  it('of nothing have no share', () => {
    expect(returnsOf(transactionsFromLines([]), 9).share).toBeNaN();
  });
});
