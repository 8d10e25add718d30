import { describe, expect, it } from 'vitest';
import type { Lens } from './lens.ts';
import { createShipper } from './shipper.ts';
import type { LensBlock, ShippingStore } from './shipping-store.ts';

const nothing = (): Promise<void> => Promise.resolve();

/** A store that always has one block of `rows` facts more, and a lens that forgets them. */
function createEndless(rows: number): { lens: Lens; store: ShippingStore } {
  const block: LensBlock = { id: 1, ranges: [] };
  const fact = {
    shard: 0,
    position: 1,
    memberId: null,
    source: '',
    messageId: '',
    type: 't',
    occurredAt: 0,
    recordedAt: 0,
    isBackfill: false,
    channel: '',
    storeId: '',
    payload: '{}',
  };
  const facts = Array.from({ length: rows }, () => fact);
  const lens: Lens = {
    prepare: () => Promise.resolve('lens'),
    holds: () => Promise.resolve(false),
    removeRows: nothing,
    addFacts: nothing,
    addDerivedFacts: nothing,
    putRows: nothing,
    replaceMembers: nothing,
    forget: nothing,
  };
  const store: ShippingStore = {
    register: nothing,
    takeLease: () => Promise.resolve(true),
    openBlocks: () => Promise.resolve([]),
    recordBlock: () => Promise.resolve(block),
    acknowledge: nothing,
    readBlock: () => Promise.resolve({ facts, derivedFacts: [], members: [], rows: [] }),
    readTouched: () => Promise.resolve(undefined),
    readFill: () => Promise.resolve(undefined),
    readErasures: () => Promise.resolve([]),
    readRepair: () => Promise.resolve(undefined),
    touchAfterPublish: () => Promise.resolve(0),
    lag: () => Promise.resolve({ rows: 0, milliseconds: 0, blocks: 0 }),
  };
  return { lens, store };
}

/** Runs until the shipper has paused or shipped `turns` times, and returns its pauses. */
async function pausesOf(parts: { rows: number; share?: number; fails?: boolean; turns: number }): Promise<number[]> {
  const controller = new AbortController();
  const { lens, store } = createEndless(parts.rows);
  const pauses: number[] = [];
  let turns = 0;
  const turn = (): void => {
    turns += 1;
    if (turns >= parts.turns) controller.abort();
  };
  const shipper = createShipper({
    lens: parts.fails === true ? { ...lens, addFacts: () => Promise.reject(new Error('gone')) } : lens,
    store: { ...store, acknowledge: () => Promise.resolve(turn()) },
    worker: 'w',
    rowsMax: 10,
    collectMs: 1_000,
    share: () => Promise.resolve(parts.share ?? 1),
    pause: (milliseconds) => {
      pauses.push(milliseconds);
      if (parts.fails === true) turn();
      return Promise.resolve();
    },
  });
  await shipper.run(controller.signal);
  return pauses;
}

describe('the shipper', () => {
  it('collects rows while little waits', async () => {
    expect(await pausesOf({ rows: 3, turns: 3 })).toEqual([1_000, 1_000, 1_000]);
  });

  it('does not pause while full blocks wait', async () => {
    expect(await pausesOf({ rows: 10, turns: 3 })).toEqual([]);
  });

  it('gives way to a fold that is behind, even when full blocks wait', async () => {
    const pauses = await pausesOf({ rows: 10, turns: 3, share: 0.1 });
    expect(pauses.length).toBe(3);
    expect(pauses.every((pause) => pause > 0)).toBe(true);
  });

  it('waits longer after each failure, up to half a minute', async () => {
    const pauses = await pausesOf({ rows: 3, turns: 8, fails: true });
    expect(pauses).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  });
});
