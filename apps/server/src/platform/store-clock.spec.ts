import { describe, expect, it } from 'vitest';
import { createStoreClock, judgeClock } from './store-clock.ts';

const dayMs = 86_400_000;

/** A machine and a database whose clocks a test sets, and a network that takes its time. */
function createWorld(options: { readonly aheadMs: number; readonly tripMs?: readonly number[] }) {
  const state = { own: 1_700_000_000_000, passed: 0, aheadMs: options.aheadMs, asked: 0 };
  const told: string[] = [];
  const pass = (ms: number) => {
    state.own += ms;
    state.passed += ms;
  };
  const store = () => state.own + state.aheadMs;
  const clock = createStoreClock({
    async askStore() {
      const tripMs = options.tripMs?.[state.asked % options.tripMs.length] ?? 0;
      state.asked += 1;
      pass(tripMs);
      const at = store();
      pass(tripMs);
      return at;
    },
    own: () => state.own,
    passed: () => state.passed,
    report: (message) => void told.push(message),
  });
  return {
    clock,
    told,
    store,
    pass,
    /** Somebody sets the machine's clock. */
    set(byMs: number) {
      state.own += byMs;
      state.aheadMs -= byMs;
    },
    setStore(byMs: number) {
      state.aheadMs += byMs;
    },
  };
}

describe('the clock of the store', () => {
  it.each([10, -10])('is told though that of the machine is off by %d days', async (days) => {
    const world = createWorld({ aheadMs: days * dayMs });
    await world.clock.measure();
    world.pass(1_234);
    expect(world.clock.now()).toBe(world.store());
  });

  it('is the machine’s own while both agree, whatever the round trip', async () => {
    const world = createWorld({ aheadMs: 900, tripMs: [2_000, 400, 3_000] });
    expect(await world.clock.measure()).toEqual({ aheadMs: 900, roundTripMs: 800 });
    expect(world.store() - world.clock.now()).toBe(900);
    expect(world.told).toEqual([]);
  });

  it('is not said to differ by what the round trip may account for', () => {
    expect(judgeClock({ aheadMs: 4_000, roundTripMs: 5_000 })).toBe('agrees');
    expect(judgeClock({ aheadMs: -4_000, roundTripMs: 100 })).toBe('differs');
    expect(judgeClock({ aheadMs: 61_000, roundTripMs: 100 })).toBe('far');
    expect(judgeClock({ aheadMs: 59_000, roundTripMs: 0 })).toBe('differs');
  });

  it.each([10, -10])('goes on when that of the machine is set by %d days, and is measured anew', async (days) => {
    const world = createWorld({ aheadMs: 0 });
    await world.clock.measure();
    world.pass(5_000);
    world.set(days * dayMs);
    expect(world.clock.now()).toBe(world.store());
    await world.clock.measure();
    world.pass(60_000);
    expect(world.clock.now()).toBe(world.store());
    expect(world.told).toEqual([expect.stringContaining('864000.0 s')]);
  });

  it('is told once when it changes and once when it is set right', async () => {
    const world = createWorld({ aheadMs: 0 });
    for (const byMs of [0, 3_000, 0, 100, 100_000, 0, -103_100, 0]) {
      world.setStore(byMs);
      await world.clock.measure();
    }
    expect(world.told).toEqual([
      expect.stringContaining('3.0 s behind'),
      expect.stringContaining('103.1 s behind'),
      expect.stringContaining('agrees'),
    ]);
  });

  it('stands as it was measured while the store is away', async () => {
    let isAway = false;
    const askStore = () => (isAway ? Promise.reject(new Error('away')) : Promise.resolve(dayMs));
    const clock = createStoreClock({ askStore, own: () => 0, passed: () => 0, report: () => undefined });
    await clock.measure();
    isAway = true;
    await expect(clock.measure()).rejects.toThrow('away');
    expect(clock.now()).toBe(dayMs);
  });
});
