import fc from 'fast-check';
import { expect, it } from 'vitest';
import { convertMinor, toMinorRate } from './exchange-rate.ts';

const rateText = fc
  .tuple(fc.integer({ min: 0, max: 999 }), fc.integer({ min: 1, max: 9_999 }))
  .map(([whole, fraction]) => `${whole}.${String(fraction).padStart(4, '0')}`);
const amount = fc.integer({ min: -100_000_000, max: 100_000_000 });
const digits = fc.record({ from: fc.integer({ min: 0, max: 3 }), to: fc.integer({ min: 0, max: 3 }) });

it('is within half a minor unit of the exact product, and odd', () => {
  fc.assert(
    fc.property(rateText, amount, digits, (text, amountMinor, minor) => {
      const rate = toMinorRate(text, minor);
      if (rate === undefined) throw new Error('the generator makes rates');
      const converted = BigInt(convertMinor(amountMinor, rate));
      const unit = 10n ** BigInt(rate.scale);
      const missed = 2n * (converted * unit - BigInt(amountMinor) * rate.mantissa);
      expect(missed <= unit && missed >= -unit).toBe(true);
      expect(convertMinor(-amountMinor, rate) + convertMinor(amountMinor, rate)).toBe(0);
    }),
  );
});

it('keeps the order of amounts', () => {
  fc.assert(
    fc.property(rateText, amount, amount, (text, one, other) => {
      const rate = toMinorRate(text, { from: 2, to: 2 });
      if (rate === undefined) throw new Error('the generator makes rates');
      expect(convertMinor(Math.max(one, other), rate)).toBeGreaterThanOrEqual(convertMinor(Math.min(one, other), rate));
    }),
  );
});
