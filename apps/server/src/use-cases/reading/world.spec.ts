import { describe, expect, it } from 'vitest';
import { resolveAsOf } from './days.ts';
import { bucketsIn, periodIn } from './world.ts';
import type { ReadingWorld } from './world.ts';

const zone = 'Asia/Shanghai';
const now = Date.parse('2026-06-01T12:00:00Z');
const unused = () => Promise.reject(new Error('not asked'));
const world: ReadingWorld = { lens: unused, zone, program: unused, lensLagMs: () => 0, now: () => now };
const week = { from: '2025-03-03', to: '2025-03-09' };
const endsOf = (asOf: string | undefined, range = week) => {
  const resolved = resolveAsOf(asOf, zone, now);
  return [periodIn(world, range, resolved).toAt, bucketsIn(world, { ...range, bucket: 'day' }, resolved).at(-1)?.toAt];
};

describe('a period as of a past instant', () => {
  it('ends with the instant, in the middle of its day', () => {
    const noon = Date.parse('2025-03-05T12:00:00+08:00');
    expect(endsOf('2025-03-05T12:00:00+08:00')).toEqual([noon + 1, noon + 1]);
  });

  it('ends with the as-of day, or with itself when that is later', () => {
    const midnight = (day: string) => Date.parse(`${day}T00:00:00+08:00`);
    expect(endsOf('2025-03-05')).toEqual([midnight('2025-03-06'), midnight('2025-03-06')]);
    expect(endsOf('2025-04-05')).toEqual([midnight('2025-03-10'), midnight('2025-03-10')]);
    expect(endsOf(undefined)).toEqual([midnight('2025-03-10'), midnight('2025-03-10')]);
  });

  it('that begins after the instant is refused', () => {
    expect(() => endsOf('2025-03-02')).toThrow('request.invalid');
  });
});

describe('a bucket', () => {
  const cutOf = (asOf: string | undefined, range: { from: string; to: string }) =>
    bucketsIn(world, { ...range, bucket: 'month' }, resolveAsOf(asOf, zone, now)).at(-1)?.isCutAtEnd;

  it('whose last day is not over at the as-of instant is cut, and one that is over is not', () => {
    const may = { from: '2026-05-01', to: '2026-05-31' };
    expect(cutOf(undefined, may)).toBe(false);
    expect(cutOf('2026-05-31', may)).toBe(false);
    expect(cutOf('2026-05-31T12:00:00+08:00', may)).toBe(true);
    expect(cutOf('2026-05-30', may)).toBe(true);
    expect(cutOf(undefined, { from: '2026-05-01', to: '2026-06-30' })).toBe(true);
  });
});
