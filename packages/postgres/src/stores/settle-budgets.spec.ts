import { describe, expect, it } from 'vitest';
import { spread } from './settle-budgets.ts';

const sumOf = (units: number, shardCount = 256) =>
  spread({ key: 'r', units }, shardCount).reduce((sum, { available }) => sum + available, 0);

describe('units of a budget', () => {
  it('are all filled in, each shard at most once, and none that is not there', () => {
    for (const units of [1, 999, 1_000, 1_999, 5_003, 255_999, 256_000, 1_000_007, Number.MAX_SAFE_INTEGER])
      for (const shardCount of [1, 3, 256]) {
        const slices = spread({ key: 'r', units }, shardCount);
        expect(sumOf(units, shardCount)).toBe(units);
        expect(new Set(slices.map(({ shard }) => shard)).size).toBe(slices.length);
        expect(slices.every(({ shard }) => shard >= 0 && shard < shardCount)).toBe(true);
      }
  });

  it('lie in as many shards as have a good share of them, as even as can be', () => {
    expect(spread({ key: 'r', units: 1_999 }, 256)).toHaveLength(1);
    expect(spread({ key: 'r', units: 2_001 }, 256).map(({ available }) => available)).toEqual([1_001, 1_000]);
    expect(spread({ key: 'r', units: 9_000_000 }, 256)).toHaveLength(256);
    const shards = spread({ key: 'r', units: 4_000 }, 256).map(({ shard }) => shard);
    expect(new Set(shards.map((shard) => Math.floor(shard / 64))).size).toBe(4);
  });

  it('of small budgets do not all lie in one shard, and of nothing nowhere', () => {
    const firstOf = (key: string) => spread({ key, units: 5 }, 256)[0]?.shard;
    expect(new Set(Array.from({ length: 20 }, (_, n) => firstOf(`earning/rule-${n}`))).size).toBeGreaterThan(10);
    expect([spread({ key: 'r', units: 0 }, 256), spread({ key: 'r', units: -3 }, 256)]).toEqual([[], []]);
  });
});
