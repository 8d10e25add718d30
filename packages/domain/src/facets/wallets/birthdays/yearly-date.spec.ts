import { describe, expect, it } from 'vitest';
import { createDayTable } from '../../../kernel/base/day-table.ts';
import { anniversaryOf, parseYearlyDate } from './yearly-date.ts';

const solar = { calendar: 'solar', isLeapMonth: false } as const;
const lunar = { calendar: 'lunar', isLeapMonth: false } as const;

describe('the text of a yearly date', () => {
  it.each([
    ['1990-05-17', { ...solar, year: 1990, month: 5, day: 17 }],
    ['05-17', { ...solar, year: null, month: 5, day: 17 }],
    ['02-29', { ...solar, year: null, month: 2, day: 29 }],
    ['1992-02-29', { ...solar, year: 1992, month: 2, day: 29 }],
    ['lunar:1990-03-15', { ...lunar, year: 1990, month: 3, day: 15 }],
    ['lunar:03-15', { ...lunar, year: null, month: 3, day: 15 }],
    ['lunar:12-30', { ...lunar, year: null, month: 12, day: 30 }],
    ['lunar:leap04-01', { ...lunar, isLeapMonth: true, year: null, month: 4, day: 1 }],
    ['lunar:1990-leap05-01', { ...lunar, isLeapMonth: true, year: 1990, month: 5, day: 1 }],
  ])('is read: %s', (text, expected) => {
    expect(parseYearlyDate(text)).toEqual(expected);
  });

  it.each([
    ['a day that no year has', '02-30'],
    ['a day that its year did not have', '1991-02-29'],
    ['a thirteenth month', '13-01'],
    ['a month nought', '00-10'],
    ['a day nought', '05-00'],
    ['one digit', '5-17'],
    ['another order', '17/05/1990'],
    ['an instant', '1990-05-17T00:00'],
    ['a leap month of the solar calendar', 'leap04-01'],
    ['a lunar thirty-first', 'lunar:03-31'],
    ['a thirteenth lunar month', 'lunar:13-01'],
    ['a leap month that its year did not have', 'lunar:1991-leap05-01'],
    ['a thirtieth that its month did not have', 'lunar:1990-leap05-30'],
    ['a lunar year whose months are not known', 'lunar:1899-03-15'],
    ['nothing', ''],
  ])('is not read from %s', (_, text) => {
    expect(parseYearlyDate(text)).toBeNull();
  });
});

describe('the anniversary of an instant', () => {
  it('is the day on which it lay in the zone', () => {
    const at = Temporal.Instant.from('2024-02-28T20:00Z').epochMilliseconds;
    expect(anniversaryOf(at, createDayTable('Asia/Shanghai'))).toEqual({ ...solar, year: 2024, month: 2, day: 29 });
    expect(anniversaryOf(at, createDayTable('UTC'))).toEqual({ ...solar, year: 2024, month: 2, day: 28 });
  });
});
