import { expect, it } from 'vitest';
import { fail, failure } from '../fixture.ts';
import type { FoldUse } from './fold-use.ts';

const ask = (shard: number, asked: number, resource = 'stock') => ({ shard, resource, asked });

const units = (...each: readonly number[]) => new Map(each.map((count, shard) => [shard, count]));

/** How the fold takes shares of what runs out. */
export function describeSharesOfFold(made: () => FoldUse): void {
  it('grants in the order of the asks out of the shards that are held, and never more than there is', async () => {
    const use = made();
    await use.fill('stock', units(3, 2, 50));
    const granted = await use.run(async (transaction) => {
      await transaction.lockCursors([0, 1]);
      return transaction.take([ask(0, 2), ask(1, 3), ask(1, 9), ask(0, 1, 'nothing')]);
    });
    expect(granted).toEqual([2, 3, 0, 0]);
    expect(await use.stockOf('stock')).toBe(50);
  });

  it('gives back what was taken, and keeps nothing of what a failing transaction took', async () => {
    const use = made();
    await use.fill('stock', units(5));
    const work = use.run(async (transaction) => {
      await transaction.lockCursors([0]);
      fail(await transaction.take([ask(0, 4)]));
    });
    await expect(work).rejects.toBe(failure);
    expect(await use.stockOf('stock')).toBe(5);
    await use.run(async (transaction) => {
      await transaction.lockCursors([0]);
      const [granted = 0] = await transaction.take([ask(0, 4)]);
      await transaction.giveBack([{ ...ask(0, 4), granted: granted - 1 }]);
    });
    expect(await use.stockOf('stock')).toBe(4);
  });

  it('is exact among those who take at once, each out of his own shards', async () => {
    const use = made();
    await use.fill('stock', units(10, 10, 10, 10));
    const taken = await Promise.all(
      [
        [0, 1],
        [2, 3],
        [0, 1],
        [2, 3],
      ].map((shards) =>
        use.run(async (transaction) => {
          const held = await transaction.lockCursors(shards);
          const granted = await transaction.take(held.map(({ shard }) => ask(shard, 7)));
          return granted.reduce((sum, one) => sum + one, 0);
        }),
      ),
    );
    const sum = taken.reduce((total, one) => total + one, 0);
    expect(sum).toBeGreaterThan(0);
    expect(await use.stockOf('stock')).toBe(40 - sum);
  });
}
