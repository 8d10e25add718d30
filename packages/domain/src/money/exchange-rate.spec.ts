import { describe, expect, it } from 'vitest';
import { convertMinor, toMinorRate, type MinorRate } from './exchange-rate.ts';

const cents = { from: 2, to: 2 };

function rate(text: string, digits = cents): MinorRate {
  const read = toMinorRate(text, digits);
  if (read === undefined) throw new Error(`${text} is no rate`);
  return read;
}

describe('a rate', () => {
  it('is read to its last digit', () => {
    expect(toMinorRate('7.1234', cents)).toEqual({ mantissa: 71_234n, scale: 4 });
    expect(toMinorRate('0.000000000001', cents)).toEqual({ mantissa: 1n, scale: 12 });
  });

  it('follows the minor digits of its two currencies', () => {
    expect(convertMinor(1_000, rate('0.048', { from: 0, to: 2 }))).toBe(4_800);
    expect(convertMinor(10_000, rate('20.8', { from: 2, to: 0 }))).toBe(2_080);
    expect(convertMinor(1_500, rate('23', { from: 3, to: 2 }))).toBe(3_450);
  });

  it.each([
    '',
    '0',
    '0.000',
    '-7.1',
    '+7.1',
    '7,1',
    '7.',
    '.5',
    '1e3',
    '1234567890',
    '1.1234567890123',
    ' 7',
    'NaN',
    '٧',
  ])('is not %j', (text) => expect(toMinorRate(text, cents)).toBeUndefined());
});

describe('converting', () => {
  it('rounds half away from zero where a double would fall short', () => {
    expect(Math.round(100 * 1.005)).toBe(100);
    expect(convertMinor(100, rate('1.005'))).toBe(101);
    expect(convertMinor(-100, rate('1.005'))).toBe(-101);
    expect(convertMinor(100, rate('1.0049'))).toBe(100);
  });

  it('keeps nothing as nothing, and never gives a negative zero', () => {
    expect(Object.is(convertMinor(0, rate('7.1')), 0)).toBe(true);
    expect(Object.is(convertMinor(-1, rate('0.001')), 0)).toBe(true);
  });

  it('takes a fraction of a minor unit, which types of their own may carry', () => {
    expect(convertMinor(1.5, rate('2'))).toBe(3);
    expect(convertMinor(-2.5, rate('1'))).toBe(-3);
  });
});
