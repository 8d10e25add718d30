import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocateSales, expectedUnitsOf, unitsWorthMinor } from './allocation.ts';
import { bookLinesOf } from './entries.ts';
import { outstandingByExpiry } from './outstanding.ts';
import { recogniseRevenue } from './recognition.ts';

const one = { minor: 1, perUnits: 1 };
const count = fc.integer({ min: 0, max: 1_000_000_000_000 });

describe('IFRS 15, illustrative example 52', () => {
  const allocation = allocateSales({
    salesMinor: 100_000,
    expectedUnits: expectedUnitsOf(10_000, 0.95),
    unitValue: one,
  });

  it('allocates 91,324 to the goods and 8,676 to the points', () => {
    expect(allocation).toEqual({ goodsMinor: 91_324, pointsMinor: 8676 });
  });

  it('earns 4,110 in the first year and, when the estimate rises, 3,493 in the second', () => {
    expect(
      recogniseRevenue(allocation.pointsMinor, [
        { redeemedUnits: 4500, expectedUnits: 9500 },
        { redeemedUnits: 8500, expectedUnits: 9700 },
      ]),
    ).toEqual([
      { revenueMinor: 4110, cumulativeMinor: 4110, deferredMinor: 4566 },
      { revenueMinor: 3493, cumulativeMinor: 7603, deferredMinor: 1073 },
    ]);
  });
});

describe('sales with points', () => {
  it('round half a unit up for the points, and give the goods the rest', () => {
    // 3 × 1 ÷ (3 + 1) = 0.75 and 3 × 3 ÷ (3 + 3) = 1.5
    expect(allocateSales({ salesMinor: 3, expectedUnits: 1, unitValue: one })).toEqual({
      goodsMinor: 2,
      pointsMinor: 1,
    });
    expect(allocateSales({ salesMinor: 3, expectedUnits: 3, unitValue: one })).toEqual({
      goodsMinor: 1,
      pointsMinor: 2,
    });
  });

  it('take a unit worth less than a minor unit for what it is', () => {
    expect(unitsWorthMinor(50, { minor: 1, perUnits: 100 })).toBe(1);
    expect(unitsWorthMinor(49, { minor: 1, perUnits: 100 })).toBe(0);
  });

  it('defer nothing when nothing was paid, or no unit is expected to be redeemed', () => {
    expect(allocateSales({ salesMinor: 0, expectedUnits: 10, unitValue: one })).toEqual({
      goodsMinor: 0,
      pointsMinor: 0,
    });
    expect(allocateSales({ salesMinor: 10, expectedUnits: 0, unitValue: one }).pointsMinor).toBe(0);
  });

  it('sum to what was paid, neither part below zero, and defer more for more units', () => {
    fc.assert(
      fc.property(
        count,
        count,
        fc.record({ minor: count, perUnits: fc.integer({ min: 1, max: 1000 }) }),
        (...given) => {
          const [salesMinor, expectedUnits, unitValue] = given;
          const { goodsMinor, pointsMinor } = allocateSales({ salesMinor, expectedUnits, unitValue });
          expect(goodsMinor + pointsMinor).toBe(salesMinor);
          expect(Math.min(goodsMinor, pointsMinor)).toBeGreaterThanOrEqual(0);
          const more = allocateSales({ salesMinor, expectedUnits: expectedUnits + 1, unitValue });
          expect(more.pointsMinor).toBeGreaterThanOrEqual(pointsMinor);
        },
      ),
    );
  });

  it.each([
    ['an amount below zero', { salesMinor: -1, expectedUnits: 1, unitValue: one }],
    ['half a minor unit', { salesMinor: 0.5, expectedUnits: 1, unitValue: one }],
    ['half a unit', { salesMinor: 1, expectedUnits: 0.5, unitValue: one }],
    ['a value of no units', { salesMinor: 1, expectedUnits: 1, unitValue: { minor: 1, perUnits: 0 } }],
  ])('are refused with %s', (_, sold) => {
    expect(() => allocateSales(sold)).toThrow(RangeError);
  });

  it('are refused an expectation that is no share', () => {
    expect(() => expectedUnitsOf(10, 1.1)).toThrow(RangeError);
    expect(() => expectedUnitsOf(10, Number.NaN)).toThrow(RangeError);
  });
});

