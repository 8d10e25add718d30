import { describe, expect, it } from 'vitest';
import { sumOf } from '../statistics/order.ts';
import { transactionsFromLines } from '../transactions/build.ts';
import type { TransactionLine } from '../transactions/build.ts';
import { occasionsOf } from '../transactions/occasions.ts';
import { customerValues } from './customer-value.ts';
import { clockEvidence } from './evidence.ts';
import { levelsSeen, NO_LEVELS, shrunkLevels } from './levels.ts';
import { boughtBetween } from '../transactions/bought-between.ts';
import { fitValueModel } from './fit-value-model.ts';
import { coverageOf, nominalLevel, seenLevel, valueDistributions, valueIntervals } from './value-interval.ts';

/** A small brand: customer k buys every 5 + k mod 40 days for 10 + k mod 7; every third stops half way; none at weekends (days 2 and 3 of the week from day 0). */
function brand(): TransactionLine[] {
  const lines: TransactionLine[] = [];
  for (let who = 0; who < 240; who++) {
    const until = who % 3 === 0 ? 160 : 330;
    for (let day = who % 60; day < until; day += 5 + ((who * 13) % 40) + ((who * day) % 4)) {
      const orderedOn = day % 7 === 2 ? day + 2 : day % 7 === 3 ? day + 1 : day;
      lines.push({ customer: `c${String(who).padStart(3, '0')}`, orderedOn, amount: 10 + (who % 7) + (day % 3) });
    }
  }
  return lines;
}

const occasions = occasionsOf(transactionsFromLines(brand()));
const options = { asOf: 300, horizonDays: 60, shoppingYear: 'none', purchase: 'bg-nbd', clock: 'calendar' } as const;
const model = fitValueModel(occasions, options);

describe('the value model', () => {
  it('runs on a calendar that it explains better than plain days', () => {
    const plain = fitValueModel(occasions, { ...options, clock: 'plain' });
    expect(clockEvidence(model, occasions).criterion).toBeGreaterThan(clockEvidence(plain, occasions).criterion + 100);
    expect(plain.calendar).toBeNull();
  });

  it('looks at nothing after its day', () => {
    const later = occasionsOf(transactionsFromLines([...brand(), { customer: 'c001', orderedOn: 301, amount: 1e6 }]));
    const again = fitValueModel(later, options);
    expect(again.purchase.parameters).toEqual(model.purchase.parameters);
    expect(again.levels).toEqual(model.levels);
  });

  it('is the same whatever the order of lines', () => {
    const shuffled = occasionsOf(transactionsFromLines(brand().reverse()));
    expect(fitValueModel(shuffled, options).purchase.parameters).toEqual(model.purchase.parameters);
  });

  it('takes no level from a short history, and refuses one without purchases', () => {
    expect(fitValueModel(occasions, { ...options, asOf: 70 }).levels).toEqual(NO_LEVELS);
    expect(() => fitValueModel(occasions, { ...options, asOf: -5 })).toThrow(RangeError);
    expect(() => fitValueModel(occasionsOf(transactionsFromLines([])), options)).toThrow(RangeError);
  });

  it('works for one customer, for one-time buyers, and where nothing was paid', () => {
    const values = (lines: TransactionLine[]) =>
      customerValues(fitValueModel(occasionsOf(transactionsFromLines(lines)), { ...options, clock: 'plain' }), {
        horizonDays: 30,
        interval: 0.8,
      });
    for (const lines of [
      [{ customer: 'a', orderedOn: 5, amount: 10 }],
      [1, 2, 3].map((orderedOn) => ({ customer: `c${orderedOn}`, orderedOn, amount: 10 })),
      [
        { customer: 'a', orderedOn: 5, amount: 0 },
        { customer: 'a', orderedOn: 50, amount: 0 },
      ],
    ]) {
      const { value, high } = values(lines);
      expect([...value, ...(high ?? [])].every((one) => Number.isFinite(one) && one >= 0)).toBe(true);
    }
  });
});

