import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { notByTime } from './instants.ts';
import { codecOfNumbers } from './state-codec.ts';

interface Tally {
  seen: number;
  endsAt: number;
}

const codec = codecOfNumbers<Tally>(1, { seen: 'count', endsAt: 'due' });

describe('the codec of a few numbers', () => {
  it('gives back what it was given, within its worst case', () => {
    const count = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
    const due = fc.oneof(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), fc.constant(notByTime));
    fc.assert(
      fc.property(count, due, (seen, endsAt) => {
        const bytes = codec.encode({ seen, endsAt });
        expect(codec.decode(bytes)).toEqual({ seen, endsAt });
        expect(bytes.length).toBeLessThanOrEqual(codec.bytesMax);
      }),
    );
  });

  it('begins with nothing that counts and nothing that is due', () => {
    expect(codec.create()).toEqual({ seen: 0, endsAt: notByTime });
  });

  it('does not depend on the order in which a state was put together', () => {
    expect(codec.encode({ endsAt: 7, seen: 3 })).toEqual(codec.encode({ seen: 3, endsAt: 7 }));
  });

  it('refuses bytes of another format, bytes cut short, and what is no whole number', () => {
    const bytes = codec.encode({ seen: 300, endsAt: notByTime });
    expect(() => codec.decode(Uint8Array.from([2, ...bytes.slice(1)]))).toThrow('state format 2');
    expect(() => codec.decode(bytes.slice(0, 2))).toThrow('cut short');
    expect(() => codec.encode({ seen: 0.5, endsAt: 1 })).toThrow('not a state integer');
    expect(() => codec.encode({ seen: notByTime, endsAt: 1 })).toThrow('not a state integer');
    // A due instant of 0 would be read as never.
    expect(() => codec.encode({ seen: 0, endsAt: 0 })).toThrow('not an instant');
  });
});
