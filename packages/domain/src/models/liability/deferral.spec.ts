import { describe, expect, it } from 'vitest';
import { deferRevenue } from './deferral.ts';
import { knownThen, unitCohortsOf } from './unit-flow.ts';
import type { ExpectedShare } from './deferral.ts';
import type { UnitFlow } from './unit-flow.ts';

const none: UnitFlow = {
  origin: 'sale',
  issueMonth: 0,
  month: 0,
  issuedUnits: 0,
  redeemedUnits: 0,
  expiredUnits: 0,
  takenBackUnits: 0,
  reinstatedUnits: 0,
  movedUnits: 0,
  absorbedUnits: 0,
  salesMinor: 0,
};
const flow = (more: Partial<UnitFlow>): UnitFlow => ({ ...none, ...more });
const unitValue = { minor: 1, perUnits: 1 };
const sold = flow({ issuedUnits: 10_000, salesMinor: 100_000 });

describe('deferred revenue by month', () => {
  const deferral = (
    flows: readonly UnitFlow[],
    through: number,
    shareOf: ExpectedShare = (_, month) => (month === 0 ? 0.95 : 0.97),
  ) => deferRevenue(flows, { unitValue, through, shareOf });

  it('keeps the split of the first month when more is expected, and books the difference where it is learnt', () => {
    const flows = [sold, flow({ redeemedUnits: 4_500 }), flow({ month: 1, redeemedUnits: 4_000 })];
    expect(deferral(flows, 1).months).toEqual([
      { month: 0, salesMinor: 100_000, deferredMinor: 8_676, revenueMinor: 4_110, liabilityMinor: 4_566 },
      { month: 1, salesMinor: 0, deferredMinor: 0, revenueMinor: 3_493, liabilityMinor: 1_073 },
    ]);
  });

  it('says of a month the same whatever came later', () => {
    const flows = [
      sold,
      flow({ redeemedUnits: 4_500 }),
      flow({ month: 1, redeemedUnits: 4_000 }),
      flow({ month: 3, expiredUnits: 1_500 }),
    ];
    const [first, second] = deferral(flows, 3).months;
    expect([first, second]).toEqual(deferral(flows, 1).months);
  });

  it('owes nothing any more once all of a batch is redeemed or has lapsed', () => {
    const flows = [sold, flow({ month: 1, redeemedUnits: 1_000 }), flow({ month: 2, expiredUnits: 9_000 })];
    expect(deferral(flows, 2).months.at(-1)).toMatchObject({ revenueMinor: expect.any(Number), liabilityMinor: 0 });
  });

  it('takes back of both what a refund takes back', () => {
    const all = deferral([sold, flow({ month: 1, takenBackUnits: 10_000, salesMinor: -100_000 })], 1);
    expect(all.months[1]).toEqual({
      month: 1,
      salesMinor: -100_000,
      deferredMinor: -8_676,
      revenueMinor: 0,
      liabilityMinor: 0,
    });
  });

  it('comes of no units that nobody paid for', () => {
    const gifts = [flow({ origin: 'grant', issuedUnits: 500 }), flow({ origin: 'opening', issuedUnits: 500 })];
    expect(deferral(gifts, 1)).toEqual({ months: [], batches: [] });
  });

  it('is refused a share that is none', () => {
    expect(() => deferral([sold], 0, () => 1.2)).toThrow(RangeError);
  });
});

describe('cohorts of flows', () => {
  it('are followed through the month, taken back units never having been issued', () => {
    const flows = [
      sold,
      flow({ takenBackUnits: 1_000 }),
      flow({ month: 2, redeemedUnits: 100, expiredUnits: 20 }),
      flow({ month: 5, redeemedUnits: 1 }),
    ];
    expect(unitCohortsOf(flows, 2)).toEqual([
      { issueMonth: 0, issuedUnits: 9_000, redeemedByAge: [0, 0, 100], expiredByAge: [0, 0, 20] },
    ]);
  });

  it('leave out what was brought from elsewhere, and never lose more than they had', () => {
    const flows = [
      flow({ origin: 'opening', issuedUnits: 70 }),
      flow({ issuedUnits: 100, redeemedUnits: 100 }),
      flow({ month: 1, takenBackUnits: 60 }),
    ];
    expect(unitCohortsOf(flows, 1)).toEqual([
      { issueMonth: 0, issuedUnits: 40, redeemedByAge: [40, 0], expiredByAge: [0, 0] },
    ]);
  });

  it('expect all to be redeemed while nothing is known, and go by the past of others as soon as there is one', () => {
    expect(knownThen([], 3).shareOf(4)).toBe(1);
    const past = [flow({ issuedUnits: 100 }), flow({ redeemedUnits: 60, expiredUnits: 40 })];
    expect(knownThen(past, 0).shareOf(1)).toBeCloseTo(0.6, 12);
  });
});
