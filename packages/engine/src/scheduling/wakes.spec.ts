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

  it('do not ask the store while nothing can be due', async () => {
    const { wakes, timesAsked } = wakesOf([{ shard: 1, wakeAt: 100_000 }], 0);
    await wakes.read([1]);
    expect(await wakes.due([1], clockAt(50_000))).toEqual([]);
    expect(timesAsked()).toBe(0);
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
