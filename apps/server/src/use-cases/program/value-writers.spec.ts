import { expect, it } from 'vitest';
import { createValueWriters } from './value-writers.ts';

it('writes amounts in the minor unit of the currency, and days as each language does', () => {
  const { en, zh } = createValueWriters('CNY');
  expect([en.money(123_456), zh.money(123_456)]).toEqual(['¥1,234.56', '¥1,234.56']);
  expect(createValueWriters('JPY').en.money(1234)).toBe('¥1,234');
  expect([en.day('2026-03-08'), zh.day('2026-03-08')]).toEqual(['Mar 8, 2026', '2026年3月8日']);
  expect([en.decimal(0.1256, 2), zh.decimal(1200, 3)]).toEqual(['0.13', '1,200']);
});

it('shows days that are none as they stand', () => {
  const { en } = createValueWriters('CNY');
  expect([en.day('soon'), en.day(1e300)]).toEqual(['soon', '1e+300']);
});
