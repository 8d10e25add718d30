import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concentrationOf } from './concentration.ts';

describe('concentration', () => {
  it('of equal customers is none', () => {
    const { gini, topShares, lorenz } = concentrationOf(Float64Array.of(3, 3, 3, 3));
    expect(gini).toBe(0);
    expect(topShares.find(({ people }) => people === 0.5)?.value).toBeCloseTo(0.5, 12);
    expect(lorenz[30]?.value).toBeCloseTo(0.3, 12);
  });

  it('of one who carries all is (n − 1) / n', () => {
    expect(concentrationOf(Float64Array.of(0, 0, 0, 8)).gini).toBeCloseTo(0.75, 12);
  });

  it('agrees with a Gini worked by hand, and counts net returners as zero', () => {
    expect(concentrationOf(Float64Array.of(1, 2, 3, 4)).gini).toBeCloseTo(0.25, 12);
    const { belowZero, total } = concentrationOf(Float64Array.of(-5, 10));
    expect([belowZero, total]).toEqual([1, 10]);
  });

  it('of nothing, and of zeros, is none', () => {
    expect(concentrationOf(new Float64Array()).gini).toBe(0);
    expect(concentrationOf(Float64Array.of(0, 0)).lorenz[50]?.value).toBe(0.5);
  });

  it('has a convex Lorenz curve under the diagonal, whatever the order of rows', () => {
    const values = fc.array(fc.nat({ max: 1e8 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(values, (list) => {
        const { lorenz, gini } = concentrationOf(Float64Array.from(list));
        expect(concentrationOf(Float64Array.from([...list].reverse())).gini).toBe(gini);
        expect(gini >= 0 && gini < 1).toBe(true);
        lorenz.forEach((point, index) => {
          expect(point.value).toBeLessThanOrEqual(point.people + 1e-9);
          const [before, after] = [lorenz[index - 1], lorenz[index + 1]];
          if (before && after) expect(point.value).toBeLessThanOrEqual((before.value + after.value) / 2 + 1e-9);
        });
      }),
    );
  });
});