describe('revenue from points', () => {
  it('falls below zero in a period whose estimate rose by more than was redeemed', () => {
    const [, second] = recogniseRevenue(1000, [
      { redeemedUnits: 50, expectedUnits: 50 },
      { redeemedUnits: 50, expectedUnits: 100 },
    ]);
    expect(second).toEqual({ revenueMinor: -500, cumulativeMinor: 500, deferredMinor: 500 });
  });

  it('is all earned when no more is expected than was redeemed, or nothing at all', () => {
    expect(recogniseRevenue(1000, [{ redeemedUnits: 50, expectedUnits: 40 }])[0]?.deferredMinor).toBe(0);
    expect(recogniseRevenue(1000, [{ redeemedUnits: 0, expectedUnits: 0 }])[0]?.revenueMinor).toBe(1000);
    expect(recogniseRevenue(1000, [{ redeemedUnits: 0, expectedUnits: 1 }])[0]?.revenueMinor).toBe(0);
  });

  it('does not depend on the estimates that were in between', () => {
    const period = fc.record({ redeemed: fc.nat(1000), expected: fc.nat(100_000) });
    fc.assert(
      fc.property(count, fc.array(period, { minLength: 1 }), (pointsMinor, periods) => {
        let redeemedUnits = 0;
        const ends = periods.map(({ redeemed, expected }) => ({
          redeemedUnits: (redeemedUnits += redeemed),
          expectedUnits: expected,
        }));
        const told = recogniseRevenue(pointsMinor, ends);
        const atOnce = recogniseRevenue(pointsMinor, ends.slice(-1));
        expect(told.reduce((sum, { revenueMinor }) => sum + revenueMinor, 0)).toBe(atOnce[0]?.cumulativeMinor);
        for (const { cumulativeMinor, deferredMinor } of told) {
          expect(cumulativeMinor + deferredMinor).toBe(pointsMinor);
          expect(Math.min(cumulativeMinor, deferredMinor)).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  it('is refused redemptions that become fewer', () => {
    const ends = [
      { redeemedUnits: 5, expectedUnits: 10 },
      { redeemedUnits: 4, expectedUnits: 10 },
    ];
    expect(() => recogniseRevenue(100, ends)).toThrow(RangeError);
  });
});

describe('entries for the books', () => {
  const january = 56 * 12;

  it('take the deferral out of the sales, and what is earned out of the liability', () => {
    expect(bookLinesOf([{ month: january, deferredMinor: 8676, revenueMinor: 4110 }])).toEqual([
      { month: '2026-01', entry: '2026-01/deferral', account: 'revenue_sales', debitMinor: 8676, creditMinor: 0 },
      { month: '2026-01', entry: '2026-01/deferral', account: 'contract_liability', debitMinor: 0, creditMinor: 8676 },
      {
        month: '2026-01',
        entry: '2026-01/recognition',
        account: 'contract_liability',
        debitMinor: 4110,
        creditMinor: 0,
      },
      { month: '2026-01', entry: '2026-01/recognition', account: 'revenue_points', debitMinor: 0, creditMinor: 4110 },
    ]);
  });

  it('change sides below zero, and are none for nothing', () => {
    const lines = bookLinesOf([{ month: january, deferredMinor: 0, revenueMinor: -5 }]);
    expect(lines.map(({ account, debitMinor }) => [account, debitMinor])).toEqual([
      ['revenue_points', 5],
      ['contract_liability', 0],
    ]);
  });

  it('balance, each of them, and leave in the liability what is deferred', () => {
    const amount = fc.integer({ min: -1_000_000, max: 1_000_000 });
    const month = fc.record({ month: fc.nat(2000), deferredMinor: amount, revenueMinor: amount });
    fc.assert(
      fc.property(fc.uniqueArray(month, { selector: (one_) => one_.month }), (months) => {
        const lines = bookLinesOf(months);
        for (const group of Map.groupBy(lines, ({ entry }) => entry).values()) {
          expect(group.length).toBe(2);
          expect(group.reduce((sum, line) => sum + line.debitMinor - line.creditMinor, 0)).toBe(0);
        }
        const liability = lines.filter(({ account }) => account === 'contract_liability');
        expect(liability.reduce((sum, line) => sum + line.creditMinor - line.debitMinor, 0)).toBe(
          months.reduce((sum, { deferredMinor, revenueMinor }) => sum + deferredMinor - revenueMinor, 0),
        );
      }),
    );
  });

  it('are refused amounts that are not whole', () => {
    expect(() => bookLinesOf([{ month: january, deferredMinor: 0.5, revenueMinor: 0 }])).toThrow(RangeError);
  });
});

describe('outstanding units', () => {
  it('are summed by the month in which they expire, those that never do last', () => {
    const lots = [
      { expiryMonth: null, units: 7 },
      { expiryMonth: 673, units: 30 },
      { expiryMonth: 672, units: 100 },
      { expiryMonth: 673, units: 20 },
    ];
    expect(outstandingByExpiry(lots, { minor: 1, perUnits: 10 })).toEqual([
      { expiryMonth: 672, label: '2026-01', units: 100, valueMinor: 10 },
      { expiryMonth: 673, label: '2026-02', units: 50, valueMinor: 5 },
      { expiryMonth: null, label: null, units: 7, valueMinor: 1 },
    ]);
  });

  it('are none of no lots, and refused below zero', () => {
    expect(outstandingByExpiry([], one)).toEqual([]);
    expect(() => outstandingByExpiry([{ expiryMonth: 1, units: -1 }], one)).toThrow(RangeError);
  });
});
