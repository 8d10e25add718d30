import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitUnits } from './largest-remainder.ts';
import type { Share } from './largest-remainder.ts';

/** Small weights tie often, large ones leave the safe integers when multiplied. */
const weight = fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 2 ** 48 }));
const shares: fc.Arbitrary<readonly Share[]> = fc
  .array(weight, { maxLength: 12 })
  .map((weights) => weights.map((one, index) => ({ key: `line-${index}`, weight: one })));
const units = fc.oneof(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }));

const totalOf = (list: readonly Share[]) => list.reduce((sum, { weight: one }) => sum + BigInt(one), 0n);

describe('a split by largest remainder', () => {
  it('sums exactly, and puts nothing below zero', () => {
    fc.assert(
      fc.property(units, shares, (given, list) => {
        const parts = splitUnits(given, list);
        const expected = totalOf(list) === 0n ? 0 : given;
        expect(parts.reduce((sum, part) => sum + BigInt(part), 0n)).toBe(BigInt(expected));
        expect(parts.every((part) => Number.isSafeInteger(part) && part >= 0)).toBe(true);
      }),
    );
  });

  it('gives each within one unit of the exact share', () => {
    fc.assert(
      fc.property(units, shares, (given, list) => {
        const total = totalOf(list);
        fc.pre(total > 0n);
        for (const [index, part] of splitUnits(given, list).entries()) {
          const distance = BigInt(part) * total - BigInt(given) * BigInt(list[index]?.weight ?? 0);
          expect(distance < total && distance > -total).toBe(true);
        }
      }),
    );
  });

  it('does not depend on the order of the shares', () => {
    const withOrder = shares.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray([...list], { minLength: list.length })),
    );
    fc.assert(
      fc.property(units, withOrder, (given, [list, shuffled]) => {
        const byKey = (order: readonly Share[]) => {
          const parts = splitUnits(given, order);
          return new Map(order.map(({ key }, index) => [key, parts[index]]));
        };
        const shuffledParts = byKey(shuffled);
        for (const [key, part] of byKey(list)) expect(shuffledParts.get(key)).toBe(part);
      }),
    );
  });
});
