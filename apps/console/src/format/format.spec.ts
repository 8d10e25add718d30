import { minorDigits } from '@perennial/contracts';
import { describe, expect, it } from 'vitest';
import { createFormatter } from './format.ts';

const chinese = createFormatter({ locale: 'zh-CN', zone: 'Asia/Shanghai', currency: 'CNY' });
const english = createFormatter({ locale: 'en', zone: 'Asia/Shanghai', currency: 'CNY' });

describe('numbers', () => {
  it('separates thousands in both languages', () => {
    expect(chinese.integer(1234567)).toBe('1,234,567');
    expect(english.integer(1234567)).toBe('1,234,567');
  });

  it('shortens only what is at least ten thousand', () => {
    expect(english.short(9999)).toBe('9,999');
    expect(english.short(12_345)).toBe('12.3K');
    expect(chinese.short(12_345)).toBe('1.2万');
  });

  it('gives changes a sign, and says plus-minus zero for none', () => {
    expect(english.signed(12)).toBe('+12');
    expect(english.signed(-12)).toBe('-12');
    expect(english.signed(0)).toBe('±0');
    expect(english.signedPercent(-0.052)).toBe('-5.2%');
  });
});

describe('amounts', () => {
  it('reads minor units by the digits of the currency', () => {
    expect(english.money(123_456)).toBe('¥1,234.56');
    expect(createFormatter({ locale: 'en', zone: 'UTC', currency: 'JPY' }).money(1234)).toBe('¥1,234');
    expect(minorDigits('JPY')).toBe(0);
    expect(minorDigits('CNY')).toBe(2);
  });

  it('leaves the minor digits out of short amounts', () => {
    expect(english.moneyShort(123_456)).toBe('¥1,235');
    expect(chinese.moneyShort(123_456_700)).toBe('¥123.5万');
  });
});

describe('changes', () => {
  it('are told in per cent, and as a multiple where per cent says nothing', () => {
    expect(english.change(123, 100)).toBe('+23%');
    expect(english.change(50, 100)).toBe('-50%');
    expect(english.change(7, 7)).toBe('±0%');
    expect(english.change(999, 100)).toBe('+899%');
    expect(english.change(1000, 100)).toBe('×10');
    expect(chinese.change(2579, 9)).toBe('×287');
  });

  it('from nothing have no proportion', () => {
    expect(english.change(5, 0)).toBe('');
  });
});

describe('instants', () => {
  const newYearInShanghai = Date.parse('2025-12-31T16:00:00Z');

  it('shows the day of the program zone, not of the machine', () => {
    expect(english.day(newYearInShanghai)).toBe('Jan 1, 2026');
    expect(chinese.day(newYearInShanghai)).toBe('2026年1月1日');
  });

  it('shows midnight as 00, not 24', () => {
    expect(english.clock(newYearInShanghai)).toBe('00:00:00');
  });

  it('writes plain dates without moving them through a zone', () => {
    expect(
      createFormatter({ locale: 'en', zone: 'America/Los_Angeles', currency: 'USD' }).plainDate('2026-03-01'),
    ).toBe('Mar 1, 2026');
  });

  it('writes spans of days in the words of single ones, and a span of one day as that day', () => {
    expect(chinese.plainRange('2026-05-01', '2026-05-30')).toBe('2026年5月1日至5月30日');
    expect(chinese.plainRange('2025-12-31', '2026-01-01')).toBe('2025年12月31日至2026年1月1日');
    expect(english.plainRange('2026-05-01', '2026-05-30').replaceAll(/\s/gu, ' ')).toBe('May 1 – 30, 2026');
    expect(english.plainRange('2026-05-01', '2026-05-01')).toBe('May 1, 2026');
  });

  it('names distances in the largest fitting unit', () => {
    expect(english.relative(3 * 86_400_000, 0)).toBe('in 3 days');
    expect(chinese.relative(-61 * 86_400_000, 0)).toBe('2个月前');
  });
});
