import { describe, expect, it } from 'vitest';
import { InvariantError } from '../kernel/base/invariant.ts';
import { splitUnits } from './largest-remainder.ts';

const sharesOf = (...weights: readonly number[]) => weights.map((weight, index) => ({ key: `line-${index}`, weight }));

describe('units split by weight', () => {
  it('are whole shares where they come out even', () => {
    expect(splitUnits(100, sharesOf(1, 3, 6))).toEqual([10, 30, 60]);
  });

  it('go to the largest remainders where they do not', () => {
    // Exact shares 3.5, 3.5 and 0: the two ties go by key; 1.6, 2.4 and 3: the larger remainder is that of the first.
    expect(splitUnits(7, sharesOf(5, 5, 0))).toEqual([4, 3, 0]);
    expect(splitUnits(7, sharesOf(16, 24, 30))).toEqual([2, 2, 3]);
  });

  it('break ties by key, wherever the share stands', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((key) => ({ key, weight: 1 }));
    if (a === undefined || b === undefined || c === undefined) throw new Error('three shares');
    expect(splitUnits(1, [a, b, c])).toEqual([1, 0, 0]);
    expect(splitUnits(1, [c, b, a])).toEqual([0, 0, 1]);
    expect(splitUnits(2, [c, a, b])).toEqual([0, 1, 1]);
  });

  it('are exact beyond what a double multiplies exactly', () => {
    const large = Number.MAX_SAFE_INTEGER;
    expect(splitUnits(large, sharesOf(large - 1, 1))).toEqual([large - 1, 1]);
    expect(splitUnits(large, sharesOf(large))).toEqual([large]);
  });

  it('never reach a share without weight', () => {
    expect(splitUnits(2, [...sharesOf(0, 1), { key: 'a', weight: 0 }])).toEqual([0, 2, 0]);
  });

  it('reach nobody where no share has weight, or none is there', () => {
    expect(splitUnits(5, sharesOf(0, 0))).toEqual([0, 0]);
    expect(splitUnits(5, [])).toEqual([]);
    expect(splitUnits(0, sharesOf(1, 2))).toEqual([0, 0]);
  });

  it.each([
    ['units below zero', -1, [1]],
    ['half a unit', 0.5, [1]],
    ['a weight below zero', 1, [2, -1]],
    ['half a weight', 1, [0.5]],
    ['weights that no integer holds', 1, [Number.MAX_SAFE_INTEGER, 1]],
  ])('are refused for %s', (_, units, weights) => {
    expect(() => splitUnits(units, sharesOf(...weights))).toThrow(InvariantError);
  });
});
