import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareTexts } from './compare-texts.ts';

describe('texts', () => {
  it('are compared by code points, not by halves of them', () => {
    // U+1F600 is greater than U+FFFD, though its first half is less.
    expect(compareTexts('\u{1F600}', '\uFFFD')).toBeGreaterThan(0);
    expect(compareTexts('a\u{1F600}', 'a\uFFFDb')).toBeGreaterThan(0);
    expect(compareTexts('a', 'ab')).toBeLessThan(0);
    expect(compareTexts('中', '中')).toBe(0);
  });

  it('are in the order of their bytes in UTF-8, whatever they are', () => {
    const text = fc.string({ unit: 'grapheme' });
    const bytes = new TextEncoder();
    fc.assert(
      fc.property(text, text, (a, b) => {
        const [left, right] = [bytes.encode(a), bytes.encode(b)];
        const place = left.findIndex((byte, index) => byte !== right[index]);
        const byBytes = place === -1 ? left.length - right.length : (left[place] ?? 0) - (right[place] ?? -1);
        expect(Math.sign(compareTexts(a, b))).toBe(Math.sign(byBytes));
      }),
    );
  });
});
