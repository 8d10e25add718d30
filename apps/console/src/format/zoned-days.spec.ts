import { describe, expect, it } from 'vitest';
import { addDays, addMonths, dateOfInstant, daysBetween, endOfDay, isPlainDate, startOfDay } from './zoned-days.ts';

describe('days in a zone', () => {
  it('begins the day of Shanghai eight hours before that of Greenwich', () => {
    expect(startOfDay('2026-01-01', 'Asia/Shanghai')).toBe(Date.parse('2025-12-31T16:00:00Z'));
    expect(endOfDay('2026-01-01', 'Asia/Shanghai')).toBe(Date.parse('2026-01-01T16:00:00Z') - 1);
  });

  it('gives a day of 23 and a day of 25 hours where the clocks change', () => {
    const zone = 'Europe/Berlin';
    expect(startOfDay('2026-03-30', zone) - startOfDay('2026-03-29', zone)).toBe(23 * 3_600_000);
    expect(startOfDay('2026-10-26', zone) - startOfDay('2026-10-25', zone)).toBe(25 * 3_600_000);
  });

  it('goes there and back', () => {
    for (const zone of ['Asia/Shanghai', 'America/New_York', 'Asia/Kathmandu']) {
      expect(dateOfInstant(startOfDay('2026-07-01', zone), zone)).toBe('2026-07-01');
      expect(dateOfInstant(endOfDay('2026-07-01', zone), zone)).toBe('2026-07-01');
    }
  });
});

describe('plain dates', () => {
  it('counts over month and year ends', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(daysBetween('2026-02-28', '2026-03-01')).toBe(1);
  });

  it('keeps to the last day where a month is shorter', () => {
    expect(addMonths('2026-03-31', -1)).toBe('2026-02-28');
    expect(addMonths('2028-02-29', -12)).toBe('2027-02-28');
  });

  it('refuses what is no date', () => {
    expect(isPlainDate('2026-13-01')).toBe(false);
    expect(isPlainDate('2026-02-30')).toBe(false);
    expect(isPlainDate('yesterday')).toBe(false);
    expect(isPlainDate('2026-11-21')).toBe(true);
  });
});
