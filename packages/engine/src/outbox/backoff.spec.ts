import { describe, expect, it } from 'vitest';
import { attemptsMax, delayAfter, failuresBeforeRest, restAfter } from './backoff.ts';

const middle = () => 0.5;
const least = () => 0;
const most = () => 1;
const hourMs = 3_600_000;

const attempts = Array.from({ length: attemptsMax - 1 }, (_, n) => n + 1);

describe('the wait of a delivery', () => {
  it('begins with seconds, and each is longer than the one before', () => {
    const delays = attempts.map((n) => delayAfter(n, middle) ?? Number.NaN);
    expect(delays[0]).toBe(5_000);
    expect(delays).toEqual(delays.toSorted((one, other) => one - other));
    expect(new Set(delays).size).toBe(delays.length);
  });

  it('spans a long weekend before it is given up, and not a week', () => {
    const sum = (chance: () => number) => attempts.reduce((all, n) => all + (delayAfter(n, chance) ?? 0), 0);
    expect(sum(middle)).toBeGreaterThan(70 * hourMs);
    expect(sum(least)).toBeGreaterThan(48 * hourMs);
    expect(sum(most)).toBeLessThan(7 * 24 * hourMs);
  });

  it('is given up after the last attempt, not before', () => {
    expect(delayAfter(attemptsMax - 1, middle)).not.toBeNull();
    expect(delayAfter(attemptsMax, middle)).toBeNull();
    expect(delayAfter(attemptsMax + 5, middle)).toBeNull();
  });

  it('is spread by a fifth to either side, in whole milliseconds', () => {
    expect([delayAfter(1, least), delayAfter(1, middle), delayAfter(1, most)]).toEqual([4_000, 5_000, 6_000]);
    expect(Number.isInteger(delayAfter(3, () => 0.123_456))).toBe(true);
  });
});

describe('the rest of a receiver', () => {
  it('does not come of a few failures', () => {
    for (let failures = 0; failures < failuresBeforeRest; failures += 1) expect(restAfter(failures, most)).toBe(0);
  });

  it('doubles with each failure, up to a bound within which one that is back is found', () => {
    const rests = [0, 1, 2, 3].map((more) => restAfter(failuresBeforeRest + more, middle));
    expect(rests).toEqual([2_000, 4_000, 8_000, 16_000]);
    expect(restAfter(failuresBeforeRest + 10, middle)).toBe(120_000);
    expect(restAfter(1_000_000, middle)).toBe(120_000);
    expect(restAfter(1_000_000, most)).toBeLessThan(150_000);
  });
});
