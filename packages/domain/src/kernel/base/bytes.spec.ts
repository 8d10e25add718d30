import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteReader, ByteWriter, facetBytesMax } from './bytes.ts';
import { never } from './instants.ts';

const formatVersion = 1;

function write(what: (out: ByteWriter) => void): Uint8Array {
  const out = new ByteWriter();
  out.byte(formatVersion);
  what(out);
  return out.finish();
}

describe('bytes of a state', () => {
  it('carry integers, instants, gaps and texts there and back', () => {
    const integers = fc.array(fc.maxSafeNat(), { maxLength: 10 });
    const gaps = fc.array(fc.nat({ max: 2 ** 40 }), { maxLength: 10 });
    const text = fc.string({ maxLength: 20 });
    fc.assert(
      fc.property(integers, gaps, text, (numbers, steps, words) => {
        const base = 1_700_000_000_000;
        let at = base;
        const instants = steps.map((gap) => (at += gap));
        const bytes = write((out) => {
          for (const number of numbers) out.integer(number);
          out.optional(never, base);
          out.optional(at, base);
          out.gaps(instants, base);
          out.text(words);
        });
        const input = new ByteReader(bytes, formatVersion);
        expect(numbers.map(() => input.integer())).toEqual(numbers);
        expect([input.optional(base), input.optional(base)]).toEqual([never, at]);
        expect(input.gaps(instants.length, base)).toEqual(instants);
        expect(input.text()).toBe(words);
      }),
    );
  });

  it('stay what they are while others are written: thousands one after the other, two at once, one left unfinished', () => {
    const all = Array.from({ length: 3_000 }, (_, n) =>
      write((out) => Array.from({ length: 20 }, () => out.integer(n))),
    );
    const [first, second] = [new ByteWriter(), new ByteWriter()];
    const unfinished = new ByteWriter();
    for (let n = 0; n < 50; n += 1) {
      first.byte(1);
      unfinished.byte(3);
      second.byte(2);
    }
    const [ones, twos] = [first.finish(), second.finish()];
    const after = write((out) => out.integer(9));
    expect([new Set(ones), new Set(twos), [...after]]).toEqual([new Set([1]), new Set([2]), [formatVersion, 9]]);
    for (const [n, bytes] of all.entries()) {
      const input = new ByteReader(bytes, formatVersion);
      expect(Array.from({ length: 20 }, () => input.integer())).toEqual(Array.from({ length: 20 }, () => n));
    }
  });

  it('are refused when they do not fit, are cut short, or are of another format', () => {
    const whole = write((out) => Array.from({ length: facetBytesMax - 1 }, () => out.byte(0)));
    expect(whole).toHaveLength(facetBytesMax);
    expect(() => write((out) => Array.from({ length: facetBytesMax }, () => out.byte(0)))).toThrow('exceeds 256 bytes');
    expect(() => write((out) => out.integer(0.5))).toThrow('not a state integer');
    expect(() => write((out) => out.integer(-1))).toThrow('not a state integer');
    expect(() => new ByteReader(whole.subarray(0, 1), formatVersion).integer()).toThrow('cut short');
    expect(() => new ByteReader(whole, formatVersion + 1)).toThrow('state format 1, not 2');
  });
});
