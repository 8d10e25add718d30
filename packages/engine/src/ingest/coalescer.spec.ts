import { describe, expect, it } from 'vitest';
import { createCoalescer, QueueFullError } from './coalescer.ts';

/** A run that the test lets go when it wants. */
function createGate() {
  const batches: number[][] = [];
  const waiting: (() => void)[] = [];
  return {
    batches,
    open: () => waiting.shift()?.(),
    run: async (items: readonly number[]): Promise<readonly string[]> => {
      batches.push([...items]);
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
      });
      return items.map((item) => `done ${item}`);
    },
  };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

describe('group commit', () => {
  it('gathers what comes while a batch is under way, and answers each with its own', async () => {
    const gate = createGate();
    const coalescer = createCoalescer({ run: gate.run, itemsMax: 10, lingerMs: 0, runsMax: 1, waitingMax: 100 });
    const first = coalescer.submit([1]);
    await until(() => gate.batches.length === 1);
    const [second, third] = [coalescer.submit([2, 3]), coalescer.submit([4])];
    gate.open();
    expect(await first).toEqual(['done 1']);
    await until(() => gate.batches.length === 2);
    gate.open();
    expect(await Promise.all([second, third])).toEqual([['done 2', 'done 3'], ['done 4']]);
    expect(gate.batches).toEqual([[1], [2, 3, 4]]);
  });

  it('closes a batch at its limit, and runs a larger submission alone', async () => {
    const batches: number[][] = [];
    const run = async (items: readonly number[]) => {
      batches.push([...items]);
      return items;
    };
    const coalescer = createCoalescer({ run, itemsMax: 3, lingerMs: 1, runsMax: 1, waitingMax: 100 });
    await Promise.all([coalescer.submit([1, 2]), coalescer.submit([3, 4]), coalescer.submit([5, 6, 7, 8])]);
    expect(batches).toEqual([
      [1, 2],
      [3, 4],
      [5, 6, 7, 8],
    ]);
  });

  it('lets nobody fail for another’s sake', async () => {
    const run = async (items: readonly number[]) => {
      if (items.includes(13)) throw new Error('unlucky');
      return items;
    };
    const coalescer = createCoalescer({ run, itemsMax: 10, lingerMs: 1, runsMax: 1, waitingMax: 100 });
    const results = await Promise.allSettled([coalescer.submit([1]), coalescer.submit([13]), coalescer.submit([2])]);
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    await coalescer.drain();
    expect(coalescer.size()).toBe(0);
  });

  it('refuses when too much waits, and drains', async () => {
    const gate = createGate();
    const coalescer = createCoalescer({ run: gate.run, itemsMax: 1, lingerMs: 0, runsMax: 1, waitingMax: 2 });
    const under = coalescer.submit([1]);
    await until(() => gate.batches.length === 1);
    const waits = coalescer.submit([2, 3]);
    await expect(coalescer.submit([4])).rejects.toThrow(QueueFullError);
    const drained = coalescer.drain();
    gate.open();
    await until(() => gate.batches.length === 2);
    gate.open();
    await Promise.all([under, waits, drained]);
    expect(coalescer.size()).toBe(0);
  });
});
