import { describe, expect, it } from 'vitest';
import { createRecentMap } from './recent-map.ts';

describe('a map of what was used lately', () => {
  it('gives what was set, and the newest of it', () => {
    const map = createRecentMap<string, number>(4);
    map.set('a', 1);
    map.set('a', 2);
    expect([map.get('a'), map.get('b')]).toEqual([2, undefined]);
  });

  it('keeps what is read again and again, and forgets what is not', () => {
    const map = createRecentMap<number, string>(10);
    map.set(-1, 'read');
    map.set(-2, 'left alone');
    for (let n = 0; n < 100; n += 1) {
      map.set(n, 'new');
      expect(map.get(-1)).toBe('read');
    }
    expect(map.get(-2)).toBeUndefined();
    expect(map.get(99)).toBe('new');
  });

  it('never remembers more than its greatest number', () => {
    const map = createRecentMap<number, number>(10);
    for (let n = 0; n < 1000; n += 1) map.set(n, n);
    const kept = Array.from({ length: 1000 }, (_, n) => n).filter((n) => map.get(n) !== undefined);
    expect(kept.length).toBeLessThanOrEqual(10);
    expect(kept.length).toBeGreaterThanOrEqual(5);
  });
});
