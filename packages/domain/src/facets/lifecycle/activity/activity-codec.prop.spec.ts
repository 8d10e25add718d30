import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { facetBytesMax } from '../../../kernel/base/bytes.ts';
import { InvariantError } from '../../../kernel/base/invariant.ts';
import { decodeLifecycle, encodeLifecycle } from '../stages/lifecycle-codec.ts';
import { notByTime } from '../../../kernel/base/instants.ts';
import { decodeActivity, encodeActivity } from './activity-codec.ts';
import { categoryHash, createActivityState, medianGapMs, recentPurchasesMax, trackedKinds } from './activity-state.ts';
import type { ActivityState } from './activity-state.ts';

const spanMs = 40 * 365 * 86_400_000;
const later = fc.integer({ min: 0, max: spanMs });
const count = fc.integer({ min: 0, max: 50_000 });

const states: fc.Arbitrary<ActivityState> = fc
  .record({
    firstAt: fc.integer({ min: 0, max: 4_000_000_000_000 }),
    purchases: fc.array(later, { maxLength: recentPurchasesMax }),
    lasts: fc.array(fc.option(later), { minLength: trackedKinds.length, maxLength: trackedKinds.length }),
    registered: fc.option(later),
    counts: fc.array(count, { minLength: 6, maxLength: 6 }),
    amounts: fc.array(fc.integer({ min: 0, max: 500_000_000_000_000 }), { minLength: 2, maxLength: 2 }),
    category: fc.string(),
  })
  .map(({ firstAt, purchases, lasts, registered, counts, amounts, category }) => {
    const state = createActivityState();
    const [factCount = 0, cancelled = 0, refunds = 0, reviews = 0, ratings = 0, days = 0] = counts;
    state.factCount = factCount;
    state.firstAt = firstAt;
    state.foldedUntil = firstAt + spanMs;
    state.registeredAt = registered === null ? state.registeredAt : firstAt + registered;
    state.recentPurchases = purchases.map((at) => firstAt + at).sort((a, b) => a - b);
    state.purchaseCount = purchases.length;
    state.firstPurchaseAt = state.recentPurchases[0] ?? state.firstPurchaseAt;
    state.cancelledCount = cancelled;
    state.refundCount = refunds;
    state.reviewCount = reviews;
    state.ratingSum = reviews > 0 ? ratings : 0;
    if (purchases.length + cancelled + refunds > 0) {
      [state.grossMinor = 0, state.refundedMinor = 0] = amounts;
      state.lastCategory = categoryHash(category);
    }
    for (const [index, last] of lasts.entries()) {
      if (last === null) continue;
      state.lastAt[index] = firstAt + last;
      state.days[index] = days + 1;
    }
    return state;
  });

describe('the bytes of an activity state', () => {
  it('hold all of it', () => {
    fc.assert(
      fc.property(states, (state) => {
        expect(decodeActivity(encodeActivity(state))).toEqual({ ...state, medianGapCache: Number.NaN });
      }),
    );
  });

  it(`are at most ${facetBytesMax}, even for the widest state`, () => {
    fc.assert(
      fc.property(states, (state) => {
        expect(encodeActivity(state).length).toBeLessThanOrEqual(facetBytesMax);
      }),
    );
    expect(encodeActivity(widest()).length).toBeLessThanOrEqual(facetBytesMax);
  });

  it('are few for a member of whom little is known', () => {
    expect(encodeActivity(createActivityState()).length).toBe(3);
  });

  it('are refused when cut short or of an unknown format', () => {
    const bytes = encodeActivity(widest());
    for (let length = 0; length < bytes.length; length += 1)
      expect(() => decodeActivity(bytes.slice(0, length))).toThrow(InvariantError);
    expect(() => decodeActivity(Uint8Array.from([9, ...bytes.slice(1)]))).toThrow('state format 9');
  });
});

function widest(): ActivityState {
  const state = createActivityState();
  const gap = spanMs / recentPurchasesMax;
  Object.assign(state, {
    factCount: 50_000,
    firstAt: 4_000_000_000_000,
    foldedUntil: 4_000_000_000_000 + spanMs,
    registeredAt: 4_000_000_000_000 + spanMs,
  });
  Object.assign(state, {
    purchaseCount: 50_000,
    cancelledCount: 50_000,
    refundCount: 50_000,
    grossMinor: 2 ** 49 - 1,
    refundedMinor: 2 ** 49 - 1,
  });
  Object.assign(state, {
    reviewCount: 16_000,
    ratingSum: 8_000_000,
    lastCategory: 2 ** 28 - 1,
    firstPurchaseAt: 4_000_000_000_000 + spanMs,
  });
  state.recentPurchases = Array.from(
    { length: recentPurchasesMax },
    (_, index) => 4_000_000_000_000 + Math.round(gap * (index + 1)),
  );
  state.lastAt = trackedKinds.map(() => 4_000_000_000_000 + spanMs);
  state.days = trackedKinds.map(() => 14_600);
  return state;
}

describe('the bytes of a lifecycle state', () => {
  const id = fc.stringMatching(/^[a-z][a-z0-9_-]{0,19}$/u);
  const standing = fc.record({
    lifecycle: id,
    stage: id,
    since: fc.integer({ min: 0, max: 8_000_000_000_000 }),
    reactivations: count,
    wait: fc.option(fc.integer({ min: 1, max: spanMs })),
  });

  it(`hold all of it in at most ${facetBytesMax}`, () => {
    fc.assert(
      fc.property(fc.array(standing, { maxLength: 4 }), (parts) => {
        const standings = parts.map(({ wait, ...rest }) => ({
          ...rest,
          nextAt: wait === null ? notByTime : rest.since + wait,
        }));
        const bytes = encodeLifecycle({ standings });
        expect(decodeLifecycle(bytes)).toEqual({ standings });
        expect(bytes.length).toBeLessThanOrEqual(facetBytesMax);
      }),
    );
  });

  it('are refused when cut short', () => {
    const bytes = encodeLifecycle({
      standings: [{ lifecycle: 'main', stage: 'new', since: 1, nextAt: 2, reactivations: 0 }],
    });
    for (let length = 0; length < bytes.length; length += 1)
      expect(() => decodeLifecycle(bytes.slice(0, length))).toThrow(InvariantError);
  });
});

describe('the median gap', () => {
  it.each([
    [[], null],
    [[0], null],
    [[0, 0.3], null],
    [[0, 10], 10],
    [[0, 0.2, 10], 10],
    [[0, 10, 40], 20],
    [[0, 10, 40, 41], 10],
  ])('of purchases on days %j is %s days', (purchases, days) => {
    const state = createActivityState();
    state.recentPurchases = purchases.map((day) => day * 86_400_000);
    const gap = medianGapMs(state);
    expect(gap === null ? null : gap / 86_400_000).toBe(days);
  });
});
