import { describe, expect, it } from 'vitest';
import { findPinnedNode, isNodeRecentEnough } from '../apps/server/bin/install.js';

describe('the runtime', () => {
  it('is the Node that npm installed, whatever the machine has', () => {
    expect(process.version).toMatch(/^v26\./);
    expect(isNodeRecentEnough()).toBe(true);
    expect(findPinnedNode()).toBeDefined();
  });

  it('has the calendar that the product is built on', () => {
    expect(Temporal.ZonedDateTime.from('2026-03-01T00:00[Asia/Shanghai]').epochMilliseconds).toBe(1_772_294_400_000);
  });
});
