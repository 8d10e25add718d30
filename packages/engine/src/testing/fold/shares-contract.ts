import { expect, it } from 'vitest';
import type { FoldTransaction } from '../../fold/fold-store.ts';
import { fail, failure, meet } from '../fixture.ts';
import type { FoldUse } from './fold-use.ts';

const ask = (shard: number, asked: number, resource = 'stock') => ({ shard, resource, asked });

const units = (...each: readonly number[]) => new Map(each.map((count, shard) => [shard, count]));

/** How the fold takes shares of what runs out. */
export function describeSharesOfFold(made: () => FoldUse): void {
  it('grants in the order of the asks, and out of all shards never more than there is', async () => {
    const use = made();
    await use.fill('stock', units(3, 2, 4));
    const granted = await use.run(async (transaction) => {
      await transaction.lockCursors([0, 1]);
      return transaction.take([ask(0, 2), ask(1, 3), ask(1, 9), ask(0, 1, 'nothing')]);
    });
    expect(granted).toEqual([2, 3, 4, 0]);
    expect(await use.stockOf('stock')).toBe(0);
  });

  it('takes from the shards that are held as long as they have enough, whoever is taking from the others', async () => {
    const use = made();
    await use.fill('stock', units(5, 0, 9));
    const { got, hasWaited } = await meet(use.run, {
      first: async (transaction) => {
        await transaction.lockCursors([2]);
        return transaction.take([ask(2, 3)]);
      },
      second: async (transaction) => {
        await transaction.lockCursors([0, 1]);
        return transaction.take([ask(1, 5)]);
      },
      beside: () => use.stockOf('stock'),
      isFree: true,
    });
    expect([hasWaited, got]).toEqual([false, [5]]);
    expect(await use.stockOf('stock')).toBe(6);
  });

  it('tells without taking how much is left of all shards', async () => {
    const use = made();
    await use.fill('stock', units(5, 0, 9));
    const left = await use.store.snapshot('contract', (snapshot) => snapshot.readShares(['stock', 'nothing']));
    expect([...left]).toEqual([['stock', 14]]);
    // What was filled in by hand was no budget.
    expect(await use.store.snapshot('contract', (snapshot) => snapshot.readTotals(['stock', 'nothing']))).toEqual(
      new Map(),
    );
    expect(await use.stockOf('stock')).toBe(14);
  });

  it('waits for who is taking from the others where its own have too little, and is granted what he leaves', async () => {
    const use = made();
    await use.fill('stock', units(1, 0, 9));
    const { got, hasWaited } = await meet(use.run, {
      first: async (transaction) => {
        await transaction.lockCursors([2]);
        return transaction.take([ask(2, 7)]);
      },
      second: async (transaction) => {
        await transaction.lockCursors([0, 1]);
        return transaction.take([ask(1, 5)]);
      },
      beside: () => use.stockOf('stock'),
    });
    expect([hasWaited, got]).toEqual([true, [3]]);
    expect(await use.stockOf('stock')).toBe(0);
  });

  it('fills in what a member gave back when she is written, and records it, and nothing of it when that fails', async () => {
    const use = made();
    await use.fill('stock', units(1));
    const member = await use.writer.newMember();
    const giveBack = async (transaction: FoldTransaction, count: number, n: number) => {
      const opened = await transaction.openMembers([member]);
      const cause = { kind: 'fact', position: n, at: 5, facet: 'lifecycle', n: 1, parent: 0 } as const;
      for (const { inputs } of opened) inputs.push({ cause, resource: 'stock', asked: -count, granted: -count });
      await transaction.write(opened);
    };
    await expect(use.run(async (transaction) => fail(await giveBack(transaction, 4, 1)))).rejects.toBe(failure);
    expect(await use.stockOf('stock')).toBe(1);
    await use.run((transaction) => giveBack(transaction, 4, 1));
    expect(await use.stockOf('stock')).toBe(5);
    await use.run((transaction) => giveBack(transaction, 2, 2));
    expect(await use.stockOf('stock')).toBe(7);
    const inputs = await use.store.snapshot('contract', (snapshot) => snapshot.readInputs([member]));
    expect(inputs.get(member.id)?.map(({ asked, granted }) => [asked, granted])).toEqual([
      [-4, -4],
      [-2, -2],
    ]);
  });

  it('takes no input in which less was granted than asked for, below zero or not, than can be', async () => {
    const use = made();
    const member = await use.writer.newMember();
    const write = (asked: number, granted: number) =>
      use.run(async (transaction) => {
        const opened = await transaction.openMembers([member]);
        const cause = { kind: 'fact', position: 1, at: 5, facet: 'lifecycle', n: 1, parent: 0 } as const;
        for (const { inputs } of opened) inputs.push({ cause, resource: 'nothing', asked, granted });
        await transaction.write(opened);
      });
    for (const [asked, granted] of [
      [1, 2],
      [1, -1],
      [-2, -1],
      [-1, 0],
    ] as const)
      await expect(write(asked, granted)).rejects.toThrow();
    expect(await use.stockOf('nothing')).toBe(0);
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
