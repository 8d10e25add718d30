import { describe, expect, it } from 'vitest';
import { transactionsFromLines } from '../transactions/build.ts';
import { occasionsOf } from '../transactions/occasions.ts';
import { firstProductEffects } from './first-product.ts';
import { nextPurchases } from './next.ts';
import { repeatLadder } from './repeat.ts';

/** Thirty people start with tea and come back for a cup; thirty start with salt and do not come back. */
const lines = Array.from({ length: 30 }, (_, who) => [
  { customer: `t${who}`, orderedOn: who, amount: 10, product: 'tea' },
  { customer: `t${who}`, orderedOn: who, amount: 1, product: 'tea' },
  { customer: `t${who}`, orderedOn: who + 20, amount: 40, product: 'cup' },
  { customer: `s${who}`, orderedOn: who, amount: 2, product: 'salt' },
]).flat();
const transactions = transactionsFromLines(lines);

describe('the repeat ladder', () => {
  it('tells who went on and how soon', () => {
    const [first, second] = repeatLadder(occasionsOf(transactions));
    expect(first).toMatchObject({ purchase: 1, people: 60, went: 30, share: 0.5, gapDaysMedian: 20 });
    expect(second).toMatchObject({ purchase: 2, people: 30, went: 0, share: 0 });
  });

  it('is empty of nothing and refuses unsound steps', () => {
    expect(repeatLadder(occasionsOf(transactionsFromLines([])))).toEqual([]);
    for (const steps of [0, 21, 1.5]) expect(() => repeatLadder(occasionsOf(transactions), steps)).toThrow(RangeError);
  });
});

describe('what is bought next', () => {
  it('finds the cup after the tea', () => {
    const [row, ...others] = nextPurchases(transactions, { asOf: 999, column: 'product' });
    expect(row).toMatchObject({ from: 'tea', to: 'cup', chances: 30, followed: 30, share: 1, usualShare: 1, lift: 1 });
    expect(others).toEqual([]);
  });

  it('knows nothing later than asked, nothing without the column, and refuses too many items', () => {
    expect(nextPurchases(transactions, { asOf: 19, column: 'product' })).toEqual([]);
    expect(nextPurchases(transactions, { asOf: 999, column: 'category' })).toEqual([]);
    expect(() => nextPurchases(transactions, { asOf: 999, column: 'product', itemsMax: 501 })).toThrow(RangeError);
  });
});

describe('first-product effects', () => {
  it('tell the better start from the worse', () => {
    const rows = firstProductEffects(transactions, { asOf: 200, column: 'product' });
    expect(rows.map(({ name, people, share, verdict }) => [name, people, share, verdict])).toEqual([
      ['salt', 30, 0, 'worse'],
      ['tea', 30, 1, 'better'],
    ]);
    expect(rows[1]?.laterSalesPerPerson).toBe(40);
    expect(rows[1]?.usualLaterSalesPerPerson).toBe(20);
  });

  it('leave out people not watched long enough and items of few', () => {
    expect(firstProductEffects(transactions, { asOf: 91, column: 'product' })).toEqual([]);
    expect(firstProductEffects(transactions, { asOf: 200, column: 'product', peopleMin: 31 })).toEqual([]);
  });
});
