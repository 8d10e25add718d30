import { describe, expect, it } from 'vitest';
import { createLaneRunner } from './lane-runner.ts';

/** Runs a lane that does nothing, over a clock that shows `times` one after the other and never waits. */
async function runOver(times: readonly number[], wakeAt: number | null = null) {
  const stopping = new AbortController();
  const waits: number[] = [];
  const polls: boolean[] = [];
  let turn = 0;
  const runner = createLaneRunner({
    lane: {
      setShards: () => undefined,
      raise: () => undefined,
      async runOnce(isPoll) {
        polls.push(isPoll);
        return wakeAt;
      },
    },
    clock: {
      now: () => times[Math.min(turn, times.length - 1)] ?? 0,
      async wait(ms) {
        waits.push(ms);
        turn += 1;
        if (turn >= times.length) stopping.abort();
      },
    },
    meter: { batchFolded: () => undefined, membersWoken: () => undefined, failed: () => undefined },
    stopping: stopping.signal,
  });
  await runner.run();
  return { waits, polls };
}

describe('the runner of a lane', () => {
  it('polls when a quarter of a second has passed, and not before', async () => {
    const { polls, waits } = await runOver([1_000, 1_100, 1_250]);
    expect(polls).toEqual([true, false, true]);
    expect(waits).toEqual([250, 150, 250]);
  });

  it('waits no longer than until the next wake', async () => {
    expect((await runOver([1_000], 1_040)).waits).toEqual([40]);
  });

  it('polls on when the clock is set back by an hour', async () => {
    const { polls, waits } = await runOver([5_000_000, 1_400_000]);
    expect(polls).toEqual([true, true]);
    expect(waits).toEqual([250, 250]);
  });

  it('ends when asked to stop', async () => {
    expect((await runOver([0])).polls).toEqual([true]);
  });
});
