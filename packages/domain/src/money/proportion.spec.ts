import { describe, expect, it } from 'vitest';
import { proportion } from './proportion.ts';

const most = Number.MAX_SAFE_INTEGER;

describe('a proportion', () => {
  it.each([
    [7, { times: 1, per: 2 }, [3, 4, 4]],
    [5, { times: 1, per: 3 }, [1, 2, 2]],
    [4, { times: 1, per: 3 }, [1, 1, 2]],
    [6, { times: 1, per: 3 }, [2, 2, 2]],
    [0, { times: 5, per: 3 }, [0, 0, 0]],
    // Beyond what numbers hold exactly: 18,014,398,509,481,982 by 4 leaves 2, by 5 leaves 2, by 2 nothing.
    [most, { times: 2, per: 4 }, [4_503_599_627_370_495, 4_503_599_627_370_496, 4_503_599_627_370_496]],
    [most, { times: 2, per: 5 }, [3_602_879_701_896_396, 3_602_879_701_896_396, 3_602_879_701_896_397]],
    [most, { times: 2, per: 2 }, [most, most, most]],
  ])('of %i is rounded down, to the nearest and up', (amount, ratio, rounded) => {
    expect((['down', 'nearest', 'up'] as const).map((rounding) => proportion(amount, ratio, rounding))).toEqual(
      rounded,
    );
  });

  it('is of nothing below zero, and to nothing that is zero', () => {
    expect(() => proportion(-1, { times: 1, per: 1 }, 'down')).toThrow('no proportion');
    expect(() => proportion(1, { times: 1, per: 0 }, 'down')).toThrow('no proportion');
  });
});
