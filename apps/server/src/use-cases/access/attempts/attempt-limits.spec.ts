import { describe, expect, it } from 'vitest';
import { attemptLimits, networkOf, waitAfter } from './attempt-limits.ts';

describe('waiting after failures', () => {
  it('costs nothing at first, then doubles, and never more than the longest wait', () => {
    const waits = [0, 7, 8, 9, 10, 14, 1000].map((failures) => waitAfter(failures, attemptLimits.pair) / 60_000);
    expect(waits).toEqual([0, 0, 1, 2, 4, 60, 60]);
  });

  it('is never longer than a quarter of an hour by what a stranger can bring about', () => {
    for (const limit of [attemptLimits.address, attemptLimits.account])
      expect(waitAfter(1_000_000, limit)).toBe(15 * 60_000);
  });
});

describe('the network of an address', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0db8:0001:0002::1', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('%s is %s', (address, network) => expect(networkOf(address)).toBe(network));
});
