import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDayTable } from '../../../kernel/base/day-table.ts';
import { isInYearlyMonth, isYearlyDay, nextYearly, nextYearlyAt } from './next-yearly.ts';
import { parseYearlyDate } from './yearly-date.ts';
import type { YearlyDate } from './yearly-date.ts';

const dayOf = (text: string) => Temporal.PlainDate.from('1970-01-01').until(Temporal.PlainDate.from(text)).days;
const textOf = (day: number) => Temporal.PlainDate.from('1970-01-01').add({ days: day }).toString();
const instantOf = (text: string) => Temporal.Instant.from(text).epochMilliseconds;

function dateOf(text: string): YearlyDate {
  const date = parseYearlyDate(text);
  if (date === null) throw new Error(`${text} is no yearly date`);
  return date;
}

function nextAfter(text: string, after: string): string | null {
  const day = nextYearly(dateOf(text), dayOf(after));
  return day === null ? null : textOf(day);
}

describe('the next day on which a date comes round', () => {
  it.each([
    ['05-17', '2026-05-16', '2026-05-17'],
    ['05-17', '2026-05-17', '2027-05-17'],
    ['01-01', '2026-12-31', '2027-01-01'],
    ['02-29', '2026-02-01', '2026-02-28'],
    ['02-29', '2026-02-28', '2027-02-28'],
    ['02-29', '2027-02-28', '2028-02-29'],
    ['1992-02-29', '2100-01-01', '2100-02-28'],
  ])('of a solar %s after %s is %s', (text, after, expected) => {
    expect(nextAfter(text, after)).toBe(expected);
  });

  it.each([
    ['lunar:01-01', '2023-12-31', '2024-02-10'],
    ['lunar:01-01', '2024-02-10', '2025-01-29'],
    ['lunar:01-01', '2025-01-29', '2026-02-17'],
    ['lunar:1990-08-15', '2025-01-01', '2025-10-06'],
    // The twelfth month of 2024 had 29 days, that of 2023 thirty: New Year's Eve either way.
    ['lunar:12-30', '2024-01-01', '2024-02-09'],
    ['lunar:12-30', '2024-02-09', '2025-01-28'],
    // 2025 had a leap sixth month, 2026 has none.
    ['lunar:leap06-01', '2025-01-01', '2025-07-25'],
    ['lunar:leap06-01', '2025-07-25', '2026-07-14'],
    // The ordinary month alone is that of an ordinary birthday, though the number comes twice.
    ['lunar:06-01', '2025-01-01', '2025-06-25'],
    ['lunar:06-01', '2025-06-25', '2026-07-14'],
  ])('of %s after %s is %s', (text, after, expected) => {
    expect(nextAfter(text, after)).toBe(expected);
  });

  it('is not known beyond the years whose months are', () => {
    expect(nextAfter('lunar:01-01', '2100-02-08')).toBe('2100-02-09');
    expect(nextAfter('lunar:01-01', '2100-02-09')).toBeNull();
    expect(nextAfter('lunar:12-01', '2100-12-30')).toBe('2100-12-31');
  });

  it('never lies in the year in which the date began', () => {
    expect(nextAfter('2026-05-17', '2026-01-01')).toBe('2027-05-17');
    expect(nextAfter('lunar:2025-03-15', '2025-02-01')).toBe('2026-05-01');
    expect(isYearlyDay(dateOf('2026-05-17'), dayOf('2026-05-17'))).toBe(false);
    expect(isInYearlyMonth(dateOf('2026-05-17'), dayOf('2026-05-18'))).toBe(false);
  });
});

describe('the instant of the next such day', () => {
  it('is when it begins in the zone', () => {
    const days = createDayTable('Asia/Shanghai');
    const next = (after: string) => nextYearlyAt(dateOf('05-17'), instantOf(after), days);
    expect(next('2026-05-16T15:59:59.999Z')).toBe(instantOf('2026-05-16T16:00Z'));
    expect(next('2026-05-16T16:00Z')).toBe(instantOf('2027-05-16T16:00Z'));
  });

  it('is the first one of a day without midnight, and of a day that is left out that of the next', () => {
    // Beirut put its clocks from 24:00 to 1:00 on 28 March 2021; Apia had no 30 December 2011.
    const beirut = createDayTable('Asia/Beirut');
    expect(nextYearlyAt(dateOf('03-28'), instantOf('2021-03-01T00:00Z'), beirut)).toBe(instantOf('2021-03-27T22:00Z'));
    const apia = createDayTable('Pacific/Apia');
    expect(nextYearlyAt(dateOf('12-30'), instantOf('2011-12-01T00:00Z'), apia)).toBe(instantOf('2011-12-30T10:00Z'));
  });
});

describe('a birthday month', () => {
  it('is the month of the calendar in which the birthday is told', () => {
    expect(isInYearlyMonth(dateOf('05-17'), dayOf('2026-05-31'))).toBe(true);
    expect(isInYearlyMonth(dateOf('05-17'), dayOf('2026-06-01'))).toBe(false);
    expect(isInYearlyMonth(dateOf('lunar:08-15'), dayOf('2025-09-22'))).toBe(true);
    expect(isInYearlyMonth(dateOf('lunar:08-15'), dayOf('2025-09-21'))).toBe(false);
  });

  it('is the leap month for who was born in one, where the year has it, and for nobody else', () => {
    const inLeapMonth = dayOf('2025-08-01');
    const inOrdinaryMonth = dayOf('2025-07-01');
    expect(isInYearlyMonth(dateOf('lunar:leap06-10'), inLeapMonth)).toBe(true);
    expect(isInYearlyMonth(dateOf('lunar:leap06-10'), inOrdinaryMonth)).toBe(false);
    expect(isInYearlyMonth(dateOf('lunar:06-10'), inLeapMonth)).toBe(false);
    expect(isInYearlyMonth(dateOf('lunar:leap06-10'), dayOf('2026-07-20'))).toBe(true);
  });
});

describe('a date that comes round', () => {
  const twoDigits = (value: number) => String(value).padStart(2, '0');
  const texts = fc
    .record({
      prefix: fc.constantFrom('', 'lunar:', 'lunar:leap'),
      month: fc.integer({ min: 1, max: 12 }),
      day: fc.integer({ min: 1, max: 31 }),
    })
    .map(({ prefix, month, day }) => `${prefix}${twoDigits(month)}-${twoDigits(day)}`);
  const days = fc.integer({ min: 0, max: dayOf('2098-01-01') });

  it('does so after the day asked about, within 385 days, and on no day between', () => {
    fc.assert(
      fc.property(texts, days, (text, after) => {
        const date = parseYearlyDate(text);
        fc.pre(date !== null);
        const next = nextYearly(date, after) ?? Number.NaN;
        // The longest lunar year has 385 days, and a month may be missing its thirtieth.
        expect(next).toBeGreaterThan(after);
        expect(next - after).toBeLessThanOrEqual(date.isLeapMonth ? 415 : 385);
        expect(nextYearly(date, next - 1)).toBe(next);
        expect(isYearlyDay(date, next)).toBe(true);
        expect(isInYearlyMonth(date, next)).toBe(true);
        expect(nextYearly(date, after + Math.floor((next - after) / 2))).toBe(next);
      }),
    );
  });
});
