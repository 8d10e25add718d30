import { describe, expect, it } from 'vitest';
import { tellNowAndThen } from './tell-now-and-then.ts';

describe('failures that repeat', () => {
  it('are told at once, and then now and then with their number', () => {
    let now = 0;
    const told: [string, number][] = [];
    const fail = tellNowAndThen((error, failures) => told.push([String(error), failures]), {
      everyMs: 60_000,
      now: () => now,
    });
    fail('first');
    for (now = 1_000; now < 60_000; now += 1_000) fail('again');
    expect(told).toEqual([['first', 1]]);
    now = 60_000;
    fail('still');
    expect(told).toEqual([
      ['first', 1],
      ['still', 60],
    ]);
  });
});
