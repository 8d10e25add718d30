import { describe, expect, it } from 'vitest';
import { isLunarDay, lunarDayIn, lunarDayOf, lunarYears } from './lunar-calendar.ts';

/**
 * The table of lunar years 1900 to 2100 in common use, as it is printed: the last hexadecimal digit is the leap
 * month (0: none), the first says whether that has thirty days, and the twelve bits between which of the ordinary
 * months have thirty, the first month first.
 */
const publishedYears = `
04bd8 04ae0 0a570 054d5 0d260 0d950 16554 056a0 09ad0 055d2 04ae0 0a5b6 0a4d0 0d250 1d255 0b540 0d6a0 0ada2 095b0 14977
04970 0a4b0 0b4b5 06a50 06d40 1ab54 02b60 09570 052f2 04970 06566 0d4a0 0ea50 16a95 05ad0 02b60 186e3 092e0 1c8d7 0c950
0d4a0 1d8a6 0b550 056a0 1a5b4 025d0 092d0 0d2b2 0a950 0b557 06ca0 0b550 15355 04da0 0a5b0 14573 052b0 0a9a8 0e950 06aa0
0aea6 0ab50 04b60 0aae4 0a570 05260 0f263 0d950 05b57 056a0 096d0 04dd5 04ad0 0a4d0 0d4d4 0d250 0d558 0b540 0b6a0 195a6
095b0 049b0 0a974 0a4b0 0b27a 06a50 06d40 0af46 0ab60 09570 04af5 04970 064b0 074a3 0ea50 06b58 05ac0 0ab60 096d5 092e0
0c960 0d954 0d4a0 0da50 07552 056a0 0abb7 025d0 092d0 0cab5 0a950 0b4a0 0baa4 0ad50 055d9 04ba0 0a5b0 15176 052b0 0a930
07954 06aa0 0ad50 05b52 04b60 0a6e6 0a4e0 0d260 0ea65 0d530 05aa0 076a3 096d0 04afb 04ad0 0a4d0 1d0b6 0d250 0d520 0dd45
0b5a0 056d0 055b2 049b0 0a577 0a4b0 0aa50 1b255 06d20 0ada0 14b63 09370 049f8 04970 064b0 168a6 0ea50 06aa0 1a6c4 0aae0
092e0 0d2e3 0c960 0d557 0d4a0 0da50 05d55 056a0 0a6d0 055d4 052d0 0a9b8 0a950 0b4a0 0b6a6 0ad50 055a0 0aba4 0a5b0 052b0
0b273 06930 07337 06aa0 0ad50 14b55 04b60 0a570 054e4 0d160 0e968 0d520 0daa0 16aa6 056d0 04ae0 0a9d4 0a2d0 0d150 0f252
0d520`
  .trim()
  .split(/\s+/u)
  .map((text) => Number.parseInt(text, 16));

const dayOf = (text: string) => Temporal.PlainDate.from('1970-01-01').until(Temporal.PlainDate.from(text)).days;
const textOf = (day: number) => Temporal.PlainDate.from('1970-01-01').add({ days: day }).toString();

interface PublishedMonth {
  readonly month: number;
  readonly isLeapMonth: boolean;
  readonly days: number;
}

function monthsOf(published: number): readonly PublishedMonth[] {
  const leapMonth = published & 0xf;
  const leapDays = published & 0x10000 ? 30 : 29;
  return Array.from({ length: 12 }, (_, index) => index + 1).flatMap((month) => [
    { month, isLeapMonth: false, days: published & (0x10000 >> month) ? 30 : 29 },
    ...(month === leapMonth ? [{ month, isLeapMonth: true, days: leapDays }] : []),
  ]);
}

describe('the lunar calendar', () => {
  it('has the months and leap months of the published table', () => {
    // 1900 began on 31 January; every month begins where the one before has ended.
    let day = dayOf('1900-01-31');
    for (const [index, published] of publishedYears.entries()) {
      const year = lunarYears.first + index;
      for (const { days, ...month } of monthsOf(published)) {
        expect(lunarDayOf(day)).toEqual({ year, ...month, day: 1 });
        expect(lunarDayOf(day + days - 1)).toEqual({ year, ...month, day: days });
        expect(lunarDayIn(year, { ...month, day: 1 })).toBe(day);
        day += days;
      }
    }
    expect(publishedYears.length).toBe(lunarYears.last - lunarYears.first + 1);
    expect(textOf(day)).toBe('2101-01-29');
  });

  it.each([
    [1970, '1970-02-06'],
    [1984, '1984-02-02'],
    [1985, '1985-02-20'],
    [2000, '2000-02-05'],
    [2008, '2008-02-07'],
    [2020, '2020-01-25'],
    [2023, '2023-01-22'],
    [2024, '2024-02-10'],
    [2025, '2025-01-29'],
    [2026, '2026-02-17'],
    [2030, '2030-02-03'],
    [2033, '2033-01-31'],
    [2034, '2034-02-19'],
  ])('begins its year %i with the Spring Festival of %s', (year, festival) => {
    expect(textOf(lunarDayIn(year, { month: 1, isLeapMonth: false, day: 1 }))).toBe(festival);
  });

  it('puts other festivals where they were', () => {
    const festival = (year: number, month: number, day: number) =>
      textOf(lunarDayIn(year, { month, isLeapMonth: false, day }));
    expect([festival(2023, 8, 15), festival(2024, 8, 15), festival(2025, 8, 15)]).toEqual([
      '2023-09-29',
      '2024-09-17',
      '2025-10-06',
    ]);
    expect([festival(2023, 5, 5), festival(2024, 5, 5), festival(2025, 5, 5)]).toEqual([
      '2023-06-22',
      '2024-06-10',
      '2025-05-31',
    ]);
  });

  it('takes a missing thirtieth for the last day, and a missing leap month for the ordinary one, in every year', () => {
    for (const [index, published] of publishedYears.entries()) {
      const year = lunarYears.first + index;
      const months = monthsOf(published);
      for (let month = 1; month <= 12; month += 1)
        for (const isLeapMonth of [false, true]) {
          const there = months.findLast((one) => one.month === month && (isLeapMonth || !one.isLeapMonth));
          const found = lunarDayOf(lunarDayIn(year, { month, isLeapMonth, day: 30 }));
          expect(found).toEqual({ year, month, isLeapMonth: there?.isLeapMonth, day: there?.days });
        }
    }
  });

  it('knows which days never were', () => {
    const lunar = (year: number, month: number, day: number) => ({ year, month, isLeapMonth: false, day });
    expect(isLunarDay(lunar(2025, 6, 29))).toBe(true);
    expect(isLunarDay({ ...lunar(2025, 6, 1), isLeapMonth: true })).toBe(true);
    expect(isLunarDay({ ...lunar(2024, 6, 1), isLeapMonth: true })).toBe(false);
    expect(isLunarDay(lunar(2025, 4, 30))).toBe(false);
    expect(isLunarDay(lunar(1900, 1, 1))).toBe(true);
    expect(isLunarDay(lunar(2100, 1, 1))).toBe(true);
    expect(isLunarDay(lunar(1899, 1, 1))).toBe(false);
    expect(isLunarDay(lunar(2101, 1, 1))).toBe(false);
  });
});