describe('customer value', () => {
  const values = customerValues(model, { horizonDays: 60, interval: 0.8 });

  it('is expected purchases times expected spend, and adds up', () => {
    values.sales.forEach((sales, row) =>
      expect(sales).toBeCloseTo((values.expectedPurchases[row] ?? 0) * (values.expectedSpend[row] ?? 0), 9),
    );
    expect(values.totalValue).toBeCloseTo(sumOf(values.value), 9);
  });

  it('shrinks with the margin and with the discount, and grows with the horizon', () => {
    const half = customerValues(model, { horizonDays: 60, marginShare: 0.5 });
    const later = customerValues(model, { horizonDays: 60, annualDiscountRate: 0.2 });
    const shorter = customerValues(model, { horizonDays: 30 });
    values.value.forEach((value, row) => {
      expect(half.value[row]).toBeCloseTo(value / 2, 9);
      expect(later.value[row]).toBeLessThanOrEqual(value);
      expect(shorter.value[row]).toBeLessThanOrEqual(value);
    });
    // Sales come half a horizon from now on average: a little less than 1.2 ^ (−30 / 365).
    expect(later.totalValue / values.totalValue).toBeCloseTo(1.2 ** (-30 / 365.25), 2);
  });

  it('lies within its interval', () => {
    values.value.forEach((value, row) => {
      expect(values.low?.[row]).toBeLessThanOrEqual(value + 1e-9);
      expect(values.high?.[row]).toBeGreaterThanOrEqual(values.low?.[row] ?? 0);
    });
    expect(customerValues(model, { horizonDays: 60 }).low).toBeNull();
  });

  it('has intervals that hold what happened about as often as they say', () => {
    let within = 0;
    values.customer.forEach((who, row) => {
      let spent = 0;
      for (let at = occasions.start[who] ?? 0; at < (occasions.start[who + 1] ?? 0); at++) {
        const day = occasions.day[at] ?? 0;
        if (day > 300 && day <= 360) spent += occasions.amount[at] ?? 0;
      }
      if (spent >= (values.low?.[row] ?? 0) - 1e-9 && spent <= (values.high?.[row] ?? 0) + 1e-9) within++;
    });
    expect(within / values.customer.length).toBeGreaterThan(0.7);
  });

  it.each([
    { horizonDays: 0 },
    { horizonDays: 61 },
    { horizonDays: 30, marginShare: 1.2 },
    { horizonDays: 30, annualDiscountRate: -0.1 },
    { horizonDays: 30, interval: 1 },
  ])('refuses %o', (unsound) => {
    expect(() => customerValues(model, unsound)).toThrow(RangeError);
  });
});

describe('levels', () => {
  const forecast = customerValues(fitValueModel(occasions, { ...options, asOf: 200 }), { horizonDays: 60 });
  const actual = boughtBetween(occasions, forecast.customer, { after: 200, to: 260 });
  const doubled = {
    expectedPurchases: forecast.expectedPurchases.map((one) => one / 2),
    sales: forecast.sales.map((one) => one / 2),
  };
  const seen = levelsSeen(doubled, actual);

  it('are shrunk towards no correction, and the more the farther the season ahead is from the one they were seen in', () => {
    const raw = seen?.purchases.log ?? Number.NaN;
    const shrunk = (seasonGap: number) => (seen === null ? { purchases: 0, spend: 0 } : shrunkLevels(seen, seasonGap));
    expect(raw).toBeGreaterThan(Math.log(1.4));
    expect(shrunk(0).purchases).toBeGreaterThan(Math.log(1.15));
    expect(shrunk(0).purchases).toBeLessThan(raw);
    expect(shrunk(0.3).purchases).toBeLessThan(shrunk(0).purchases / 4);
    expect(Math.abs(shrunk(0.3).spend)).toBeLessThanOrEqual(Math.abs(shrunk(0).spend));
    expect(Math.exp(shrunk(0).spend)).toBeCloseTo(1, 1);
  });

  it('are not used unless hold-outs trust them, and then as far as they do', () => {
    expect(model.levels).toEqual(NO_LEVELS);
    const trusting = (trust: number) =>
      fitValueModel(occasions, { ...options, levels: { purchases: trust, spend: trust } }).levels;
    expect(trusting(1).windowDays).toBe(60);
    expect(Math.log(trusting(0.5).purchases)).toBeCloseTo(Math.log(trusting(1).purchases) / 2, 12);
  });

  it('cannot be told from a handful of purchases', () => {
    const few = { purchases: actual.purchases.map((_, row) => (row < 5 ? 1 : 0)), sales: actual.sales };
    expect(levelsSeen(forecast, few)).toBeNull();
  });
});

describe('intervals', () => {
  const values = customerValues(model, { horizonDays: 60 });
  const distributions = valueDistributions(model, values, values.noPurchase);

  it('hold the share of all customers that they promise, though each that begins at zero holds those who buy nothing', () => {
    const level = nominalLevel(values.noPurchase, 0.8);
    const held = values.noPurchase.map((none) => Math.max(level, none));
    expect(held.reduce((sum, one) => sum + one, 0) / held.length).toBeCloseTo(0.8, 6);
    expect(level).toBeLessThan(0.8);
  });

  it('learn from what happened how wide they must be', () => {
    const { sales } = boughtBetween(occasions, values.customer, { after: 300, to: 360 });
    const level = seenLevel(distributions, sales, 0.8);
    expect(coverageOf(distributions, sales, level)).toBeCloseTo(0.8, 1);
    const { low, high } = valueIntervals(distributions, level);
    const within = sales.filter((one, row) => one >= (low[row] ?? 0) - 1e-9 && one <= (high[row] ?? 0) + 1e-9).length;
    expect(within / sales.length).toBeCloseTo(coverageOf(distributions, sales, level), 2);
  });

  it('are nothing for whom nothing is expected', () => {
    const none = valueDistributions(model, { ...values, value: values.value.map(() => 0) }, values.noPurchase);
    expect(valueIntervals(none, 0.8).high.every((one) => one === 0)).toBe(true);
  });
});
