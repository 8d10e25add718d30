import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPace } from './pace.ts';

/** As many as may go at one instant. */
function takeAll(pace: ReturnType<typeof createPace>, now: number): number {
  let taken = 0;
  while (pace.take(now)) taken += 1;
  return taken;
}

describe('a pace', () => {
  it('lets a tenth of a second’s calls go at once, and no more', () => {
    expect(takeAll(createPace(200), 0)).toBe(20);
  });

  it('lets one go at once however slow it is', () => {
    const pace = createPace(1);
    expect([takeAll(pace, 0), takeAll(pace, 900), takeAll(pace, 1_000)]).toEqual([1, 0, 1]);
  });

  it('says how long until the next, which may go then and not sooner', () => {
    const pace = createPace(4);
    expect(pace.waitMs(0)).toBe(0);
    pace.take(0);
    expect(pace.waitMs(0)).toBe(250);
    expect(pace.take(249)).toBe(false);
    expect(pace.waitMs(249)).toBeLessThan(3);
    expect(pace.take(250)).toBe(true);
  });

  it('does not save up what was not taken', () => {
    const pace = createPace(100);
    takeAll(pace, 0);
    expect(takeAll(pace, 3_600_000)).toBe(10);
  });

  it('goes by a rate that is changed from then on', () => {
    const pace = createPace(1_000);
    takeAll(pace, 0);
    pace.setRate(10);
    expect(pace.waitMs(0)).toBe(100);
    pace.setRate(100);
    expect(pace.waitMs(0)).toBe(10);
  });

  it('takes nothing while it only says how long, and is not stopped by a clock that is set back', () => {
    const pace = createPace(10);
    pace.take(10_000);
    for (let n = 0; n < 100; n += 1) pace.waitMs(10_000);
    expect(pace.waitMs(10_000)).toBe(100);
    expect(pace.take(0)).toBe(false);
    expect(pace.take(100)).toBe(true);
  });

  it('never lets more go within any time than its rate and one burst', () => {
    const asked = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), asked, (rate, gaps) => {
        const pace = createPace(rate);
        let now = 0;
        let taken = 0;
        for (const gap of gaps) {
          now += gap;
          taken += takeAll(pace, now);
        }
        expect(taken).toBeLessThanOrEqual(Math.max(1, rate * 0.1) + (now * rate) / 1_000 + 1e-6);
      }),
    );
  });
});
