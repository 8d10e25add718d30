import { describe, expect, it } from 'vitest';
import { failuresBeforeRest } from './backoff.ts';
import { createReceiverHealth } from './receiver-health.ts';

const at = 1_000_000;

/** One that has failed so often at one instant. */
function afterFailures(count: number) {
  const health = createReceiverHealth(() => 0.5);
  let restMs = 0;
  for (let n = 0; n < count; n += 1) restMs = health.failed(at, null);
  return { health, restMs };
}

describe('the health of a receiver', () => {
  it('is good at first, and after a few failures', () => {
    const { health, restMs } = afterFailures(failuresBeforeRest - 1);
    expect([restMs, health.restsUntil, health.isProbed]).toEqual([0, 0, false]);
  });

  it('makes it rest after failures in a row, and be tried with one call then', () => {
    const { health, restMs } = afterFailures(failuresBeforeRest);
    expect([restMs, health.restsUntil, health.isProbed]).toEqual([2_000, at + 2_000, true]);
  });

  it('does not count failures that were not in a row', () => {
    const { health } = afterFailures(failuresBeforeRest - 1);
    health.succeeded();
    for (let n = 1; n < failuresBeforeRest; n += 1) expect(health.failed(at, null)).toBe(0);
    expect(health.isProbed).toBe(false);
  });

  it('learns nothing from calls that were under way when it began to rest', () => {
    const { health } = afterFailures(failuresBeforeRest);
    for (let n = 0; n < 60; n += 1) expect(health.failed(at + 1_999, null)).toBe(0);
    expect(health.restsUntil).toBe(at + 2_000);
    expect(health.failed(at + 2_000, null)).toBe(4_000);
  });

  it('is good again with the first success, from which failures are counted anew', () => {
    const { health } = afterFailures(failuresBeforeRest + 1);
    health.succeeded();
    expect([health.restsUntil, health.isProbed]).toEqual([0, false]);
    expect(health.failed(at, null)).toBe(0);
  });

  it('is good again when somebody says so', () => {
    const { health } = afterFailures(failuresBeforeRest);
    health.forgive();
    expect([health.restsUntil, health.isProbed, health.failed(at, null)]).toEqual([0, false, 0]);
  });

  it('leaves it alone for as long as it asks, from the first failure on, and never shorter than it would', () => {
    const first = createReceiverHealth(() => 0.5);
    expect(first.failed(at, 90_000)).toBe(90_000);
    expect(first.isProbed).toBe(true);
    const { health } = afterFailures(failuresBeforeRest);
    expect(health.failed(at + 2_000, 1)).toBe(4_000);
  });
});
