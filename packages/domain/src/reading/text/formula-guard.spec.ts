import { describe, expect, it } from 'vitest';
import { parseExactly } from './exact-json.ts';
import { guardCell, undressCell } from './formula-guard.ts';

describe('a cell', () => {
  it.each([
    '=1+1',
    '+5.25',
    '+Vitamin',
    '-10X',
    '@cmd',
    '\tx',
    '\rx',
    '＝1',
    '＋1',
    '－x',
    '＠x',
    '  =1',
    "'=1",
    "'+5",
    "''-5",
    "'0012",
    "'7 up",
  ])('that a spreadsheet would run, or that looks guarded, is guarded and read back: %j', (text) => {
    const guarded = guardCell(text);
    expect(guarded).toBe(`'${text}`);
    expect(undressCell(guarded)).toBe(text);
  });
  it.each(['-5', '-0.5', "'t Hooft", 'plain', '', '5', "it's"])('that is none is left alone: %j', (text) => {
    expect(guardCell(text)).toBe(text);
    expect(undressCell(text)).toBe(text);
  });
  it('loses the dress that a spreadsheet gave it', () => {
    expect(["'+33610000001", "'75008", '="0012"', '="a ""b"""'].map(undressCell)).toEqual([
      '+33610000001',
      '75008',
      '0012',
      'a "b"',
    ]);
  });
});

it('keeps every digit of whole numbers beyond 2^53, and other numbers as numbers', () => {
  expect(
    parseExactly('{"a":9007199254740993,"b":[12345678901234567890,1.5],"c":9007199254740991,"d":"9007199254740993"}'),
  ).toEqual({
    a: '9007199254740993',
    b: ['12345678901234567890', 1.5],
    c: 9007199254740991,
    d: '9007199254740993',
  });
  expect(() => parseExactly('{')).toThrow(SyntaxError);
});
