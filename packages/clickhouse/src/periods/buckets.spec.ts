import { describe, expect, it } from 'vitest';
import { bucketsOf } from './buckets.ts';
import { dayMs, firstDayAt } from '../testing/test-members.ts';

const zone = 'Asia/Shanghai';

describe('buckets', () => {
  it('begin at midnight of the zone, weeks on Monday, months on the first, cut at the ends of the period', () => {
    const weeks = bucketsOf({ from: '2025-01-01', to: '2025-01-14', size: 'week', zone });
    expect(weeks.map((bucket) => bucket.on)).toEqual(['2025-01-01', '2025-01-06', '2025-01-13']);
    expect(weeks[0]?.fromAt).toBe(firstDayAt);
    expect(weeks.at(-1)?.toAt).toBe(firstDayAt + 14 * dayMs);
  });

  it('say which day is their last, and which of them are not whole', () => {
    const cutsOf = (from: string, to: string, size: 'day' | 'week' | 'month') =>
      bucketsOf({ from, to, size, zone }).map(({ on, lastOn, isCutAtStart, isCutAtEnd }) => [
        `${on}/${lastOn}`,
        ...(isCutAtStart ? ['begun'] : []),
        ...(isCutAtEnd ? ['goes on'] : []),
      ]);
    expect(cutsOf('2025-01-15', '2025-03-10', 'month')).toEqual([
      ['2025-01-15/2025-01-31', 'begun'],
      ['2025-02-01/2025-02-28'],
      ['2025-03-01/2025-03-10', 'goes on'],
    ]);
    expect(cutsOf('2025-02-01', '2025-02-28', 'month')).toEqual([['2025-02-01/2025-02-28']]);
    expect(cutsOf('2025-01-06', '2025-01-14', 'week')).toEqual([
      ['2025-01-06/2025-01-12'],
      ['2025-01-13/2025-01-14', 'goes on'],
    ]);
    expect(cutsOf('2025-01-08', '2025-01-10', 'week')).toEqual([['2025-01-08/2025-01-10', 'begun', 'goes on']]);
    expect(cutsOf('2025-01-08', '2025-01-09', 'day')).toEqual([['2025-01-08/2025-01-08'], ['2025-01-09/2025-01-09']]);
  });

  it('know days of 23 hours', () => {
    const [day] = bucketsOf({ from: '2025-03-30', to: '2025-03-30', size: 'day', zone: 'Europe/Berlin' });
    expect((day?.toAt ?? 0) - (day?.fromAt ?? 0)).toBe(23 * 3_600_000);
  });

  it('refuse an empty period and too many buckets', () => {
    expect(() => bucketsOf({ from: '2025-01-02', to: '2025-01-01', size: 'day', zone })).toThrow(RangeError);
    expect(() => bucketsOf({ from: '2020-01-01', to: '2025-01-01', size: 'day', zone })).toThrow(RangeError);
  });
});
