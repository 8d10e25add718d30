import { describe, expect, it } from 'vitest';
import { before, comparedPeriods, dayOf, endOfDay, monthEndsBefore, resolveAsOf, startOfDay } from './days.ts';

const zone = 'Europe/London';
const now = Date.parse('2026-06-01T12:00:00Z');

describe('as-of', () => {
  it('takes a calendar day to be its last millisecond in the zone', () => {
    expect(resolveAsOf('2011-12-09', zone, now)).toEqual({ at: Date.parse('2011-12-09T23:59:59.999Z'), isNow: false });
    expect(resolveAsOf('2011-07-09', zone, now).at).toBe(Date.parse('2011-07-09T22:59:59.999Z'));
  });

  it('takes nothing, and the future, to be now', () => {
    for (const text of [undefined, '2030-01-01', '2026-06-01', '2026-06-01T12:00:00Z']) {
      expect(resolveAsOf(text, zone, now)).toEqual({ at: now, isNow: true });
    }
  });

  it('refuses a day that is not', () => {
    expect(() => resolveAsOf('2011-02-30', zone, now)).toThrow('request.invalid');
  });
});

describe('ends of months', () => {
  it('are the last instants of months that were over, oldest first, also where clocks change', () => {
    expect(monthEndsBefore(now, zone, 3)).toEqual(
      ['2026-03-31T22:59:59.999Z', '2026-04-30T22:59:59.999Z', '2026-05-31T22:59:59.999Z'].map(Date.parse),
    );
    expect(monthEndsBefore(Date.parse('2026-06-01T00:00:00+01:00'), zone, 1)).toEqual([
      Date.parse('2026-05-31T22:59:59.999Z'),
    ]);
    expect(monthEndsBefore(now, zone, 0)).toEqual([]);
  });
});

describe('days', () => {
  it('have 23 and 25 hours where clocks change', () => {
    expect(endOfDay('2026-03-29', zone) - startOfDay('2026-03-29', zone)).toBe(23 * 3_600_000);
    expect(endOfDay('2026-10-25', zone) - startOfDay('2026-10-25', zone)).toBe(25 * 3_600_000);
  });

  it('come before one another by the wall clock', () => {
    const at = Date.parse('2026-03-29T11:00:00Z');
    expect(new Date(before(at, zone, { days: 1 })).toISOString()).toBe('2026-03-28T12:00:00.000Z');
    expect(dayOf(Date.parse('2026-01-01T17:00:00Z'), 'Asia/Shanghai')).toBe('2026-01-02');
  });

  const daysOf = (period: { from: string; to: string }, asOf: string) => {
    const { before: earlier, lastYear } = comparedPeriods(period, { zone, asOfAt: Date.parse(asOf) });
    return [earlier, lastYear].map(({ from, to }) => `${from}/${to}`);
  };
  const endsOf = (period: { from: string; to: string }, asOf: string) => {
    const { before: earlier, lastYear } = comparedPeriods(period, { zone, asOfAt: Date.parse(asOf) });
    return [earlier, lastYear].map(({ toAt }) => new Date(toAt).toISOString());
  };

  it('are compared with as many days before, and with the same days last year', () => {
    const february = { from: '2024-02-01', to: '2024-02-29' };
    expect(daysOf(february, '2024-02-29T23:59:59.999Z')).toEqual(['2024-01-03/2024-01-31', '2023-02-01/2023-02-28']);
    expect(endsOf(february, '2024-02-29T23:59:59.999Z')).toEqual([
      '2024-02-01T00:00:00.000Z',
      '2023-03-01T00:00:00.000Z',
    ]);
  });

  it('that are not over are compared up to the same time of day, also where clocks change', () => {
    const week = { from: '2026-03-24', to: '2026-03-30' };
    expect(daysOf(week, '2026-03-30T08:00:00Z')).toEqual(['2026-03-17/2026-03-23', '2025-03-24/2025-03-30']);
    expect(endsOf(week, '2026-03-30T08:00:00Z')).toEqual(['2026-03-23T09:00:00.001Z', '2025-03-30T08:00:00.001Z']);
  });

  it('end where the stages before are counted: one baseline for what stands and what was sold', () => {
    for (const asOf of ['2026-03-30T08:00:00Z', '2026-03-30T22:59:59.999Z', '2024-02-29T23:59:59.999Z']) {
      const asOfAt = Date.parse(asOf);
      const to = dayOf(asOfAt, zone);
      const compared = comparedPeriods({ from: dayOf(before(asOfAt, zone, { days: 29 }), zone), to }, { zone, asOfAt });
      expect(compared.before.toAt - 1).toBe(before(asOfAt, zone, { days: 30 }));
      expect(compared.lastYear.toAt - 1).toBe(before(asOfAt, zone, { years: 1 }));
    }
  });
});
