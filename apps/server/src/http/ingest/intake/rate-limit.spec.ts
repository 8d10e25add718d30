import { describe, expect, it } from 'vitest';
import { createRateLimit } from './rate-limit.ts';

function limited(rates: { readonly bytes: number; readonly facts: number; readonly requests: number }) {
  const clock = { ms: 0 };
  const limit = createRateLimit(rates, () => clock.ms);
  return { clock, limit };
}

const none = { bytes: 0, facts: 0, requests: 0 };
const refused = expect.objectContaining({ code: 'request.rate_limited' });

describe('what a key may send in a second', () => {
  it('is saved for five seconds, and comes back by the second', () => {
    const { clock, limit } = limited({ ...none, requests: 2 });
    for (let sent = 0; sent < 10; sent += 1) limit.take('a', 'requests', 1);
    expect(() => limit.take('a', 'requests', 1)).toThrow(refused);
    clock.ms += 1000;
    for (let sent = 0; sent < 2; sent += 1) limit.take('a', 'requests', 1);
    expect(() => limit.take('a', 'requests', 1)).toThrow(refused);
  });

  it('is its own: another key, and another kind, are not asked for it', () => {
    const { limit } = limited({ ...none, requests: 1, facts: 10 });
    for (let sent = 0; sent < 5; sent += 1) limit.take('a', 'requests', 1);
    expect(() => limit.take('a', 'requests', 1)).toThrow(refused);
    expect(() => limit.take('b', 'requests', 1)).not.toThrow();
    expect(() => limit.take('a', 'facts', 10)).not.toThrow();
  });

  it('lets a request through that is larger than all of it, and has it paid for', () => {
    const { clock, limit } = limited({ ...none, facts: 10 });
    limit.take('a', 'facts', 150);
    expect(() => limit.take('a', 'facts', 1)).toThrow(
      expect.objectContaining({ facts: expect.objectContaining({ retryAfterSeconds: 10 }) }),
    );
    clock.ms += 10_001;
    expect(() => limit.take('a', 'facts', 1)).not.toThrow();
  });

  it('is anything where no bound is set, and holds when the clock goes back', () => {
    const { limit } = limited(none);
    for (let sent = 0; sent < 1000; sent += 1) limit.take('a', 'bytes', 1e9);
    const back = limited({ ...none, requests: 1 });
    for (let sent = 0; sent < 5; sent += 1) back.limit.take('a', 'requests', 1);
    back.clock.ms = -60_000;
    expect(() => back.limit.take('a', 'requests', 1)).toThrow(refused);
  });
});
