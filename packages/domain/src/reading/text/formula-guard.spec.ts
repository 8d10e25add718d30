import { describe, expect, it } from 'vitest';
import { parseExactly } from './exact-json.ts';
import { guardCell, undressCell } from './formula-guard.ts';
import { withoutInvisible } from './invisible.ts';

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
    '\u00A0=1',
    '\u3000＝1',
    '\u200B=1',
    '\uFEFF+1',
    '\u200E \u2060－1',
    '\u00AD@x',
    '\u180E=1',
    '\n=1',
    ' -5',
    "'\u200B=1",
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

/** Every text of at most four of these characters. */
const texts = Array.from({ length: 4 }).reduce<string[]>(
  (shorter) => ['', ...shorter.flatMap((text) => "'=-5x ＝\u00A0\u200B".split('').map((one) => one + text))],
  [''],
);

describe('every short text of signs, apostrophes, digits, spaces and marks that nobody sees', () => {
  it('is read back as it was', () => {
    expect(texts.filter((text) => undressCell(guardCell(text)) !== text)).toEqual([]);
  });

  it('is read by an import as if it had not been guarded', () => {
    const imported = (cell: string) => withoutInvisible(undressCell(withoutInvisible(cell)));
    expect(texts.filter((text) => imported(guardCell(text)) !== withoutInvisible(text))).toEqual([]);
  });

  it('begins as no formula, unless it is a number', () => {
    const cells = texts.map(guardCell).filter((cell) => !/^-?\d+$/.test(cell));
    expect(cells.filter((cell) => /^[=＝-]/.test(withoutInvisible(cell)))).toEqual([]);
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
