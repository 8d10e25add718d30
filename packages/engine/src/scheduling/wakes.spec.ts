import { describe, expect, it } from 'vitest';
import { createWakes } from './wakes.ts';

function wakesOf(stored: readonly { readonly shard: number; readonly wakeAt: number }[], storeNow: number) {
  let timesAsked = 0;
  const wakes = createWakes({
    nextWakes: async () => stored,
    async now() {
      timesAsked += 1;
      return storeNow;
    },
  });
  return { wakes, timesAsked: () => timesAsked };
}

const clockAt = (now: number) => ({ now: () => now, wait: async () => undefined });

describe('the wakes of a lane', () => {
  it("are due by the store's clock, not by that of a process that is ahead", async () => {
    const { wakes } = wakesOf([{ shard: 7, wakeAt: 10_000 }], 9_500);
    await wakes.read([7]);
    expect(await wakes.due([7], clockAt(11_000))).toEqual([]);
  });

  it("are found though the process's clock is a little behind", async () => {
    const { wakes } = wakesOf([{ shard: 7, wakeAt: 10_000 }], 10_000);
    await wakes.read([7]);
    expect(await wakes.due([7], clockAt(8_500))).toEqual([7]);
  });

  it('name only the shards where somebody is due', async () => {
    const stored = [
      { shard: 1, wakeAt: 10 },
      { shard: 2, wakeAt: 30 },
    ];
    const { wakes } = wakesOf(stored, 20);
    await wakes.read([1, 2]);
    expect(await wakes.due([1, 2], clockAt(20))).toEqual([1]);
  });

  it('are found though the process was set back by an hour', async () => {
    const { wakes } = wakesOf([{ shard: 7, wakeAt: 10_000 }], 10_000);
    await wakes.read([7]);
    expect(await wakes.due([7], clockAt(10_000 - 3_600_000))).toEqual([7]);
  });

  it('ask the store for its time only now and then while nothing can be due, and when the clock is set back', async () => {
    const { wakes, timesAsked } = wakesOf([{ shard: 1, wakeAt: 100_000 }], 50_000);
    await wakes.read([1]);
    for (const now of [50_000, 51_000, 54_000]) expect(await wakes.due([1], clockAt(now))).toEqual([]);
    expect(timesAsked()).toBe(1);
    await wakes.due([1], clockAt(55_000));
    expect(timesAsked()).toBe(2);
    await wakes.due([1], clockAt(20_000));
    expect(timesAsked()).toBe(3);
  });

  it('take in what batches set since, and no later instant', async () => {
    const { wakes } = wakesOf([{ shard: 1, wakeAt: 100 }], 0);
    expect(wakes.earliest()).toBeNull();
    await wakes.read([1]);
    wakes.note(50);
    wakes.note(70);
    wakes.note(null);
    expect(wakes.earliest()).toBe(50);
  });
});
