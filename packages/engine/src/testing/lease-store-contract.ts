import { describe, expect, it } from 'vitest';
import type { LeaseStore } from '../scheduling/lease-store.ts';
import { freshFixture, type Fixture } from './fixture.ts';

export interface LeaseStoreFixture extends Fixture {
  readonly store: LeaseStore;
  /** At least four, and a multiple of four. */
  readonly shardCount: number;
}

const leaseMs = 60_000;

/** What every store of leases does, whatever it is made of. */
export function describeLeaseStore(name: string, create: () => Promise<LeaseStoreFixture>): void {
  describe(`the store of leases: ${name}`, () => {
    const fixture = freshFixture(create);
    const renew = (worker: string, ms = leaseMs) => fixture().store.renew(worker, ms);
    const all = () => Array.from({ length: fixture().shardCount }, (_, shard) => shard);
    const sorted = (shards: readonly number[]) => shards.toSorted((a, b) => a - b);

    it('gives the only worker every shard, in order, and the same ones again', async () => {
      expect(await renew('one')).toEqual(all());
      expect(await renew('one')).toEqual(all());
    });

    it('gives a second worker nothing that the first holds, and each his fair share from then on', async () => {
      await renew('one');
      expect(await renew('two')).toEqual([]);
      const [one, two] = [await renew('one'), await renew('two')];
      expect([one.length, two.length]).toEqual([fixture().shardCount / 2, fixture().shardCount / 2]);
      expect(sorted([...one, ...two])).toEqual(all());
    });

    it('never lets two hold one shard who ask at the same time', async () => {
      const workers = ['one', 'two', 'three', 'four'];
      for (let round = 0; round < 12; round += 1) {
        const held = (await Promise.all(workers.map((worker) => renew(worker)))).flat();
        expect(new Set(held).size).toBe(held.length);
        // Every other time they all begin anew, and meet over what is free.
        if (round % 2 === 0) await Promise.all(workers.map((worker) => fixture().store.release(worker)));
      }
      // Who asks first may find the others holding more than their share; they let go of it when they ask.
      for (const worker of workers) await renew(worker);
      const settled: number[] = [];
      for (const worker of workers) settled.push(...(await renew(worker)));
      expect(sorted(settled)).toEqual(all());
    });

    it('gives what a worker has let go to the next who asks, all of it', async () => {
      await renew('one');
      await fixture().store.release('one');
      expect(await renew('two')).toEqual(all());
    });

    it('lets go for him who holds nothing without harm to others', async () => {
      await renew('one');
      await fixture().store.release('stranger');
      expect(await renew('one')).toEqual(all());
    });

    it('gives away what has run out, and only the share of him who asks', async () => {
      await renew('frozen', 1);
      const half = fixture().shardCount / 2;
      await expect.poll(async () => (await renew('two')).length).toBe(half);
      const [two, frozen] = [await renew('two'), await renew('frozen')];
      expect(two.length).toBe(half);
      expect(sorted([...two, ...frozen])).toEqual(all());
    });
  });
}
